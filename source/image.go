package source

import (
	"fmt"
	"path/filepath"
	"slices"

	"heed/model"
	"heed/token"
	"heed/vision"
)

// processorFile says how a model of images has them prepared.
const processorFile = "preprocessor_config.json"

// readsImages reports whether the model's texts are names of image files.
func (m *Model) readsImages() bool { return m.config.Embedding.Image != nil }

// openProcessor reads how images are prepared.
func openProcessor(dir string) (vision.Processor, error) {
	text, err := readPart(dir, processorFile, "a folder with "+processorFile+", which says how images are prepared")
	if err != nil {
		return vision.Processor{}, err
	}
	p, err := vision.ParseConfig(text)
	if err != nil {
		return p, fmt.Errorf("%s: %w", filepath.Join(dir, processorFile), err)
	}
	return p, nil
}

// imageInputs reads an image file as the model's input. Its tokens are the
// class token, [CLS], and the patches by row and column: r0c0, r0c1 …
func (m *Model) imageInputs(path string) (model.Inputs, token.Encoding, error) {
	processor, err := openProcessor(m.dir)
	if err != nil {
		return model.Inputs{}, nil, err
	}
	f, err := openPlain(path, "a PNG or JPEG image, for the model reads images")
	if err != nil {
		return model.Inputs{}, nil, err
	}
	defer f.Close()
	pixels, err := processor.Pixels(f)
	if err != nil {
		return model.Inputs{}, nil, fmt.Errorf("%s: %w", path, err)
	}
	in := model.Inputs{Pixels: &model.Pixels{Shape: [4]int{1, pixels.Channels, pixels.Height, pixels.Width}}}
	for _, x := range pixels.Data {
		in.Pixels.Data = append(in.Pixels.Data, float64(x))
	}
	tokens := token.Encoding{{Text: "[CLS]", Special: true, Sequence: -1, Word: -1}}
	rows, columns := m.config.Embedding.Image.Patches()
	for i := range rows * columns {
		tokens = append(tokens, token.Token{Text: fmt.Sprintf("r%dc%d", i/columns, i%columns), ID: i + 1, Word: i})
	}
	return in, tokens, nil
}

// read turns a passage into the model's input and its tokens.
func (m *Model) read(p passage) (model.Inputs, token.Encoding, error) {
	if m.readsImages() {
		if p.paired {
			return model.Inputs{}, nil, fmt.Errorf("%s reads images, which have no pairs", m.name)
		}
		return m.imageInputs(p.text)
	}
	e, err := m.encode(p)
	return m.inputsOf(e), e, err
}

// studiedPatches names what to study in images: what was asked for, else the
// class token.
func studiedPatches(passages []passage, word string) []string {
	if word == "" {
		word = "[CLS]"
	}
	return slices.Repeat([]string{word}, len(passages))
}
