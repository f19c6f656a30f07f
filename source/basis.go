package source

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"heed/geom"
)

// Basis reads a plane that was saved before.
func Basis(path string) (geom.Plane, error) {
	data, err := readPart(filepath.Dir(path), filepath.Base(path), "a file that heed walk --save-basis wrote")
	if err != nil {
		return geom.Plane{}, err
	}
	var p geom.Plane
	if err := json.Unmarshal(data, &p); err != nil {
		return geom.Plane{}, fmt.Errorf("%s: %w; want a file that heed walk --save-basis wrote", path, err)
	}
	p.Name = "basis:" + filepath.Base(path)
	return p, nil
}
