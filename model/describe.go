package model

import (
	"heed/tensor"
)

// This file is the description of how model families differ: all that the one
// forward pass asks. A family's file writes it from the keys of a config.

// A Config is what a config.json, or a GGUF file's metadata, says of a model,
// as far as it changes the numbers.
type Config struct {
	Family       string // "bert": model_type
	Vocab        int    // V; 0 in a model of images
	MaxTokens    int    // the longest text; 0 for any length
	Embedding    Embedding
	Stack               // the layers; in an encoder-decoder the encoder's
	Decoder      *Stack // nil where there is none
	DecoderStart int    // the id that a decoder\'s text begins with
	Head         Head
	Pooler       Pooler

	names layout // of the tensors in the file
}

// A Stack is a tower of layers that share one residual stream.
type Stack struct {
	Prefix    string  // of its tensors' names: "", or "enc." and "dec."
	Width     int     // D
	Blocks    []Block // a layer each
	FinalNorm *Norm   // after the last layer; nil for none
}

// A Block is one layer: attention, then an MLP.
type Block struct {
	Attention Attention
	Cross     *Attention // of the encoder's output, between the two; nil for none
	MLP       MLP
	Place     Place
	First     *Norm // nil: attention reads the stream as it is (ModernBERT's layer 0)
	Second    *Norm // nil: the MLP reads what attention reads (Phi)
}

// A Place says where a block's norms stand.
type Place int

// The places of norms.
const (
	Post     Place = iota // mid = norm(x + attention(x)); out = norm(mid + MLP(mid))
	Pre                   // mid = x + attention(norm x); out = mid + MLP(norm mid)
	Sandwich              // mid = x + norm(attention(norm x)); out = mid + norm(MLP(norm mid))
	Parallel              // out = x + attention(norm x) + MLP(norm x)
)

// A Norm is a normalisation of rows.
type Norm struct {
	RMS    bool    // divide by the root mean square alone; else subtract the mean first
	Eps    float64 // added to the variance, or mean square
	Offset float64 // added to the scale that is stored: 1 in Gemma
	Plain  bool    // no scale and no shift are stored
	Shift  bool    // a shift is stored
}

// Attention describes one attention layer.
type Attention struct {
	Heads   int     // H
	KVHeads int     // heads of keys and values, each shared by H/KVHeads heads of queries
	Key     int     // K, width of a head's queries, keys and values
	Scale   float64 // scores_scaled = scores_raw · Scale
	PreQ    float64 // the query is multiplied by it before the dot product; 0: it is not
	Bias    bool    // after W_Q, W_K, W_V
	OutBias bool    // after W_O
	QKNorm  *Norm   // of each head's queries and keys, before any rotation; nil for none
	Rope    *Rope   // rotation by position; nil for none
	Cap     float64 // scores_capped = Cap · tanh(scores_scaled / Cap); 0: they are not
	Buckets *Buckets
	Causal  bool // a query sees no later key
	Window  int  // a query sees keys less than so far away; 0: any
	Zero    bool // the relative bias is 0 throughout (T5's cross attention)
	Others  bool // a query does not see its own key
}

// An MLP is down(act(up x)), or down(act(gate x) · up x).
type MLP struct {
	Inner      int // 0: there is no MLP, and it adds 0
	Activation tensor.Activation
	Gated      bool
	Bias       bool
}

// An Embedding makes the residual stream that enters layer 0.
type Embedding struct {
	Width     int     // of the tables, E
	Scale     float64 // of the words' vectors; 0: they are not scaled
	Types     int     // token types; 0 for none
	Positions int     // rows of the table of positions; 0 for none
	Counting  Counting
	Pad       int   // the id that Counting by ids passes over
	Norm      *Norm // after the sum; nil for none
	Project   bool  // a layer from E to D follows; its bias is Bias
	Bias      bool
	Image     *Image // patches of an image in place of words; nil for text
}

// Counting says which row of the table of positions a token has, where the
// inputs do not say.
type Counting int

// The ways of counting.
const (
	FromZero Counting = iota // 0, 1, 2 …
	ByIDs                    // Pad + 1, Pad + 2 … over tokens that are not Pad, which has Pad itself
	ByMask                   // 2, 3 … over tokens that are not masked, which have 1
)

// An Image says how an image is cut into patches.
type Image struct{ Channels, Height, Width, Patch int }

// Patches is how many rows and columns of patches an image has.
func (i Image) Patches() (rows, columns int) { return i.Height / i.Patch, i.Width / i.Patch }

// A Head makes logits of the last hidden state: V numbers a token, from words
// that are tied to the embeddings or not, or classes.
type Head struct {
	Tied       bool              // the decoder is the table of words where the file has none of its own
	Transform  *Norm             // a layer, Activation and this norm come before the decoder; nil: they do not
	Activation tensor.Activation //
	Bare       bool              // the transform's layer has no bias
	Bias       bool              // after the decoder
	Scale      float64           // of what the decoder gets; 0: it is not scaled
	Cap        float64           // logits = Cap · tanh(x / Cap); 0: they are not
	Project    bool              // a layer from D to E comes before the decoder
}

// A Pooler is a layer over the first token's last state, where the file has one.
type Pooler struct {
	Width      int // 0 for D
	Activation tensor.Activation
}

// pooled is what the pooler makes of a text.
func (c Config) pooled() int {
	if c.Pooler.Width > 0 {
		return c.Pooler.Width
	}
	return c.Width
}

// Layers is L, of both stacks: the encoder's come first.
func (c Config) Layers() int {
	n := len(c.Blocks)
	if c.Decoder != nil {
		n += len(c.Decoder.Blocks)
	}
	return n
}

// Block returns the description of a layer, and its stack.
func (c Config) Block(layer int) (Block, Stack) {
	if layer < len(c.Blocks) {
		return c.Blocks[layer], c.Stack
	}
	return c.Decoder.Blocks[layer-len(c.Blocks)], *c.Decoder
}

// Heads is H of a layer.
func (c Config) Heads(layer int) int {
	b, _ := c.Block(layer)
	return b.Attention.Heads
}

// repeat makes a stack of layers that are all alike.
func repeat(n int, b Block) []Block {
	blocks := make([]Block, n)
	for i := range blocks {
		blocks[i] = b
	}
	return blocks
}
