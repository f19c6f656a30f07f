package web

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// A State is what a page that was saved opens with; src/state.ts has the same.
type State struct {
	Heed    int     `json:"heed"`             // version of the form, 1
	Kind    string  `json:"kind"`             // "lesson", or "walk" of a model
	At      string  `json:"at"`               // the address from its # on
	Version string  `json:"version"`          // of the heed that saved it
	Lesson  *Lesson `json:"lesson,omitempty"` // one that does not ship

	Recording json.RawMessage `json:"-"` // of a model, an engine.Recording; it stands apart, as it was made
}

// A Lesson is one for the page's menu, as dist/lessons.json has them.
type Lesson struct {
	Name     string          `json:"name"`
	Title    string          `json:"title"`
	Document json.RawMessage `json:"lesson"`
}

// Offline returns the page as one HTML file that asks nothing of any network. It
// is the file that the page itself saves in that state, to the byte; see
// src/offline.ts.
func Offline(s State) ([]byte, error) {
	page, err := Dist.ReadFile("dist/offline.txt")
	if err != nil {
		return nil, err
	}
	engine, err := Dist.ReadFile("dist/heed.wasm.gz")
	if err != nil {
		return nil, err
	}
	state, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	for name, text := range map[string][]byte{"state": state, "recording": s.Recording, "heed.wasm.gz": []byte(base64.StdEncoding.EncodeToString(engine))} {
		empty := fmt.Appendf(nil, ` id="%s">`, name)
		if bytes.Count(page, empty) != 1 {
			return nil, fmt.Errorf("web/dist/offline.txt has no place for its %s", name)
		}
		page = bytes.Replace(page, empty, append(empty, text...), 1)
	}
	return page, nil
}
