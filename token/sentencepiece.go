package token

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// ParseSentencePiece reads a SentencePiece model (spiece.model,
// tokenizer.model) of kind BPE or Unigram. As in SentencePiece, control
// pieces (<s>) are not looked for in a text; and the file does not say which
// of them its model expects around one, so EncodeSpecial adds none.
//
// Source: sentencepiece_model.proto.
func ParseSentencePiece(data []byte) (*Tokenizer, error) {
	p := protoModel{
		pieceList: pieceList{place: "sentencepiece"},
		algorithm: 1,
		spacing:   spacing{prefix: true, trim: true, escape: true},
	}
	err := protoFields(data, func(f protoField) error { return p.field(f) })
	if err == nil {
		err = p.check()
	}
	if err != nil {
		return nil, err
	}
	return p.tokenizer()
}

// A protoModel is what a model's file says.
type protoModel struct {
	pieceList
	algorithm    uint64 // 1 is Unigram, 2 BPE, 3 words, 4 characters
	byteFallback bool
	spacing      spacing
}

func (p *protoModel) field(f protoField) error {
	switch f.number {
	case 1:
		piece := scoredPiece{kind: normalPiece}
		err := protoFields(f.bytes, func(f protoField) error {
			switch f.number {
			case 1:
				piece.text = string(f.bytes)
			case 2:
				piece.score = math.Float32frombits(uint32(f.value))
			case 3:
				piece.kind = pieceKind(min(f.value, math.MaxInt32))
			}
			return nil
		})
		if err == nil && !utf8.ValidString(piece.text) {
			err = fmt.Errorf("sentencepiece: piece %d, %q, is not UTF-8; fetch the file again", len(p.pieces), piece.text)
		}
		p.pieces = append(p.pieces, piece)
		return err
	case 2:
		return protoFields(f.bytes, func(f protoField) error {
			switch f.number {
			case 3:
				p.algorithm = f.value
			case 24:
				p.spacing.suffix = f.value != 0
			case 35:
				p.byteFallback = f.value != 0
			}
			return nil
		})
	case 3:
		return protoFields(f.bytes, p.normalizerField)
	}
	return nil
}

func (p *protoModel) normalizerField(f protoField) (err error) {
	switch f.number {
	case 2:
		if p.spacing.chars, err = newCharsMap(f.bytes); err != nil {
			err = fmt.Errorf("sentencepiece: precompiled_charsmap: %w", err)
		}
	case 3:
		p.spacing.prefix = f.value != 0
	case 4:
		p.spacing.trim = f.value != 0
	case 5:
		p.spacing.escape = f.value != 0
	}
	return err
}

// tokenizer makes the pipeline.
func (p *protoModel) tokenizer() (*Tokenizer, error) {
	t := &Tokenizer{split: preTokenizers{}, post: postProcessors{}, decoder: spaceDecoder(p.spacing.prefix)}
	unknown := p.unknown()
	if unknown < 0 {
		return nil, fmt.Errorf("sentencepiece: none of the %d pieces is the unknown one; fetch the file again", len(p.pieces))
	}
	var err error
	switch p.algorithm {
	case 1:
		var m *unigram
		if m, err = p.unigram(unknown); err == nil {
			m.single = true
			t.model = m
			t.split = p.words()
		}
	case 2:
		for id, piece := range p.pieces {
			if piece.kind == unusedPiece {
				return nil, fmt.Errorf("sentencepiece: piece %d, %q, of a BPE model is unused; heed cannot cut it up again, train without a vocabulary threshold", id, piece.text)
			}
		}
		t.model, err = p.scored(unknown)
	default:
		return nil, fmt.Errorf("sentencepiece: model type %d is not known; known: 1 (unigram), 2 (bpe)", p.algorithm)
	}
	if err != nil {
		return nil, err
	}
	p.spacing.user = p.user()
	t.normalizer = rewrite(p.spacing.rewrite)
	if t.added, err = newAdded(nil, t.model.vocab(), t.normalizer); err != nil {
		return nil, err
	}
	for _, piece := range p.pieces {
		if piece.kind == controlPiece || piece.kind == unknownPiece {
			t.added.masked[piece.text] = true
		}
	}
	return t, nil
}

// words cuts before each ▁, or behind it, where no piece goes on from one word
// to the next. SentencePiece adds scores up word by word then, which decides
// between cuts that are as good to the last bit.
func (p *protoModel) words() preTokenizer {
	s := splitAt{pattern: literal("▁"), join: func(last, next bool) bool { return last && !next }}
	if p.spacing.suffix {
		s.join = func(last, next bool) bool { return next && !last }
	}
	for _, piece := range p.pieces {
		inside := strings.TrimPrefix(piece.text, "▁")
		if p.spacing.suffix {
			inside = strings.TrimSuffix(piece.text, "▁")
		}
		if piece.kind.inWords() && strings.Contains(inside, "▁") {
			return preTokenizers{}
		}
	}
	return s
}

// A protoField is one field of a protocol buffer: a number in value, or bytes.
type protoField struct {
	number uint64
	value  uint64
	bytes  []byte
}

// protoFields calls each for every field of a message.
//
// Source: protobuf.dev, Encoding.
func protoFields(data []byte, each func(protoField) error) error {
	whole := len(data)
	bad := func(what string) error {
		return fmt.Errorf("sentencepiece: byte %d of a message of %d: %s; the file is no SentencePiece model or cut short, fetch it again", whole-len(data), whole, what)
	}
	for len(data) > 0 {
		tag, n := binary.Uvarint(data)
		if n <= 0 {
			return bad("no field")
		}
		data = data[n:]
		f := protoField{number: tag >> 3}
		switch tag & 7 {
		case 0:
			if f.value, n = binary.Uvarint(data); n <= 0 {
				return bad("no number")
			}
			data = data[n:]
		case 1:
			if len(data) < 8 {
				return bad("no 8 bytes")
			}
			f.value, data = binary.LittleEndian.Uint64(data), data[8:]
		case 2:
			size, n := binary.Uvarint(data)
			if n <= 0 || size > uint64(len(data)-n) {
				return bad("a length beyond the end")
			}
			f.bytes, data = data[n:][:size], data[n:][size:]
		case 5:
			if len(data) < 4 {
				return bad("no 4 bytes")
			}
			f.value, data = uint64(binary.LittleEndian.Uint32(data)), data[4:]
		default:
			return bad(fmt.Sprintf("a field of kind %d", tag&7))
		}
		if err := each(f); err != nil {
			return err
		}
	}
	return nil
}
