package token

import (
	"fmt"
	"maps"
	"slices"
	"unicode"
)

// An added token is a piece of text that is one token wherever it stands,
// whatever the rest of the pipeline would make of it.
type addedToken struct {
	id         int
	content    string
	singleWord bool // not inside or at the edge of a longer word
	lstrip     bool // takes the white space before it along
	rstrip     bool // and behind it
	normalized bool // is looked for, normalised, in the normalised text
	special    bool // left out by Decode
}

// added are the tokens that stand beside the model's vocabulary.
type added struct {
	byID   map[int]addedToken
	ids    map[string]int
	raw    *trie           // of those looked for in the text as typed
	normed *trie           // of those looked for in the normalised text
	forms  map[int]string  // the normalised content, where it differs
	masked map[string]bool // the contents of special tokens
	notes  []string
}

func addedTokenOf(path string, v value) (addedToken, error) {
	f := fieldsOf(path, v)
	a := addedToken{
		id:         f.id("id"),
		content:    f.string("content"),
		singleWord: f.bool("single_word"),
		lstrip:     f.bool("lstrip"),
		rstrip:     f.bool("rstrip"),
		normalized: f.bool("normalized"),
		special:    f.bool("special"),
	}
	return a, f.done()
}

// addedTokensOf reads the list of added tokens.
func addedTokensOf(list []value) ([]addedToken, error) {
	tokens := make([]addedToken, len(list))
	for i, item := range list {
		var err error
		if tokens[i], err = addedTokenOf(fmt.Sprintf("added_tokens[%d]", i), item); err != nil {
			return nil, err
		}
	}
	return tokens, nil
}

// newAdded registers added tokens. As in the library, a token's
// id is that of the piece of the same text; a text that the vocabulary lacks
// gets the next free id, counted from the vocabulary's size: the id in the
// file is only compared, and a difference noted.
func newAdded(tokens []addedToken, v *vocabulary, n normalizer) (*added, error) {
	a := &added{byID: map[int]addedToken{}, ids: map[string]int{}, forms: map[int]string{}, masked: map[string]bool{}}
	next := len(v.entries)
	for i, t := range tokens {
		path := fmt.Sprintf("added_tokens[%d]", i)
		if t.content == "" {
			continue // the library passes over it too: nothing is nowhere
		}
		stated := t.id
		t.id = a.idOf(t.content, v, &next)
		if piece, ok := v.piece(t.id); ok && piece != t.content {
			return nil, fmt.Errorf("tokenizer.json: %s: %q gets id %d, after the %d pieces of model.vocab, but that is the id of %q; number the pieces without holes",
				path, t.content, t.id, len(v.entries), piece)
		}
		if t.id != stated {
			a.notes = append(a.notes, fmt.Sprintf("%s: %q says id %d; its id in the vocabulary is %d", path, t.content, stated, t.id))
		}
		if err := a.add(path, t, n); err != nil {
			return nil, err
		}
	}
	a.index()
	return a, nil
}

// idOf gives the id of content: an earlier added token's, the vocabulary's, or
// the next free one.
func (a *added) idOf(content string, v *vocabulary, next *int) int {
	if id, ok := a.ids[content]; ok {
		return id
	}
	if id, ok := v.id(content); ok {
		return id
	}
	*next++
	return *next - 1
}

// add registers t; a later token of the same text takes an earlier one's
// place, but a text that was special once stays special.
func (a *added) add(path string, t addedToken, n normalizer) error {
	if t.normalized && n != nil {
		// The text is valid UTF-8: Parse has looked.
		content, err := read(t.content)
		if err != nil {
			return err
		}
		if content, err = n.normalize(content); err != nil {
			return err
		}
		form := content.String()
		if form == "" {
			return fmt.Errorf("tokenizer.json: %s: the normalizer leaves nothing of %q; take it out or set normalized to false", path, t.content)
		}
		if form != t.content {
			a.forms[t.id] = form
		}
	}
	a.ids[t.content] = t.id
	a.byID[t.id] = t
	if t.special {
		a.masked[t.content] = true
	}
	return nil
}

// index makes the two tries. Where two tokens are the same text once
// normalised, the library finds either, by chance; here it is the lower id.
func (a *added) index() {
	a.raw, a.normed = newTrie(), newTrie()
	for _, id := range slices.Sorted(maps.Keys(a.byID)) {
		t := a.byID[id]
		if !t.normalized {
			a.raw.add(t.content, id)
			continue
		}
		if other, taken := a.normed.add(a.form(t), id); taken {
			a.notes = append(a.notes, fmt.Sprintf("added_tokens: %q and %q are both %q when normalised; the first is taken",
				a.byID[other].content, t.content, a.form(t)))
		}
	}
}

// form gives the text of t as it is looked for and decoded.
func (a *added) form(t addedToken) string {
	if form, ok := a.forms[t.id]; ok {
		return form
	}
	return t.content
}

// A part is a stretch of text that is one added token, or that goes on to the
// next stage.
type part struct {
	text  text
	added bool
	id    int    // of an added token
	piece string // its text, white space taken along
}

// split cuts t at the added tokens in tr: from left to right, the longest at
// each place. A token that is refused for standing inside a word still hides
// those that overlap it. No part is empty.
func (a *added) split(t text, tr *trie) []part {
	var parts []part
	s := splitter{t: t}
	done := 0 // all before is in parts
	for at := 0; at < len(t); {
		id, n := tr.longest(t[at:])
		if n == 0 {
			at++
			continue
		}
		start, end := at, at+n
		at = end
		token := a.byID[id]
		if token.singleWord && (start > 0 && isWord(t[start-1].r) || end < len(t) && isWord(t[end].r)) {
			continue
		}
		if token.lstrip {
			for start > done && unicode.IsSpace(t[start-1].r) {
				start--
			}
			start = max(start, done)
		}
		if token.rstrip {
			end = s.spaceEnd(end)
		}
		if start >= end {
			continue // an earlier token took it along
		}
		if done < start {
			parts = append(parts, part{text: t[done:start]})
		}
		parts = append(parts, part{text: t[start:end], added: true, id: id, piece: s.substring(start, end)})
		done = end
	}
	if done < len(t) {
		parts = append(parts, part{text: t[done:]})
	}
	return parts
}

// A splitter remembers what it has worked out of its text, so that tokens
// which take the same white space along do not walk over it again each.
type splitter struct {
	t       text
	space   int // t[…:space] was seen to be white space, from the last rstrip on
	whole   string
	offsets []int // in whole, of each code point and of the end
}

// spaceEnd gives where the white space from at on ends.
func (s *splitter) spaceEnd(at int) int {
	s.space = max(s.space, at)
	for s.space < len(s.t) && unicode.IsSpace(s.t[s.space].r) {
		s.space++
	}
	return s.space
}

// substring gives t[start:end] as a part of one string.
func (s *splitter) substring(start, end int) string {
	if s.offsets == nil {
		s.whole = s.t.String()
		for at := range s.whole {
			s.offsets = append(s.offsets, at)
		}
		s.offsets = append(s.offsets, len(s.whole))
	}
	return s.whole[s.offsets[start]:s.offsets[end]]
}

// isWord reports whether r is part of a word, \w.
func isWord(r rune) bool { return unicode.Is(word, r) }
