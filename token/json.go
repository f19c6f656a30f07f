package token

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep a tokenizer.json may nest; serde_json stops there too.
const maxDepth = 128

// A reader reads JSON from src without copying: strings without escapes are
// parts of src. It exists because encoding/json takes four times as long over
// a vocabulary of 30 000 pieces (17 ms against 4), which a first answer waits
// for.
type reader struct {
	src string
	at  int
}

// A value is a JSON value.
type value struct {
	data any // nil, bool, string, number, []value or []member
}

// number is a number as it was written.
type number string

// A member is one entry of an object.
type member struct {
	key   string
	value value
}

// errorf places an error at byte at: "tokenizer.json:12:7: …".
func (r *reader) errorf(at int, format string, args ...any) error {
	before := r.src[:at]
	line := 1 + strings.Count(before, "\n")
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Errorf("tokenizer.json:%d:%d: %s", line, column, fmt.Sprintf(format, args...))
}

// unexpected is the error for whatever stands at r.at.
func (r *reader) unexpected(want string) error {
	if r.at >= len(r.src) {
		return r.errorf(len(r.src), "the file ends here; want %s; fetch it again, it is cut short", want)
	}
	c, _ := utf8.DecodeRuneInString(r.src[r.at:])
	return r.errorf(r.at, "got %q; want %s; the file is not JSON, fetch it again", c, want)
}

// peek skips white space and gives the byte that follows, 0 at the end.
func (r *reader) peek() byte {
	for ; r.at < len(r.src); r.at++ {
		if c := r.src[r.at]; c > ' ' || c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
	}
	return 0
}

// accept skips white space and reads c if it is next.
func (r *reader) accept(c byte) bool {
	if r.peek() != c || r.at >= len(r.src) {
		return false
	}
	r.at++
	return true
}

// object reads an object, calling each after every key to read its value.
func (r *reader) object(each func(key string, at int) error) error {
	if !r.accept('{') {
		return r.unexpected("an object, {…}")
	}
	if r.accept('}') {
		return nil
	}
	for {
		r.peek()
		at := r.at
		key, err := r.string()
		if err != nil {
			return err
		}
		if !r.accept(':') {
			return r.unexpected(`":"`)
		}
		if err := each(key, at); err != nil {
			return err
		}
		if r.accept('}') {
			return nil
		}
		if !r.accept(',') {
			return r.unexpected(`"," or "}"`)
		}
	}
}

// uniqueKeys is object that refuses a key that stands twice.
func (r *reader) uniqueKeys(each func(key string) error) error {
	seen := map[string]bool{}
	return r.object(func(key string, at int) error {
		if seen[key] {
			return r.errorf(at, "%q stands twice in one object; take one out", key)
		}
		seen[key] = true
		return each(key)
	})
}

// value reads any value; depth is how deep it may still nest.
func (r *reader) value(depth int) (value, error) {
	if depth == 0 {
		return value{}, r.errorf(r.at, "nested more than %d deep; want a tokenizer, which needs far less", maxDepth)
	}
	c := r.peek()
	var v value
	var err error
	switch {
	case c == '{':
		v.data, err = r.members(depth)
	case c == '[':
		v.data, err = r.list(depth)
	case c == '"':
		v.data, err = r.string()
	case c == '-' || '0' <= c && c <= '9':
		v.data, err = r.number()
	case r.literal("true"):
		v.data = true
	case r.literal("false"):
		v.data = false
	case r.literal("null"):
	default:
		err = r.unexpected("a value")
	}
	return v, err
}

func (r *reader) literal(word string) bool {
	if !strings.HasPrefix(r.src[r.at:], word) {
		return false
	}
	r.at += len(word)
	return true
}

func (r *reader) members(depth int) ([]member, error) {
	var members []member
	err := r.uniqueKeys(func(key string) error {
		v, err := r.value(depth - 1)
		members = append(members, member{key, v})
		return err
	})
	return members, err
}

