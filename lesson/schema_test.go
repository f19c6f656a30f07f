package lesson_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"heed/attention"
	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"

	goyaml "github.com/goccy/go-yaml"
)

// A node is a schema, or a part of one.
type node = map[string]any

func readSchema(t *testing.T) node {
	t.Helper()
	var schema node
	if err := json.Unmarshal(lesson.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	return schema
}

// at follows keys down into a schema.
func at(schema node, keys ...string) node {
	for _, key := range keys {
		schema = schema[key].(node)
	}
	return schema
}

func TestSchemaHasTheReadersKeys(t *testing.T) {
	schema := readSchema(t)
	claim := at(schema, "$defs", "claims", "items")
	for _, tt := range []struct {
		what string
		of   node
		want []string
	}{
		{"a lesson", at(schema, "properties"), lesson.Keys()},
		{"a context", at(schema, "properties", "contexts", "items", "properties"), lesson.ContextKeys()},
		{"maps", at(schema, "properties", "maps", "properties"), []string{"Q", "K", "V", "O"}},
		{"bias", at(schema, "properties", "bias", "properties"), []string{"q", "k", "v", "o"}},
		{"pins", at(schema, "$defs", "pins", "properties"), attention.Stages()},
		{"a claim", at(claim, "properties"), []string{"at", "than", "says", "words"}},
	} {
		if got, want := slices.Sorted(maps.Keys(tt.of)), slices.Sorted(slices.Values(tt.want)); !slices.Equal(got, want) {
			t.Errorf("%s has the keys %v in the schema; the reader takes %v", tt.what, got, want)
		}
	}
	if got := fmt.Sprint(at(schema, "$defs", "stage")["enum"]); got != fmt.Sprint(attention.Stages()) {
		t.Errorf("stages %v; want %v", got, attention.Stages())
	}
	for _, says := range at(claim, "properties", "says")["enum"].([]any) {
		if lesson.Comparables(says.(string)) == nil {
			t.Errorf("the schema lets a claim say %q; the reader does not", says)
		}
	}
}

func TestLessonsFitTheSchema(t *testing.T) {
	schema := readSchema(t)
	for _, files := range []fs.FS{lessons.Files, os.DirFS("testdata")} {
		names, err := fs.Glob(files, "*.*")
		if err != nil || len(names) < 2 {
			t.Fatalf("%d lessons, %v", len(names), err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := yaml.Parse(name, data); err != nil {
				t.Error(err)
			}
			if wrong := fit(schema, schema, value(t, data), name); wrong != "" {
				t.Error(wrong)
			}
		}
	}
}

func TestSchemaRefusesWhatTheReaderRefuses(t *testing.T) {
	schema := readSchema(t)
	const good = "heed: 1\ntext: river bank\nembed: {river: [4, -3], bank: [9, 1/3]}\n"
	if wrong := fit(schema, schema, value(t, []byte(good)), "good"); wrong != "" {
		t.Fatal(wrong)
	}
	for _, bad := range []string{
		strings.Replace(good, "heed: 1", "heed: 2", 1),
		strings.Replace(good, "heed: 1\n", "", 1),
		strings.Replace(good, "text: river bank", "text: [river]", 1),
		strings.Replace(good, "[4, -3]", "[]", 1),
		strings.Replace(good, "1/3", "three", 1),
		strings.Replace(good, "1/3", `"0.3"`, 1),
		good + "colour: red\n",
		good + "maps: {Q: unity}\n",
		good + "maps: {K: solve}\n",
		good + "maps: {W: identity}\n",
		good + "residual: 1\n",
		good + "pins: {masked: {bank: [1, 2]}}\n",
		good + "pins: {q: {bank: {river: 1}}}\n",
		good + "claims: [{at: \"v[0]\", than: \"v[1]\"}]\n",
		good + "claims: [{at: \"v[0]\", than: \"v[1]\", says: redder}]\n",
		good + "contexts: [{embed: {money: [1, 2]}}]\n",
		good + "contexts: [{text: bank, maps: {}}]\n",
		good + "contexts: [{text: bank, borrow: masked}]\n",
	} {
		if _, err := yaml.Parse("x", []byte(bad)); err == nil {
			t.Errorf("the reader takes %q", bad)
		}
		if fit(schema, schema, value(t, []byte(bad)), "x") == "" {
			t.Errorf("the schema takes %q", bad)
		}
	}
}

// value is what YAML holds, as JSON would give it.
func value(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	data, err := goyaml.YAMLToJSON(data)
	if err == nil {
		err = json.Unmarshal(data, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// fit says where a value does not fit a schema, "" where it does. It knows the
// keywords that the lessons' schema uses, and panics at another one.
func fit(root, schema node, v any, place string) string {
	for _, keyword := range slices.Sorted(maps.Keys(schema)) {
		if wrong := fitKeyword(root, schema, keyword, v, place); wrong != "" {
			return wrong
		}
	}
	return ""
}

func fitKeyword(root, schema node, keyword string, v any, place string) string {
	object, isObject := v.(map[string]any)
	list, isList := v.([]any)
	text, isText := v.(string)
	want := schema[keyword]
	ok := true
	switch keyword {
	case "$schema", "$defs", "title", "description":
	case "$ref":
		return fit(root, at(root, strings.Split(strings.TrimPrefix(want.(string), "#/"), "/")...), v, place)
	case "type":
		ok = slices.Contains(words(want), typeOf(v))
	case "const":
		ok = reflect.DeepEqual(v, want)
	case "enum":
		ok = slices.Contains(words(want), text)
	case "pattern":
		ok = !isText || regexp.MustCompile(want.(string)).MatchString(text)
	case "minItems":
		ok = !isList || len(list) >= int(want.(float64))
	case "minProperties":
		ok = !isObject || len(object) >= int(want.(float64))
	case "required":
		ok = !slices.ContainsFunc(words(want), func(key string) bool { return isObject && object[key] == nil })
	case "oneOf":
		fits := 0
		for _, s := range want.([]any) {
			if fit(root, s.(node), v, place) == "" {
				fits++
			}
		}
		ok = fits == 1
	case "items":
		for n, x := range list {
			if wrong := fit(root, want.(node), x, fmt.Sprintf("%s[%d]", place, n)); wrong != "" {
				return wrong
			}
		}
	case "properties", "additionalProperties":
		named, _ := schema["properties"].(node)
		for key, x := range object {
			s, isNamed := named[key].(node)
			if isNamed != (keyword == "properties") {
				continue
			}
			if !isNamed {
				if want == false {
					return fmt.Sprintf("%s has the key %q", place, key)
				}
				s = want.(node)
			}
			if wrong := fit(root, s, x, place+"."+key); wrong != "" {
				return wrong
			}
		}
	default:
		panic("a new keyword: " + keyword)
	}
	if !ok {
		return fmt.Sprintf("%s is %v; want %s %v", place, v, keyword, want)
	}
	return ""
}

// words are one string or a list of them.
func words(v any) []string {
	list, isList := v.([]any)
	if !isList {
		list = []any{v}
	}
	var words []string
	for _, x := range list {
		words = append(words, x.(string))
	}
	return words
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case float64:
		if math.IsInf(v, 0) {
			return "no number"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}
