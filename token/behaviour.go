package token

import "strings"

// splitAt cuts a text at the matches of a pattern ("Split"): each match, and
// each stretch between two, is a word, but for those that join says are one.
type splitAt struct {
	pattern pattern
	removed bool // matches are dropped
	invert  bool // matches and what is between change places
	join    func(last, next bool) bool
}

func (s splitAt) split(t text, emit func(text) error) error {
	from, to, last := 0, 0, false // the word that may still grow
	see := func(end int, match bool) error {
		match = match != s.invert
		if from < to && s.join(last, match) {
			to, last = end, match
			return nil
		}
		word, drop := t[from:to], last && s.removed
		from, to, last = to, end, match
		if len(word) == 0 || drop {
			return nil
		}
		return emit(word)
	}
	err := s.pattern.matches(t, func(start, end int) error {
		if start > to {
			if err := see(start, false); err != nil {
				return err
			}
		}
		return see(end, true)
	})
	if err == nil && to < len(t) {
		err = see(len(t), false)
	}
	if err != nil || from == to || last && s.removed {
		return err
	}
	return emit(t[from:to])
}

// apart joins nothing.
func apart(last, next bool) bool { return false }

// behaviourOf sets what s does with its matches: by name, as in the library.
func (s splitAt) behaviourOf(f *fields, name string) splitAt {
	s.join = apart
	switch strings.ToLower(name) {
	case "isolated":
	case "removed":
		s.removed = true
	case "contiguous":
		s.join = func(last, next bool) bool { return last == next }
	case "mergedwithprevious":
		s.join = func(last, next bool) bool { return next && !last }
	case "mergedwithnext":
		s.join = func(last, next bool) bool { return last && !next }
	default:
		f.fail("behavior", "%q is not known; known: Isolated, Removed, Contiguous, MergedWithPrevious, MergedWithNext", name)
	}
	return s
}

// fixedLength cuts words of so many code points ("FixedLength").
type fixedLength int

func (n fixedLength) split(t text, emit func(text) error) error {
	for len(t) > 0 {
		end := min(int(n), len(t))
		if err := emit(t[:end]); err != nil {
			return err
		}
		t = t[end:]
	}
	return nil
}
