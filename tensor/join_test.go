package tensor_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"heed/tensor"
)

// shard is a parsed file that holds tensors of these names.
func shard(t *testing.T, names ...string) *tensor.File {
	t.Helper()
	var entries []tensor.Entry
	for i, name := range names {
		entries = append(entries, tensor.Of(name, []int{1}, []float32{float32(i)}))
	}
	var file bytes.Buffer
	if err := tensor.Write(&file, nil, entries); err != nil {
		t.Fatal(err)
	}
	f, err := tensor.Parse(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestJoin(t *testing.T) {
	x, err := tensor.ParseIndex([]byte(`{"metadata":{"total_size":[12]},"weight_map":{"c":"1.safetensors","a":"2.safetensors","b":"1.safetensors"}}`))
	if err != nil || !slices.Equal(x.Files, []string{"1.safetensors", "2.safetensors"}) {
		t.Fatalf("files %q, %v", x.Files, err)
	}
	f, err := x.Join([]*tensor.File{shard(t, "b", "c"), shard(t, "a")})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range f.Entries() {
		names = append(names, e.Name)
	}
	if !slices.Equal(names, []string{"a", "b", "c"}) {
		t.Errorf("names %q; want those of both shards, sorted", names)
	}
	for want, shards := range map[string][]*tensor.File{
		`tensor "c": missing in 1.safetensors, where the index says it is`: {shard(t, "b"), shard(t, "a")},
		`tensor "d": is in 2.safetensors, but not in the index`:            {shard(t, "b", "c"), shard(t, "a", "d")},
		`tensor "b": is in 2.safetensors; the index says 1.safetensors`:    {shard(t, "b", "c"), shard(t, "a", "b")},
	} {
		if _, err := x.Join(shards); err == nil || err.Error() != want {
			t.Errorf("error %v; want %q", err, want)
		}
	}
}

func TestParseIndexRefuses(t *testing.T) {
	for _, tt := range [][2]string{
		{``, "is no JSON"},
		{`{"weight_map":{"a":"1.safetensors"}} {}`, "is no JSON"},
		{"{\"\xff\":1}", "is not UTF-8"},
		{`[]`, "want a JSON object"},
		{`{}`, "has no weight_map"},
		{`{"weight_map":{}}`, "has no weight_map"},
		{`{"weight_map":[]}`, "weight_map: is [; want a JSON object"},
		{`{"weight_map":{"a":1}}`, `weight_map: "a" is 1; want a string`},
		{`{"weight_map":{"a":"1.safetensors","a":"2.safetensors"}}`, `weight_map: "a" stands twice`},
		{`{"weight_map":{"a":"../1.safetensors"}}`, `"a" is in "../1.safetensors"; want the plain name`},
		{`{"weight_map":{"a":"/1.safetensors"}}`, "want the plain name"},
		{`{"weight_map":{"a":"c:1.safetensors"}}`, "want the plain name"},
		{`{"weight_map":{"a":"b\\1.safetensors"}}`, "want the plain name"},
		{`{"weight_map":{"a":"1\u0000.safetensors"}}`, "want the plain name"},
		{`{"weight_map":{"a":".safetensors"}}`, "want the plain name"},
		{`{"weight_map":{"a":"pytorch_model.bin"}}`, "want the plain name"},
		{`{"weight_map":{"a":""}}`, "want the plain name"},
	} {
		if _, err := tensor.ParseIndex([]byte(tt[0])); err == nil || !strings.Contains(err.Error(), tt[1]) {
			t.Errorf("%s: error %v; want one with %q", tt[0], err, tt[1])
		}
	}
}

// FuzzParseIndex looks for panics and for shards that lie elsewhere.
func FuzzParseIndex(f *testing.F) {
	f.Add([]byte(`{"metadata":{"total_size":12},"weight_map":{"c":"1.safetensors","a":"2.safetensors"}}`))
	f.Add([]byte(`{"weight_map":{"a":"..\/1.safetensors"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := tensor.ParseIndex(data)
		if err == nil && len(x.Files) == 0 {
			t.Error("an index without files")
		}
		for _, name := range x.Files {
			if strings.ContainsAny(name, `/\`) || !strings.HasSuffix(name, ".safetensors") {
				t.Errorf("a shard called %q", name)
			}
		}
	})
}
