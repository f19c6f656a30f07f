package vision

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Processor is the steps from an image to pixel values.
type Processor struct {
	resize  bool
	size    extent
	filter  filter
	crop    bool
	frame   extent  // to crop to
	scale   float64 // of rescaling; 1 for none
	shift   bool    // (x − mean) / std
	mean    [3]float32
	std     [3]float32
	onWhite bool // lay transparent pixels on white; else their alpha is dropped
}

// An extent is a size to resize or crop to: height and width, or the length of
// the shortest edge, from which the image's own proportions give the other.
type extent struct{ height, width, shortest int }

// A family is an image processor of transformers: what it does where the
// config says nothing.
type family struct {
	Processor
	square bool // one number as size is height and width, else the shortest edge
}

// families are the processors whose steps are the ones here.
//
// Source: huggingface/transformers, src/transformers/models/*/image_processing_pil_*.py.
func families() map[string]family {
	half := [3]float32{.5, .5, .5}
	vit := Processor{resize: true, size: extent{224, 224, 0}, filter: bilinear, scale: 1. / 255, shift: true, mean: half, std: half}
	deit := vit
	deit.size, deit.filter, deit.crop, deit.frame = extent{256, 256, 0}, bicubic, true, extent{224, 224, 0}
	beit := vit
	beit.filter, beit.frame = bicubic, extent{224, 224, 0}
	siglip := vit
	siglip.filter, siglip.onWhite = bicubic, true
	clip := deit
	clip.size, clip.onWhite = extent{0, 0, 224}, true
	clip.mean, clip.std = [3]float32{0.48145466, 0.4578275, 0.40821073}, [3]float32{0.26862954, 0.26130258, 0.27577711}
	return map[string]family{
		"ViT": {vit, true}, "DeiT": {deit, true}, "Beit": {beit, true},
		"Siglip": {siglip, false}, "CLIP": {clip, false}, "Bit": {clip, false},
	}
}

// ParseConfig reads a preprocessor_config.json. A step that is not done here,
// and a key that is not known, is an error that names it; where a key is
// absent or null the processor of image_processor_type has its own default,
// and ViT's where there is no type either. The caller adds the file's name to
// errors.
//
// Source: huggingface/transformers, src/transformers/image_processing_utils.py.
func ParseConfig(text []byte) (Processor, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return Processor{}, fmt.Errorf("is no JSON object: %w", err)
	}
	maps.DeleteFunc(members, func(_ string, v json.RawMessage) bool { return string(v) == "null" })
	f, err := familyOf(members)
	if err != nil {
		return Processor{}, err
	}
	if v, ok := members["default_to_square"]; ok {
		if err := read(v, &f.square, "true or false"); err != nil {
			return Processor{}, fmt.Errorf("default_to_square %w", err)
		}
	}
	p := f.Processor
	rescale := true
	for _, key := range slices.Sorted(maps.Keys(members)) {
		v := members[key]
		var err error
		switch key {
		case "do_resize":
			err = read(v, &p.resize, "true or false")
		case "size":
			p.size, err = readExtent(v, f.square)
		case "resample":
			p.filter, err = readFilter(v)
		case "do_center_crop":
			err = read(v, &p.crop, "true or false")
		case "crop_size":
			if p.frame, err = readExtent(v, true); err == nil && p.frame.shortest > 0 {
				err = errors.New("has a shortest_edge; want height and width")
			}
		case "do_rescale":
			err = read(v, &rescale, "true or false")
		case "rescale_factor":
			err = read(v, &p.scale, "a number")
		case "do_normalize":
			err = read(v, &p.shift, "true or false")
		case "image_mean":
			p.mean, err = readThree(v)
		case "image_std":
			p.std, err = readThree(v)
		case "do_convert_rgb":
			err = read(v, &p.onWhite, "true or false")
		case "do_pad", "do_rescale_offset", "rescale_offset", "include_top", "use_square_size", "do_flip_channel_order":
			if string(v) != "false" {
				err = fmt.Errorf("is %s, a step that heed does not do; want false", v)
			}
		case "data_format", "input_data_format":
			if string(v) != `"channels_first"` {
				err = fmt.Errorf(`is %s; want "channels_first"`, v)
			}
		case "image_processor_type", "feature_extractor_type", "default_to_square": // read above
		case "processor_class", "_processor_class", "auto_map", "model_input_names", "name_or_path", "_valid_processor_keys",
			"disable_grouping", "device", "return_tensors", "image_seq_length", "reduce_labels", "do_reduce_labels": // of no effect on pixels
		default:
			err = errors.New("is not known, and may change the pixels; remove it if it does not")
		}
		if err != nil {
			return Processor{}, fmt.Errorf("%s %w", key, err)
		}
	}
	if !rescale {
		p.scale = 1
	}
	return p, p.check()
}

