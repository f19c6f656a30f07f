package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sources are the page's TypeScript files, by name.
func sources(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../src/*.ts*")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	files := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = string(data)
	}
	return files
}

func messages(t *testing.T, language string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../messages/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]string
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestNothingIsInvented looks for chance anywhere in the page, and for
// mathematics outside the files that turn coordinates into pixels.
func TestNothingIsInvented(t *testing.T) {
	chance := regexp.MustCompile(`Math\.random|getRandomValues|randomUUID`)
	mathematics := regexp.MustCompile(`Math\.(hypot|sqrt|exp|expm1|cos|sin|tan|atan2?|pow|log|cbrt)\b|\.(x|y) [*/]|[*/] \w+\.(x|y)\b`)
	for name, text := range sources(t) {
		if found := chance.FindString(text); found != "" {
			t.Errorf("%s: %s: nothing on the page is by chance", name, found)
		}
		if found := mathematics.FindString(text); found != "" && !slices.Contains([]string{"plane.ts", "labels.ts"}, name) {
			t.Errorf("%s: %q: arithmetic on vectors is the engine's, and on pixels plane.ts's and labels.ts's", name, found)
		}
	}
}

// TestMessagesAreComplete wants the same messages with the same values in each
// language, each of them used.
func TestMessagesAreComplete(t *testing.T) {
	en, de := messages(t, "en"), messages(t, "de")
	value := regexp.MustCompile(`\{\w+\}`)
	values := func(s string) []string {
		list := value.FindAllString(s, -1)
		slices.Sort(list)
		return list
	}
	var all strings.Builder
	for name, text := range sources(t) {
		if name != "types.gen.ts" {
			all.WriteString(text)
		}
	}
	engine, err := os.ReadFile("../../engine/steps.go")
	if err != nil {
		t.Fatal(err)
	}
	all.Write(engine)
	numbered := regexp.MustCompile(`^(step|aside|tour|claim)[0-9]+$|^(note|error)\.`) // of the last see sayings_test.go
	for key, text := range en {
		if other, is := de[key]; !is || !slices.Equal(values(text), values(other)) {
			t.Errorf("%s: %q in English, %q in German", key, text, other)
		}
		if !strings.Contains(all.String(), `"`+key+`"`) && !numbered.MatchString(key) {
			t.Errorf("%s is said nowhere", key)
		}
	}
	for key := range de {
		if _, is := en[key]; !is {
			t.Errorf("%s is in German only", key)
		}
	}
}
