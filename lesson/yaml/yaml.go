// Package yaml reads lesson files in YAML, and JSON as a part of it: the bytes
// of a file in, a [lesson.Lesson] out.
package yaml

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"heed/lesson"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Lessons are small. The YAML parser recurses into what is nested, and its
// time grows with the square of the depth, of the keys (21 000 take over a
// second) and of blank lines (262 000 take minutes), so what is beyond these
// bounds never reaches it.
const (
	maxSize  = 256 << 10 // bytes
	maxLines = 10000
	maxDepth = 16 // a lesson's pins in a context nest 7 deep
	maxKeys  = 5000
)

// inName stands for the colon of "bank:2" while the file is cut into tokens:
// within braces the lexer would cut there, and YAML does not. It is one column
// wide, and no character that a text can hold.
const inName = "\ufdd0"

// counted is made when it is needed: it takes a fifth of a millisecond.
var counted = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`([\pL\pN\pM]):([0-9]+[ \t]*:)`) })

// Parse reads a lesson file; name is how messages call it. Errors are one line
// with line, column, what was found and what was wanted.
func Parse(name string, data []byte) (*lesson.Lesson, error) {
	root, err := Document(name, data)
	if err != nil {
		return nil, err
	}
	return lesson.Read(name, root)
}

// Document reads the one document of a file, as [lesson.Read] takes it.
func Document(name string, data []byte) (*lesson.Node, error) {
	r := &reader{name: name}
	root := r.document(data)
	if r.err != nil {
		return nil, r.err
	}
	return nodeOf(root), nil
}

// A reader reads one file; the first thing that is wrong stays in err.
type reader struct {
	name string // of the file, for messages
	err  error
}

// document parses YAML and returns its one mapping.
func (r *reader) document(data []byte) ast.Node {
	if len(data) > maxSize {
		r.err = fmt.Errorf("%s: the file has %d bytes; a lesson has at most %d", r.name, len(data), maxSize)
		return nil
	}
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(string(data), "\ufeff"))
	if !r.readable(text) {
		return nil
	}
	tokens := lexer.Tokenize(counted().ReplaceAllString(text, "${1}"+inName+"${2}"))
	for _, t := range tokens {
		t.Value = strings.ReplaceAll(t.Value, inName, ":")
	}
	if !r.bounded(tokens) {
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.err = r.syntax(err)
		return nil
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			p := place(doc.Body)
			r.err = fmt.Errorf("%s:%d:%d: a second document; want one lesson a file", r.name, p.Line, p.Column)
			return nil
		}
		body = doc.Body
	}
	if body == nil {
		r.err = fmt.Errorf("%s:1:1: the file is empty; want a lesson that starts with \"heed: 1\"", r.name)
	}
	return body
}

// readable makes sure that the file is UTF-8, and not too long.
func (r *reader) readable(text string) bool {
	lines := strings.Split(text, "\n")
	if len(lines) > maxLines {
		r.err = fmt.Errorf("%s: the file has %d lines; a lesson has at most %d", r.name, len(lines), maxLines)
		return false
	}
	for line, n := range lines {
		for column := 1; len(n) > 0; column++ {
			c, size := utf8.DecodeRuneInString(n)
			if c == utf8.RuneError && size == 1 {
				r.err = fmt.Errorf("%s:%d:%d: byte %#x is not UTF-8; save the file as UTF-8", r.name, line+1, column, n[0])
				return false
			}
			n = n[size:]
		}
	}
	return true
}

// bounded makes sure that the parser can take the tokens.
func (r *reader) bounded(tokens token.Tokens) bool {
	depth, entries, line, keys := 0, 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			entries, line = 0, t.Position.Line
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		case token.SequenceEntryType, token.MappingKeyType, token.TagType, token.AnchorType:
			entries++ // "- - -" on one line nests
		case token.MappingValueType:
			keys++
		}
		switch {
		case depth+entries > maxDepth:
			r.err = fmt.Errorf("%s:%d:%d: nested more than %d deep; a lesson needs no more than 7", r.name, line, t.Position.Column, maxDepth)
			return false
		case keys > maxKeys:
			r.err = fmt.Errorf("%s:%d:%d: more than %d keys; want a smaller lesson", r.name, line, t.Position.Column, maxKeys)
			return false
		}
	}
	return true
}

// syntax gives a YAML error our form: place and cause in one line.
func (r *reader) syntax(err error) error {
	var s *yaml.SyntaxError
	if errors.As(err, &s) {
		p := s.Token.Position
		return fmt.Errorf("%s:%d:%d: not YAML: %s", r.name, p.Line, p.Column, strings.ReplaceAll(s.Message, "\t", `\t`))
	}
	return fmt.Errorf("%s: not YAML: %w", r.name, err)
}

// place is where a node starts. The parser gives a block mapping the place of
// its first colon; a reader looks for the key before it.
func place(n ast.Node) *token.Position {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle {
		n = m.Values[0].Key
	}
	return n.GetToken().Position
}

// nodeOf turns what the parser made into a lesson's nodes.
func nodeOf(n ast.Node) *lesson.Node {
	p := place(n)
	to := &lesson.Node{Line: p.Line, Column: p.Column}
	t := n.GetToken()
	to.Text, to.Quoted = t.Value, t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType
	switch n := n.(type) {
	case *ast.MappingNode:
		to.Kind = lesson.Mapping
		for _, pair := range n.Values {
			to.Keys, to.Values = append(to.Keys, nodeOf(pair.Key)), append(to.Values, nodeOf(pair.Value))
		}
	case *ast.SequenceNode:
		to.Kind = lesson.List
		for _, value := range n.Values {
			to.Values = append(to.Values, nodeOf(value))
		}
	case *ast.NullNode:
		to.Kind = lesson.Null
	case *ast.StringNode:
		to.Kind, to.Text = lesson.Text, n.Value
	case *ast.LiteralNode:
		to.Kind, to.Text = lesson.Text, n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		to.Kind = lesson.Number
	case *ast.BoolNode:
		to.Kind = lesson.Truth
	case *ast.AliasNode:
		to.Kind, to.Says = lesson.Strange, "an alias, which lessons do not use"
	case *ast.AnchorNode:
		to.Kind, to.Says = lesson.Strange, "an anchor, which lessons do not use"
	case *ast.TagNode:
		to.Kind, to.Says = lesson.Strange, "a tag, which lessons do not use"
	default:
		to.Kind, to.Says = lesson.Strange, fmt.Sprintf("%q", t.Value)
	}
	return to
}