func (r *reader) list(depth int) ([]value, error) {
	list := []value{}
	err := r.items(func() error {
		v, err := r.value(depth - 1)
		list = append(list, v)
		return err
	})
	return list, err
}

// items reads a list, calling each where an item begins to read it.
func (r *reader) items(each func() error) error {
	if !r.accept('[') {
		return r.unexpected("a list, […]")
	}
	if r.accept(']') {
		return nil
	}
	for {
		r.peek()
		if err := each(); err != nil {
			return err
		}
		if r.accept(']') {
			return nil
		}
		if !r.accept(',') {
			return r.unexpected(`"," or "]"`)
		}
	}
}

// number reads -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?.
func (r *reader) number() (number, error) {
	start := r.at
	digits := func() bool {
		from := r.at
		for r.at < len(r.src) && '0' <= r.src[r.at] && r.src[r.at] <= '9' {
			r.at++
		}
		return r.at > from
	}
	has := func(a, b byte) bool {
		if r.at < len(r.src) && (r.src[r.at] == a || r.src[r.at] == b) {
			r.at++
			return true
		}
		return false
	}
	has('-', '-')
	ok := has('0', '0') || digits()
	if has('.', '.') {
		ok = ok && digits()
	}
	if has('e', 'E') {
		has('+', '-')
		ok = ok && digits()
	}
	if !ok {
		return "", r.unexpected("a digit")
	}
	return number(r.src[start:r.at]), nil
}

// string reads a string.
func (r *reader) string() (string, error) {
	if r.at >= len(r.src) || r.src[r.at] != '"' {
		return "", r.unexpected("a string")
	}
	r.at++
	start := r.at
	for ; r.at < len(r.src); r.at++ {
		c := r.src[r.at]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		switch c {
		case '"':
			r.at++
			return r.src[start : r.at-1], nil
		case '\\':
			return r.escaped(start)
		}
		return "", r.control()
	}
	return "", r.unexpected(`the closing " of a string`)
}

// control is the error for a control character in a string.
func (r *reader) control() error {
	c := r.src[r.at]
	return r.errorf(r.at, "control character %q in a string; write it as \\u%04x", c, c)
}

// escaped reads the rest of a string that began at start, from its first
// backslash on.
func (r *reader) escaped(start int) (string, error) {
	b := []byte(r.src[start:r.at])
	for r.at < len(r.src) {
		switch c := r.src[r.at]; {
		case c == '"':
			r.at++
			return string(b), nil
		case c == '\\':
			decoded, err := r.escape()
			if err != nil {
				return "", err
			}
			b = utf8.AppendRune(b, decoded)
		case c < ' ':
			return "", r.control()
		default:
			b = append(b, c)
			r.at++
		}
	}
	return "", r.unexpected(`the closing " of a string`)
}

// escape reads one escape, or the two of a surrogate pair.
func (r *reader) escape() (rune, error) {
	at := r.at
	if at+1 < len(r.src) {
		const letters, meanings = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
		if i := strings.IndexByte(letters, r.src[at+1]); i >= 0 {
			r.at += 2
			return rune(meanings[i]), nil
		}
	}
	first, ok := r.hex()
	if ok && utf16.IsSurrogate(first) {
		second, _ := r.hex()
		first = utf16.DecodeRune(first, second)
		ok = first != utf8.RuneError
	}
	if !ok {
		return 0, r.errorf(at, `bad escape in a string; want \n, \" … or \uXXXX, surrogates in pairs`)
	}
	return first, nil
}

// hex reads \uXXXX.
func (r *reader) hex() (rune, bool) {
	if r.at+6 > len(r.src) || r.src[r.at:r.at+2] != `\u` {
		return 0, false
	}
	n, err := strconv.ParseUint(r.src[r.at+2:r.at+6], 16, 16)
	r.at += 6
	return rune(n), err == nil
}
