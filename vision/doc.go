// Package vision turns an image file into the numbers that a vision
// transformer reads: the pixel values that transformers' image processors
// make with PIL.
//
// [ParseConfig] reads a model's preprocessor_config.json, and
// [Processor.Pixels] takes a PNG or JPEG through its steps: decode, resize,
// crop, rescale, normalise. What PIL does in its own way, in decoding a JPEG
// and in resampling, is done again to the bit, so that a model sees here the
// very numbers that it sees there.
//
// An orientation that a camera wrote into a JPEG is not applied, as PIL's
// Image.open does not apply it.
package vision
