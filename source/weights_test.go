package source_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"heed/source"
	"heed/tensor"
	"heed/trace"
)

// sharded copies the tiny model with its weights in two shards.
func sharded(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(tiny)); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(dir, "model.safetensors")
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	file, err := tensor.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	var index struct {
		Places map[string]string `json:"weight_map"`
	}
	index.Places = map[string]string{}
	shards := map[string][]tensor.Entry{}
	for i, e := range file.Entries() {
		name := fmt.Sprintf("model-%05d-of-00002.safetensors", i%2+1)
		index.Places[e.Name] = name
		shards[name] = append(shards[name], e)
	}
	for name, entries := range shards {
		var shard bytes.Buffer
		if err := tensor.Write(&shard, file.Metadata, entries); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), shard.Bytes())
	}
	text, err := json.Marshal(index)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "model.safetensors.index.json"), text)
	if err := os.Remove(whole); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestShardsWalkAsTheWhole(t *testing.T) {
	dir := sharded(t)
	o := source.Options{Texts: []string{"money bank"}}
	got, want := walk(t, open(t, dir), o), walk(t, open(t, tiny), o)
	if d := trace.Diff(got.Traces[0], want.Traces[0], 0); d != "" {
		t.Error(d)
	}
	var lines strings.Builder
	for _, name := range []string{"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&lines, "%x  %s\n", sha256.Sum256(data), name)
	}
	if hash := fmt.Sprintf("%x", sha256.Sum256([]byte(lines.String()))); got.Source.SHA256 != hash {
		t.Errorf("hash %s; want %s, that of what sha256sum prints", got.Source.SHA256, hash)
	}
}

func TestBrokenShards(t *testing.T) {
	const index, second = "model.safetensors.index.json", "model-00002-of-00002.safetensors"
	for _, tt := range []struct {
		name string
		do   func(t *testing.T, dir string)
		want []string
	}{
		{"a shard that is not there", remove(second), []string{"no " + second + " in it; want a folder with all shards of " + index}},
		{"a shard that is cut off", cut(second, 1000), []string{second, "only"}},
		{"an index that is cut off", cut(index, 100), []string{index, "no JSON"}},
		{"an index that leads elsewhere", func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, index), func(b []byte) []byte {
				return bytes.ReplaceAll(b, []byte(second), []byte("../"+second))
			})
		}, []string{index, `in "../` + second + `"; want the plain name`}},
		{"an index of other shards", func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, index), func(b []byte) []byte {
				return bytes.Replace(b, []byte(second), []byte("model-00001-of-00002.safetensors"), 1)
			})
		}, []string{index, "the index says model-00001"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := sharded(t)
			tt.do(t, dir)
			s, err := source.Open(dir)
			if err == nil {
				s.Close()
				t.Fatal("no error")
			}
			for _, want := range append(tt.want, dir) {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q lacks %q", err, want)
				}
			}
		})
	}
}
