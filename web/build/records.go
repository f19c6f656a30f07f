package main

import (
	"encoding/json"
	"os"
	"path/filepath"

	ships "heed/training/shipped"
)

// A recordFile is a recorded training, for the page's menu.
type recordFile struct {
	Name string `json:"name"`
	At   string `json:"at"`   // where it is, from the page
	Live bool   `json:"live"` // goes on; at is of its events
}

// records writes what is drawn of each record that ships, and records.json, the
// list of them: heed serve's own list begins with others.
func records(_, dist string) error {
	if err := os.MkdirAll(filepath.Join(dist, "records"), 0o777); err != nil {
		return err
	}
	var list []recordFile
	for _, name := range ships.Names() {
		t, err := ships.Of(name)
		if err != nil {
			return err
		}
		at := "records/" + name + ".json"
		text, err := json.Marshal(t)
		if err != nil {
			return err
		}
		if err := pack(dist, at, text); err != nil {
			return err
		}
		list = append(list, recordFile{name, at, false})
	}
	text, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "records.json"), append(text, '\n'), 0o666)
}
