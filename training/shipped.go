package training

import (
	"slices"
	"strings"

	"heed/english"
	"heed/learn"
	"heed/lessons"
)

// Shipped names the records that ship: of the lessons that were learned, and of
// english.
func Shipped() []string {
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

// OfShipped is what is drawn of a record that ships.
func OfShipped(name string) (Training, error) {
	data := english.Record
	if name != english.Name {
		var err error
		if data, err = lessons.Records.ReadFile(name + ".heed.gz"); err != nil {
			return Training{}, err
		}
	}
	r, err := learn.ParseRecord(data)
	if err != nil {
		return Training{}, err
	}
	if text, err := lessons.Probes.ReadFile(name + ".tsv"); err == nil {
		probes, err := learn.ReadProbes(lines(string(text)))
		if err != nil {
			return Training{}, err
		}
		if err := r.Watch(probes); err != nil {
			return Training{}, err
		}
	}
	return Of(name, r)
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
