// Package vision turns an image file into the numbers that a vision
// transformer reads: the pixel values that transformers' image processors
// make with PIL.
//
// [ParseConfig] reads a model's preprocessor_config.json, and
// [Processor.Pixels] takes a PNG or JPEG through its steps: decode, resize,
// crop, rescale, normalise. PIL's decoding and resampling are done again
// number by number, so that what a model sees here is what it has learned
// from: of a PNG the very same pixels, of a JPEG the same to within what two
// inverse cosine transforms round differently.
//
// An orientation that a camera wrote into a JPEG is not applied, as PIL's
// Image.open does not apply it.
package vision
