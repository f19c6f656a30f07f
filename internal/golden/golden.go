// Package golden reads the reference traces that were made with PyTorch and
// compares a run with them, tensor by tensor in the order of computation, so
// that its message is where an error starts. For tests only.
package golden

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heed/tensor"
)

// Shared returns the path of a file in the folder of reference material that
// may lie beside the repository, and skips the test where it does not. Tests
// run in their package's folder, at any depth below the repository's root.
func Shared(t testing.TB, path string) string {
	t.Helper()
	for up := "."; ; up = filepath.Join(up, "..") {
		if _, err := os.Stat(filepath.Join(up, "go.mod")); err == nil {
			path = filepath.Join(up, "..", "shared", filepath.FromSlash(path))
			break
		}
		if abs, err := filepath.Abs(up); err != nil || filepath.Dir(abs) == abs {
			t.Fatal("no go.mod above the test's folder")
		}
	}
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%v: reference material is not beside the repository", err)
	}
	return path
}

// Model returns the folder of a real model that `make models` fetches. Where
// it is absent the test is skipped, but fails under CI=true.
func Model(t testing.TB, name string) string {
	t.Helper()
	folder, err := FindModel(name)
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skipf("SKIPPED, and nothing checked: %v", err)
	}
	return folder
}

// FindModel looks for a real model by name, as "minilm-l6": below
// HEED_MODELS, else below heed/models in the user's cache folder.
func FindModel(name string) (folder string, err error) {
	root := os.Getenv("HEED_MODELS")
	if root == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		root = filepath.Join(cache, "heed", "models")
	}
	folder = filepath.Join(root, name)
	if _, err := os.Stat(folder); err != nil {
		return "", fmt.Errorf("model %s is absent: %w", name, err)
	}
	return folder, nil
}

// File reads a safetensors file.
func File(t testing.TB, path string) *tensor.File {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := tensor.Parse(data)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return f
}

// A Case is one recorded run of a model.
type Case struct {
	Name    string     // "money_bank.f32"
	Path    string     // of the safetensors file
	Float64 bool       // in which it was computed
	Texts   [][]string // of each row of the batch: one text, or the two of a pair
	Tokens  [][]string // of each row
	Cut     bool       // fewer tokens were run than the text has
}

// Cases lists the recorded runs in a folder by name, with what its manifest
// says of each.
func Cases(t testing.TB, folder string) []Case {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Files map[string]struct {
			Text   texts
			Texts  texts
			Tokens [][]string
			Cut    int `json:"truncated_to"`
		}
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatalf("%s: %v", folder, err)
	}
	var cases []Case
	for file, f := range manifest.Files {
		c := Case{
			Name:   strings.TrimSuffix(file, ".safetensors"),
			Path:   filepath.Join(folder, file),
			Tokens: f.Tokens,
			Cut:    f.Cut > 0,
		}
		if _, err := os.Stat(c.Path); err != nil {
			continue // a copy of the folder may leave files out
		}
		c.Float64 = strings.HasSuffix(c.Name, ".f64")
		all := append(f.Text, f.Texts...)
		perRow := max(1, len(all)/max(1, len(c.Tokens)))
		for each := range slices.Chunk(all, perRow) {
			c.Texts = append(c.Texts, each)
		}
		cases = append(cases, c)
	}
	slices.SortFunc(cases, func(a, b Case) int { return cmp.Compare(a.Name, b.Name) })
	if len(cases) == 0 {
		t.Fatalf("%s: the manifest names no file that is there", folder)
	}
	return cases
}

// texts is one text or a list of them: a pair, or a batch.
type texts []string

// UnmarshalJSON takes both forms.
func (x *texts) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil {
		*x = texts{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(x))
}
