package lesson_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"

	goyaml "github.com/goccy/go-yaml"
)

// TestJSONAndYAMLAreOneForm reads each shipped lesson in both.
func TestJSONAndYAMLAreOneForm(t *testing.T) {
	for _, name := range []string{"money-bank", "money-bank-told", "river-bank", "money-river", "learned-2d"} {
		data, err := lessons.Files.ReadFile(name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		inJSON, err := goyaml.YAMLToJSON(data)
		if err != nil {
			t.Fatal(err)
		}
		a, err := yaml.Parse(name, data)
		if err != nil {
			t.Fatal(err)
		}
		b, err := lesson.ParseJSON(name, inJSON)
		if err != nil {
			t.Fatal(err)
		}
		x, y := walk(t, a, lesson.Options{}), walk(t, b, lesson.Options{})
		if p, q := mustJSON(t, x), mustJSON(t, y); p != q {
			t.Errorf("%s: walks differ between the forms\n%s\n%s", name, p, q)
		}
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestJSONErrorsHaveAPlace(t *testing.T) {
	const good = "{\"heed\": 1, \"text\": \"river bank\",\n \"embed\": {\"river\": [4, -3], \"bank\": [9, \"1/3\"]}}"
	if _, err := lesson.ParseJSON("x", []byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ from, to, want string }{
		{"-3]", "-3, 1]", `x:2:41: "bank" has 2 numbers; want 3 (dim 3)`},
		{"\"1/3\"", "\"0.3\"", `x:2:42: "bank" is the text "0.3"; want a number, without quotes`},
		{"\"1/3\"", "true", `x:2:42: "bank" is "true"; want a number`},
		{"\"heed\": 1", "\"heed\": 2", `x:1:10: version 2 of the lesson form; this heed reads 1`},
		{"\"heed\"", "\"hed\"", `x:1:2: "hed" is not a key of a lesson; want heed, title, text, focus, embed, chosen, maps, bias, score_bias, residual, exclude_self, pins, claims, contexts`},
		{"}}", "}", `x:2:49: not JSON: it ends too early`},
		{"[9,", "[9 9,", `x:2:41: not JSON: invalid character '9' after array element`},
		{"}}", "}} 1", `x:2:51: more after the lesson; want one lesson`},
		{"[9,", "[1e999,", `x:2:39: "bank" is 1e999, beyond float64's range`},
		{"[9, \"1/3\"]", strings.Repeat("[", 20) + strings.Repeat("]", 20), `x:2:53: nested more than 16 deep; a lesson needs no more than 7`},
	} {
		_, err := lesson.ParseJSON("x", []byte(strings.Replace(good, tt.from, tt.to, 1)))
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s in place of %s: %v; want %s", tt.to, tt.from, err, tt.want)
		}
	}
}

func TestDocumentKeepsOrderAndSpelling(t *testing.T) {
	n, err := lesson.Document("x", []byte(`{"b": 1.50, "a": [null, true, "x"]}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, key := range n.Keys {
		got = append(got, key.Text, n.Values[i].Text)
		for _, v := range n.Values[i].Values {
			got = append(got, v.Text)
		}
	}
	if want := []string{"b", "1.50", "a", "", "null", "true", "x"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
}