// familyOf finds the processor that the config is of.
func familyOf(members map[string]json.RawMessage) (family, error) {
	known := families()
	for _, key := range []string{"image_processor_type", "feature_extractor_type"} {
		v, ok := members[key]
		if !ok {
			continue
		}
		var name string
		if err := read(v, &name, "a string"); err != nil {
			return family{}, fmt.Errorf("%s %w", key, err)
		}
		short := strings.TrimSuffix(strings.TrimSuffix(name, "Fast"), "Pil")
		short = strings.TrimSuffix(strings.TrimSuffix(short, "ImageProcessor"), "FeatureExtractor")
		f, ok := known[short]
		if !ok {
			return family{}, fmt.Errorf("%s is %q; want the image processor of one of %s", key, name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		}
		return f, nil
	}
	return known["ViT"], nil
}

// check refuses what no image could pass.
func (p Processor) check() error {
	switch {
	case p.crop && p.frame == extent{}:
		return errors.New("do_center_crop is true, but there is no crop_size")
	case p.resize && p.size.shortest == 0 && p.size.height*p.size.width > maxValues:
		return fmt.Errorf("size is %d × %d; want at most %d pixels", p.size.height, p.size.width, maxValues)
	case p.crop && p.frame.height*p.frame.width > maxValues:
		return fmt.Errorf("crop_size is %d × %d; want at most %d pixels", p.frame.height, p.frame.width, maxValues)
	case p.shift && (p.std[0] == 0 || p.std[1] == 0 || p.std[2] == 0):
		return fmt.Errorf("image_std is %v; want no 0", p.std)
	}
	return nil
}

// read decodes a value; want says what it should be.
func read(v json.RawMessage, into any, want string) error {
	if json.Unmarshal(v, into) != nil {
		return fmt.Errorf("is %s; want %s", v, want)
	}
	return nil
}

// maxSide bounds a side, so that a product of two fits an int of 32 bits.
const maxSide = 1 << 15

// readExtent reads a size: {"height", "width"}, {"shortest_edge"}, [height,
// width] or one number.
func readExtent(v json.RawMessage, square bool) (extent, error) {
	const want = `{"height": …, "width": …}, {"shortest_edge": …}, [height, width] or a number`
	var e extent
	var one int
	var two []int
	var named map[string]int
	switch {
	case json.Unmarshal(v, &one) == nil:
		e = extent{one, one, 0}
		if !square {
			e = extent{0, 0, one}
		}
	case json.Unmarshal(v, &two) == nil && len(two) == 2:
		e = extent{two[0], two[1], 0}
	case json.Unmarshal(v, &named) == nil:
		e = extent{named["height"], named["width"], named["shortest_edge"]}
		_, edge := named["shortest_edge"]
		if want := map[bool]int{true: 1, false: 2}[edge]; len(named) != want {
			e = extent{}
		}
	}
	sides := e.height > 0 && e.width > 0
	if sides == (e.shortest > 0) || max(e.height, e.width, e.shortest) > maxSide {
		return e, fmt.Errorf("is %s; want %s, from 1 to %d", v, want, maxSide)
	}
	return e, nil
}

// readThree reads a number a channel, or one for all.
func readThree(v json.RawMessage) ([3]float32, error) {
	var one float32
	if json.Unmarshal(v, &one) == nil {
		return [3]float32{one, one, one}, nil
	}
	var all []float32
	if json.Unmarshal(v, &all) != nil || len(all) != 3 {
		return [3]float32{}, fmt.Errorf("is %s; want three numbers", v)
	}
	return [3]float32(all), nil
}

// readFilter reads PIL's number for a filter.
func readFilter(v json.RawMessage) (filter, error) {
	switch string(v) {
	case "0":
		return nearest, nil
	case "1":
		return lanczos, nil
	case "2":
		return bilinear, nil
	case "3":
		return bicubic, nil
	}
	return 0, fmt.Errorf("is %s; want 0 (nearest), 1 (Lanczos), 2 (bilinear) or 3 (bicubic)", v)
}
