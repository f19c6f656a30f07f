package main

import (
	"encoding/json"
	"os"
	"path/filepath"

	"heed/training"
)

// A recordFile is a recorded training, for the page's menu.
type recordFile struct {
	Name string `json:"name"`
	At   string `json:"at"`   // where it is, from the page
	Live bool   `json:"live"` // goes on; at is of its events
}

// records writes what is drawn of each record that ships, and records.json, the
// list of them, for a page that no heed serves: heed serve has its own list.
func records(_, dist string) error {
	if err := os.MkdirAll(filepath.Join(dist, "records"), 0o777); err != nil {
		return err
	}
	var list []recordFile
	for _, name := range training.Shipped() {
		t, err := training.OfShipped(name)
		if err != nil {
			return err
		}
		at := "records/" + name + ".json"
		if err := writeJSON(filepath.Join(dist, filepath.FromSlash(at)), t); err != nil {
			return err
		}
		list = append(list, recordFile{name, at, false})
	}
	return writeJSON(filepath.Join(dist, "records.json"), list)
}

func writeJSON(file string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o666)
}
