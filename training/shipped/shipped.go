// Package shipped makes what is drawn of the records that ship with heed. It stands
// apart from package training because the records are large, and heed carries what is
// drawn of them alone: web/build writes that into the page.
package shipped

import (
	"slices"
	"strings"

	"heed/english"
	"heed/learn"
	"heed/lessons"
	"heed/training"
)

// Names are the records that ship: of the lessons that were learned, and of
// english.
func Names() []string {
	files, err := lessons.Records.ReadDir(".")
	if err != nil {
		panic(err) // it is in the program
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".heed.gz"))
	}
	slices.Sort(names)
	return append(names, english.Name)
}

// Of is what is drawn of a record that ships.
func Of(name string) (training.Training, error) {
	data := english.Record
	if name != english.Name {
		var err error
		if data, err = lessons.Records.ReadFile(name + ".heed.gz"); err != nil {
			return training.Training{}, err
		}
	}
	r, err := learn.ParseRecord(data)
	if err != nil {
		return training.Training{}, err
	}
	if text, err := lessons.Probes.ReadFile(name + ".tsv"); err == nil {
		probes, err := learn.ReadProbes(lines(string(text)))
		if err != nil {
			return training.Training{}, err
		}
		if err := r.Watch(probes); err != nil {
			return training.Training{}, err
		}
	}
	return training.Of(name, r)
}

// lines are those of a text, as [learn.ReadProbes] reads them.
func lines(text string) func(func(string, error) bool) {
	return func(yield func(string, error) bool) {
		for line := range strings.Lines(text) {
			if !yield(strings.TrimSuffix(line, "\n"), nil) {
				return
			}
		}
	}
}
