package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// makers are the packages that a walk's notes and checks, and the refusals that
// a page can cause, come from.
var makers = []string{"attention", "engine", "geom", "lesson", "source", "trace"}

// A saying is what a literal of trace.Saying in Go says.
type saying struct {
	key    string
	values []string // that a message may put in
	place  token.Position
}

// sayings are all of the makers' sayings, and those of errors; and the places of
// notes that say nothing.
func sayings(t *testing.T) (notes, errors []saying, silent []token.Position) {
	t.Helper()
	files := token.NewFileSet()
	for _, pkg := range makers {
		names, err := filepath.Glob("../../" + pkg + "/*.go")
		if err != nil || len(names) == 0 {
			t.Fatal(pkg, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(files, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			words := variables(file)
			ofErrors := map[*ast.CompositeLit]bool{}
			ast.Inspect(file, func(n ast.Node) bool {
				literal, is := n.(*ast.CompositeLit)
				if !is {
					return true
				}
				switch typeOf(literal) {
				case "SaidError":
					if says, is := field(literal, "Saying").(*ast.CompositeLit); is {
						ofErrors[says] = true
					}
				case "Note":
					if field(literal, "Says") == nil && len(literal.Elts) > 0 {
						silent = append(silent, files.Position(literal.Pos()))
					}
				case "Saying":
					s := saying{place: files.Position(literal.Pos()), values: values(literal, words)}
					if key, is := field(literal, "Key").(*ast.BasicLit); is {
						s.key, _ = strconv.Unquote(key.Value)
					}
					if ofErrors[literal] {
						errors = append(errors, s)
					} else {
						notes = append(notes, s)
					}
				}
				return true
			})
		}
	}
	return notes, errors, silent
}

// typeOf is the name of a literal's type, without its package.
func typeOf(l *ast.CompositeLit) string {
	switch t := l.Type.(type) {
	case *ast.Ident:
		return t.Name
	case *ast.SelectorExpr:
		return t.Sel.Name
	}
	return ""
}

// field is the value of a literal's field; nil where it is not given.
func field(l *ast.CompositeLit, name string) ast.Expr {
	for _, e := range l.Elts {
		if pair, is := e.(*ast.KeyValueExpr); is {
			if key, is := pair.Key.(*ast.Ident); is && key.Name == name {
				return pair.Value
			}
		}
	}
	return nil
}

// values are the names of what a saying's literal gives, itself or by a variable.
func values(l *ast.CompositeLit, variables map[string][]string) []string {
	var list []string
	for _, kind := range []string{"Numbers", "Words", "Places"} {
		switch of := field(l, kind).(type) {
		case *ast.CompositeLit:
			list = append(list, keys(of)...)
		case *ast.Ident:
			list = append(list, variables[of.Name]...)
		}
	}
	return list
}

// keys are the texts that are keys of a map's literal.
func keys(l *ast.CompositeLit) []string {
	var list []string
	for _, e := range l.Elts {
		if pair, is := e.(*ast.KeyValueExpr); is {
			if key, is := pair.Key.(*ast.BasicLit); is {
				name, _ := strconv.Unquote(key.Value)
				list = append(list, name)
			}
		}
	}
	return list
}

// variables are those of a file that are given a map's literal, with its keys.
func variables(file *ast.File) map[string][]string {
	found := map[string][]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		if a, is := n.(*ast.AssignStmt); is && len(a.Lhs) == 1 && len(a.Rhs) == 1 {
			name, named := a.Lhs[0].(*ast.Ident)
			literal, given := a.Rhs[0].(*ast.CompositeLit)
			if named && given {
				found[name.Name] = keys(literal)
			}
		}
		return true
	})
	return found
}

// TestSayingsHaveMessages wants a message for whatever the engine says, in each
// language, with no value that it does not give; and no message that it never
// says. A note of a walk says something for each language.
func TestSayingsHaveMessages(t *testing.T) {
	notes, errors, silent := sayings(t)
	if len(notes) < 20 || len(errors) < 6 {
		t.Fatalf("%d notes and %d errors were found", len(notes), len(errors))
	}
	for _, place := range silent {
		t.Errorf("%v: a note without what it says", place)
	}
	value := regexp.MustCompile(`\{(\w+)\}`)
	for _, language := range []string{"en", "de"} {
		unused := messages(t, language)
		all := messages(t, language)
		for of, list := range map[string][]saying{"note.": notes, "error.": errors} {
			for _, s := range list {
				message, is := all[of+s.key]
				if !is {
					t.Errorf("%v: %q has no message in %s", s.place, of+s.key, language)
				}
				delete(unused, of+s.key)
				for _, v := range value.FindAllStringSubmatch(message, -1) {
					if !slices.Contains(s.values, v[1]) {
						t.Errorf("%v: %s has no %s for the message in %s", s.place, s.key, v[1], language)
					}
				}
			}
		}
		for key := range unused {
			if strings.HasPrefix(key, "note.") || strings.HasPrefix(key, "error.") {
				t.Errorf("%s: %q is never said", language, key)
			}
		}
	}
}
