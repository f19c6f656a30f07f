package model

// A layout says which tensor of a file is what. Names of a layer's tensors
// follow its layer name; names of linear layers and norms lack the last part,
// ".weight" or ".bias" (and ".gamma" or ".beta", as old norms have it).
type layout struct {
	prefix string   // may stand before every name but the head's
	parts  []string // what a base model's names begin with: all of these run

	words, types, positions string // tables: [V D], [types D], [positions D]
	embedNorm               string

	layer      string // with the layer's number for %d
	q, k, v, o string
	attnNorm   string
	up, down   string // the MLP
	mlpNorm    string

	pooler string // may be missing in a file

	head                      string // the masked-word head's names begin so; all may be missing
	headTransform, headNorm   string
	headDecoder               string // its own, else the word embeddings
	headBias, headDecoderBias string // two spellings

	buffers []string // constants that old files hold
}
