package words

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// fastTextMagic begins fastText's files since its version 11.
const fastTextMagic = 793712314

// readFastText reads fastText's .bin of an unsupervised model:
//
//	[magic, version]                         int32 each; absent in old files
//	dim, ws, epoch, minCount, neg, wordNgrams,
//	loss, model, bucket, minn, maxn, lrUpdateRate   int32 each
//	t                                        float64
//	entries, words, labels                   int32 each
//	tokens, [pruned]                         int64 each; pruned absent in old files
//	each entry: its bytes, a zero byte, its count (int64), its kind (int8: 0 is a word)
//	[quantised]                              one byte; absent in old files
//	rows, columns                            int64 each
//	the vectors of words, then of buckets    float32, row by row
//
// all little-endian. What follows, the output layer, is for training.
//
// Source: Bojanowski et al., Enriching Word Vectors with Subword Information
// (2017), and fastText's args.cc, dictionary.cc and matrix.cc.
func readFastText(data []byte) (*Vectors, error) {
	r := &reader{data: data}
	h := r.header()
	var n naming
	for i := 0; i < h.entries && r.err == nil; i++ {
		word, kind := r.entry()
		if r.err == nil && kind != 0 {
			return nil, fmt.Errorf("entry %d, %s, is of kind %d; want 0, a word", i+1, clip(word), kind)
		}
		n.add(word)
	}
	if h.modern && r.byte() != 0 && r.err == nil {
		return nil, errors.New("is quantised, as .ftz files are; take the .bin it was made from")
	}
	rows, columns := r.int64(), r.int64()
	if r.err != nil {
		return nil, r.err
	}
	if int64(h.entries+h.bucket) != rows || int64(h.dim) != columns {
		return nil, fmt.Errorf("the vectors are %d rows of %d; want %d, %d words and %d buckets, of %d", rows, columns, h.entries+h.bucket, h.entries, h.bucket, h.dim)
	}
	if rest := len(data) - r.pos; rest/4/h.dim < int(rows) {
		return nil, fmt.Errorf("%d rows of %d numbers need more than the %d bytes that follow; the file is cut short", rows, columns, rest)
	}
	m := matrix{h.dim, data[r.pos : r.pos+4*h.dim*int(rows)]}
	switch row, col, x := m.odd(); {
	case row >= h.entries:
		return nil, fmt.Errorf("bucket %d: number %d is %v; want numbers below 1e30", row-h.entries+1, col+1, x)
	case row >= 0:
		return nil, fmt.Errorf("word %d, %q: number %d is %v; want numbers below 1e30", row+1, n.at(row), col+1, x)
	}
	grams := &subwords{matrix: m, words: h.entries, bucket: h.bucket, least: h.minn, most: h.maxn}
	v, err := n.build(composed{&n.names, grams}, h.dim)
	if err != nil {
		return nil, err
	}
	v.grams = grams
	return v, nil
}

// A fastTextHeader is what of the header matters.
type fastTextHeader struct {
	modern      bool // with magic, version and what came with them
	dim, bucket int
	minn, maxn  int // in characters
	entries     int
}

// A reader reads a file's parts in order; after an error all it reads is 0.
type reader struct {
	data []byte
	pos  int
	err  error
}

func (r *reader) header() (h fastTextHeader) {
	if h.modern = r.int32() == fastTextMagic; h.modern {
		if version := r.int32(); version != 11 && version != 12 && r.err == nil {
			r.err = fmt.Errorf("is version %d of fastText's form; heed reads 11, 12 and the one before", version)
		}
	} else {
		r.pos = 0
	}
	h.dim = r.int32()
	r.skip(4 * 5) // ws, epoch, minCount, neg, wordNgrams
	loss, model := r.int32(), r.int32()
	h.bucket, h.minn, h.maxn = r.int32(), r.int32(), r.int32()
	r.skip(4 + 8) // lrUpdateRate, t
	h.entries = r.int32()
	words, labels := r.int32(), r.int32()
	r.skip(8) // tokens
	pruned := int64(-1)
	if h.modern {
		pruned = r.int64()
	}
	switch {
	case r.err != nil:
	case model == 3 || labels > 0:
		r.err = fmt.Errorf("is a supervised model of %d labels, whose vectors tell labels apart; want an unsupervised one (fasttext skipgram or cbow)", labels)
	case h.dim < 1 || h.dim > maxDim || h.bucket < 0 || h.entries < 1 || words != h.entries || loss < 1 || loss > 4 || model < 1:
		r.err = fmt.Errorf("no header of a fastText model: dim %d, %d buckets, %d entries of which %d words, loss %d, model %d", h.dim, h.bucket, h.entries, words, loss, model)
	case pruned > 0:
		r.err = errors.New("its n-grams are pruned, as .ftz files' are; take the .bin it was made from")
	}
	return h
}

// entry reads a word of the dictionary and its kind.
func (r *reader) entry() (word []byte, kind byte) {
	if r.err != nil {
		return nil, 0
	}
	rest := r.data[r.pos:]
	end := bytes.IndexByte(rest[:min(len(rest), maxWord)], 0)
	if end < 0 {
		r.err = fmt.Errorf("byte %d begins a word without an end; the file is cut short, or no fastText model", r.pos)
		return nil, 0
	}
	r.skip(end + 1 + 8)
	return rest[:end], r.byte()
}

func (r *reader) take(n int) []byte {
	if r.err == nil && n > len(r.data)-r.pos {
		r.err = fmt.Errorf("ends after %d bytes, in the middle of the model; the file is cut short", len(r.data))
	}
	if r.err != nil {
		return make([]byte, 8)
	}
	r.pos += n
	return r.data[r.pos-n:]
}

func (r *reader) skip(n int)   { r.take(n) }
func (r *reader) byte() byte   { return r.take(1)[0] }
func (r *reader) int32() int   { return int(int32(binary.LittleEndian.Uint32(r.take(4)))) }
func (r *reader) int64() int64 { return int64(binary.LittleEndian.Uint64(r.take(8))) }
