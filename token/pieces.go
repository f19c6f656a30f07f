package token

import (
	"fmt"
	"math"
)

// A scoredPiece is a piece as SentencePiece and GGUF files list them.
type scoredPiece struct {
	text  string
	score float32
	kind  pieceKind
}

// A pieceKind says what a piece is for.
type pieceKind int32

const (
	normalPiece  pieceKind = 1
	unknownPiece pieceKind = 2 // stands for what has no piece
	controlPiece pieceKind = 3 // is never in a text
	userPiece    pieceKind = 4 // is one token wherever it stands
	unusedPiece  pieceKind = 5
	piecesOfByte pieceKind = 6 // stands for a byte of what has no piece
)

// inWords reports whether words may be made of such pieces.
func (k pieceKind) inWords() bool {
	return k == normalPiece || k == userPiece || k == unusedPiece
}

// A pieceList is the pieces of a model, by id.
type pieceList struct {
	place  string // of errors
	pieces []scoredPiece
}

// check refuses scores that cannot be compared, and kinds that are unknown.
func (l pieceList) check() error {
	for id, p := range l.pieces {
		if x := float64(p.score); math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("%s: piece %d, %q, has score %v; want a number", l.place, id, p.text, p.score)
		}
		if p.kind < normalPiece || p.kind > piecesOfByte {
			return fmt.Errorf("%s: piece %d, %q, is of type %d; want 1 to 6", l.place, id, p.text, p.kind)
		}
	}
	return nil
}

// vocabulary indexes the pieces.
func (l pieceList) vocabulary() (*vocabulary, error) {
	entries := make([]entry, len(l.pieces))
	for id, p := range l.pieces {
		entries[id] = entry{p.text, int32(id)}
	}
	return newVocabulary(l.place, entries)
}

// unknown gives the id of the piece for what has none, −1 without.
func (l pieceList) unknown() int32 {
	for id, p := range l.pieces {
		if p.kind == unknownPiece {
			return int32(id)
		}
	}
	return -1
}

// bytes gives the ids of the pieces that stand for bytes.
func (l pieceList) bytes() (ids [256]int32) {
	for b := range ids {
		ids[b] = -1
	}
	for id, p := range l.pieces {
		if b, ok := bytePiece(p.text); ok && p.kind == piecesOfByte {
			ids[b] = int32(id)
		}
	}
	return ids
}

// user is the pieces that are one token wherever they stand.
func (l pieceList) user() *trie {
	tr := newTrie()
	for id, p := range l.pieces {
		if p.kind == userPiece && p.text != "" {
			tr.add(p.text, id)
		}
	}
	return tr
}

// scored makes SentencePiece's BPE of the list.
func (l pieceList) scored(unknown int32) (*scored, error) {
	v, err := l.vocabulary()
	return &scored{v, l.pieces, l.bytes(), unknown, l.user()}, err
}

// unigram makes SentencePiece's Unigram of the list. A piece of the user
// scores so well that it is always taken; bytes stand in only with fallback.
func (l pieceList) unigram(unknown int32) (*unigram, error) {
	v, err := l.vocabulary()
	if err != nil {
		return nil, err
	}
	least, most := math.Inf(1), math.Inf(-1)
	scores := make([]float64, len(l.pieces))
	for id, p := range l.pieces {
		scores[id] = float64(p.score)
		if p.kind == normalPiece {
			least, most = min(least, scores[id]), max(most, scores[id])
		}
	}
	for id, p := range l.pieces {
		if p.kind == userPiece {
			scores[id] = float64(float32(len(p.text))*float32(most)) - 0.1
		}
	}
	m := newUnigram(v, scores, unknown, func(id int) bool {
		return l.pieces[id].kind == normalPiece || l.pieces[id].kind == userPiece
	})
	m.penalty = float64(float32(least) - unknownPenalty)
	m.bytes = l.bytes()
	return m, nil
}

// spaceDecoder turns SentencePiece's pieces back into text: ▁ is a space, but
// for one at the beginning, with prefixed.
func spaceDecoder(prefixed bool) decoder {
	ds := decoders{replace{literal("▁"), []rune(" ")}, byteFallback{}, fuse{}}
	if prefixed {
		ds = append(ds, eachPiece(stripDecoder{" ", 1, 0}.piece))
	}
	return ds
}
