package learn

import (
	"fmt"
	"iter"
	"strings"
)

// A Probe is a word in two contexts, to be watched: it should come to stand
// closer to TargetA in TextA than in TextB, and the other way round.
type Probe struct {
	Word, TextA, TextB, TargetA, TargetB string
}

const probeColumns = "word\ttext_a\ttext_b\ttarget_a\ttarget_b"

// ReadProbes reads probes, a line each, its five fields set apart by tabs; the
// first line names them: word, text_a, text_b, target_a, target_b. Errors name
// the line.
func ReadProbes(lines iter.Seq2[string, error]) ([]Probe, error) {
	var probes []Probe
	n := 0
	for line, err := range lines {
		if err != nil {
			return nil, err
		}
		n++
		line = strings.TrimRight(line, "\r")
		fields := strings.Split(line, "\t")
		switch {
		case n == 1 && line != probeColumns:
			return nil, fmt.Errorf("line 1: got %q; want the columns' names, set apart by tabs: %s", line, strings.ReplaceAll(probeColumns, "\t", " "))
		case n == 1, line == "":
		case len(fields) != 5:
			return nil, fmt.Errorf("line %d: %d fields set apart by tabs; want 5: %s", n, len(fields), strings.ReplaceAll(probeColumns, "\t", ", "))
		default:
			probes = append(probes, Probe{fields[0], fields[1], fields[2], fields[3], fields[4]})
		}
	}
	if len(probes) == 0 {
		return nil, fmt.Errorf("no probes; want a line for each, after the columns' names")
	}
	return probes, nil
}
