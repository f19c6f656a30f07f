package tensor

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Index says which of several safetensors files, the shards, holds which
// tensor: what model.safetensors.index.json holds.
type Index struct {
	Files []string // the shards' names, sorted

	shards map[string]string // a tensor's name → its shard's
}

// ParseIndex reads a model.safetensors.index.json: of its members, weight_map.
// A shard must be a plain file name that ends in .safetensors, for it is to
// stand beside the index and nowhere else.
//
// Source: huggingface/transformers, the files that save_pretrained writes.
func ParseIndex(data []byte) (Index, error) {
	if !utf8.Valid(data) {
		return Index{}, errors.New("is not UTF-8; want JSON")
	}
	if !json.Valid(data) {
		var anything any
		return Index{}, fmt.Errorf("is no JSON: %w", json.Unmarshal(data, &anything))
	}
	var x Index
	dec := json.NewDecoder(bytes.NewReader(data))
	err := object(dec, func(key string) (err error) {
		if key != "weight_map" {
			return dec.Decode(new(json.RawMessage))
		}
		if x.shards, err = texts(dec); err != nil {
			err = fmt.Errorf("weight_map: %w", err)
		}
		return err
	})
	if err != nil {
		return Index{}, err
	}
	if len(x.shards) == 0 {
		return Index{}, errors.New("has no weight_map, or one without tensors; want the file that each tensor is in")
	}
	for _, tensor := range slices.Sorted(maps.Keys(x.shards)) {
		file := x.shards[tensor]
		if stem, ok := strings.CutSuffix(file, ".safetensors"); !ok || stem == "" || strings.ContainsAny(file, "/\\:\x00") {
			return Index{}, fmt.Errorf("weight_map: %q is in %q; want the plain name of a .safetensors file beside the index", tensor, file)
		}
	}
	x.Files = slices.Compact(slices.Sorted(maps.Values(x.shards)))
	return x, nil
}

// Join makes one set of the tensors of all shards, shards[i] being Files[i]. The
// index and the shards must agree: a tensor that is not in the shard that the
// index names, or in one that it does not name, is an error. Join panics if the
// shards are not as many as Files.
func (x Index) Join(shards []*File) (*File, error) {
	if len(shards) != len(x.Files) {
		panic(fmt.Sprintf("tensor: %d shards for an index of %d", len(shards), len(x.Files)))
	}
	var all []Entry
	for i, shard := range shards {
		for _, e := range shard.entries {
			switch file, ok := x.shards[e.Name]; {
			case !ok:
				return nil, fmt.Errorf("tensor %q: is in %s, but not in the index", e.Name, x.Files[i])
			case file != x.Files[i]:
				return nil, fmt.Errorf("tensor %q: is in %s; the index says %s", e.Name, x.Files[i], file)
			}
		}
		all = append(all, shard.entries...)
	}
	f, err := collect(all)
	if err != nil || len(all) == len(x.shards) {
		return f, err
	}
	for _, name := range slices.Sorted(maps.Keys(x.shards)) {
		if _, ok := f.Entry(name); !ok {
			return nil, fmt.Errorf("tensor %q: missing in %s, where the index says it is", name, x.shards[name])
		}
	}
	return f, nil
}
