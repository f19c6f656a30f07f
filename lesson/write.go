package lesson

import (
	"bytes"
	"encoding/json"
)

// MarshalJSON writes a node as JSON: mappings in their order, and numbers as
// they were spelled, but for spellings that JSON lacks (.5, 1/3), which stand
// in quotes where they are fractions and are made longer where they are not.
func (n *Node) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	if err := n.write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (n *Node) write(b *bytes.Buffer) error {
	switch n.Kind {
	case Mapping:
		return n.members(b, '{', '}')
	case List:
		return n.members(b, '[', ']')
	case Null:
		b.WriteString("null")
		return nil
	case Truth:
		return marshal(b, n.Text == "true" || n.Text == "True" || n.Text == "TRUE")
	case Number:
		if json.Valid([]byte(n.Text)) {
			b.WriteString(n.Text)
			return nil
		}
		r := &reader{}
		x := r.number(n, "")
		if r.err != nil {
			return marshal(b, n.Text) // whoever reads it says what is wrong
		}
		return marshal(b, x)
	}
	return marshal(b, n.Text)
}

func (n *Node) members(b *bytes.Buffer, open, shut byte) error {
	b.WriteByte(open)
	for i, v := range n.Values {
		if i > 0 {
			b.WriteByte(',')
		}
		if n.Kind == Mapping {
			if err := marshal(b, n.Keys[i].Text); err != nil {
				return err
			}
			b.WriteByte(':')
		}
		if err := v.write(b); err != nil {
			return err
		}
	}
	b.WriteByte(shut)
	return nil
}

func marshal(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // its line end
	return nil
}

// Get returns the value of a key of a mapping; nil where there is none.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Mapping {
		return nil
	}
	for i, k := range n.Keys {
		if k.Text == key {
			return n.Values[i]
		}
	}
	return nil
}

// Set gives a mapping a value for a key, in place of the one it has or at its
// end; nil takes the key out.
func (n *Node) Set(key string, value *Node) {
	for i, k := range n.Keys {
		if k.Text != key {
			continue
		}
		if value == nil {
			n.Keys, n.Values = append(n.Keys[:i:i], n.Keys[i+1:]...), append(n.Values[:i:i], n.Values[i+1:]...)
			return
		}
		n.Values[i] = value
		return
	}
	if value != nil {
		n.Keys, n.Values = append(n.Keys, NewText(key)), append(n.Values, value)
	}
}

// NewText returns a node of a text.
func NewText(s string) *Node { return &Node{Kind: Text, Text: s, Quoted: true} }

// NewNumber returns a node of a finite number, spelled so that it reads back as
// itself.
func NewNumber(x float64) *Node {
	text, _ := json.Marshal(x)
	return &Node{Kind: Number, Text: string(text)}
}

// NewList returns a node of a list.
func NewList(values ...*Node) *Node { return &Node{Kind: List, Values: values} }

// NewMapping returns a node of a mapping without keys.
func NewMapping() *Node { return &Node{Kind: Mapping} }

// Clone returns a copy that shares nothing with n.
func (n *Node) Clone() *Node {
	if n == nil {
		return nil
	}
	c := *n
	c.Keys, c.Values = nil, nil
	for _, k := range n.Keys {
		c.Keys = append(c.Keys, k.Clone())
	}
	for _, v := range n.Values {
		c.Values = append(c.Values, v.Clone())
	}
	return &c
}
