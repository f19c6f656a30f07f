package model

// A layout says which tensor of a file is what. Names of linear layers and
// norms lack their last part, ".weight" or ".bias"; a name that is empty does
// not occur.
type layout struct {
	prefix string   // may stand before every name but the head's
	others []string // prefixes that it may have in place of that
	parts  []string // what a base model's names begin with: all of these run

	words, types, positions string // tables, with their last part
	embedNorm, embedProject string
	class, patches          string // of images: the first token's vector; the layer over a patch

	blocks, decoder blockNames
	final, last     string // norms after the stack, and after the decoder's

	pooler string // may be missing in a file

	head                      string // names of the head begin so; all may be missing
	headTransform, headNorm   string
	headDecoder               string // with its last part
	headBias, headDecoderBias string // two spellings
	headProject               string

	ignored []string // endings of constants that files hold
	turned  bool     // linear layers of blocks are stored [in out]
}

// blockNames name the tensors of a layer; they follow at(layer).
type blockNames struct {
	at func(layer int) string

	q, k, v      string
	fused        string // W_Q, W_K, W_V in one: in place of the three
	perHead      bool   // of the fused: q, k, v of head 0, then of head 1 …; else all q, all k, all v
	o            string
	qNorm, kNorm string
	buckets      func(layer int) string // the table of relative biases, with its last part
	paired       bool                   // rows of W_Q and W_K go 0, K/2, 1, K/2+1 … as GGUF has Llama's

	first, second         string
	afterFirst, afterLast string // norms of attention's and the MLP's output, in a Sandwich
	gate, up, down        string
	gateUp                string // the two in one, gate first: in place of the two

	crossQ, crossK, crossV, crossO, crossNorm string
}

// numbered returns the name of a layer from a pattern like "h.%d.".
func numbered(before, after string) func(int) string {
	return func(i int) string { return before + itoa(i) + after }
}
