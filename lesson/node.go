package lesson

// A Node is one value of a lesson's document, whatever form the document is
// written in, with its place there for messages.
type Node struct {
	Kind         Kind
	Text         string  // of a scalar, as it is written
	Keys, Values []*Node // of a mapping, in pairs; of a list, Values alone
	Line, Column int     // from 1; 0 where the form has no lines
	Quoted       bool    // a text in quotes: no number
	Says         string  // of a Strange one, what it is: "an alias, which lessons do not use"
}

// Kind says what a Node is.
type Kind int

// The kinds of nodes.
const (
	Null    Kind = iota // nothing; Text is how that is written
	Mapping             // keys and values
	List                // values
	Text                // a scalar that is none of the next two
	Number              // a scalar that the form reads as a number
	Truth               // true or false; Text is which
	Strange             // what lessons do not use
)
