package evaluate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"heed/words"
)

// An Analogy asks: A is to B as C is to what? D is the answer wanted.
type Analogy struct{ A, B, C, D string }

// A Section is analogies of one kind.
type Section struct {
	Name      string
	Questions []Analogy
}

// ReadAnalogies reads a set of analogies in the form of Google's: four words a
// line, and before each kind a line ": name". Empty lines, and those that begin
// with #, are passed over. Errors name the line.
//
// Source: Mikolov et al., Efficient Estimation of Word Representations in
// Vector Space (2013), questions-words.txt.
func ReadAnalogies(r io.Reader) ([]Section, error) {
	var sections []Section
	questions := 0
	err := eachQuestion(r, func(line string, _ int) error {
		if name, ok := strings.CutPrefix(line, ":"); ok {
			sections = append(sections, Section{Name: strings.TrimSpace(name)})
			return nil
		}
		four := strings.Fields(line)
		switch {
		case len(four) != 4:
			return fmt.Errorf("is %q; want four words, or the name of a section as \": family\"", clip(line))
		case sections == nil:
			return fmt.Errorf("is a question outside any section; want a line as \": family\" before it")
		}
		last := &sections[len(sections)-1]
		last.Questions = append(last.Questions, Analogy{four[0], four[1], four[2], four[3]})
		questions++
		return nil
	})
	if err == nil && questions == 0 {
		err = errors.New("has no analogies; want lines of four words")
	}
	return sections, err
}

// An AnalogyScore is how many questions were answered with the word wanted.
type AnalogyScore struct {
	Questions int      `json:"questions"`
	Covered   int      `json:"covered"`  // all four words with a vector
	Correct   int      `json:"correct"`  // of those covered
	Accuracy  *float64 `json:"accuracy"` // Correct / Covered; null where none is covered
}

func (s *AnalogyScore) add(t AnalogyScore) {
	s.Questions, s.Covered, s.Correct = s.Questions+t.Questions, s.Covered+t.Covered, s.Correct+t.Correct
	if s.Covered > 0 {
		accuracy := float64(s.Correct) / float64(s.Covered)
		s.Accuracy = &accuracy
	}
}

// A SectionScore is the score of one section.
type SectionScore struct {
	Name string `json:"section"`
	AnalogyScore
}

// AnalogiesReport is what Analogies found.
type AnalogiesReport struct {
	Sections  []SectionScore `json:"sections"`
	Semantic  AnalogyScore   `json:"semantic"`  // sections of other names than
	Syntactic AnalogyScore   `json:"syntactic"` // those that begin with "gram"
	Total     AnalogyScore   `json:"total"`
}

// Analogies answers each question by the word d, other than the three in it,
// whose vector has the largest cosine to b − a + c, all at length 1:
//
//	argmax_d  d·b − d·a + d·c
//
// (3CosAdd), ties to the word that comes first. Questions with a word that is
// not among the vectors are not covered, and count for nothing.
//
// Source: Mikolov, Yih and Zweig, Linguistic Regularities in Continuous Space
// Word Representations (2013), §4; gensim 4.4 evaluate_word_analogies, whose
// numbers it gives.
func Analogies(ctx context.Context, v *words.Vectors, sections []Section, o VectorOptions) (AnalogiesReport, error) {
	s := newSolver(newVocabulary(v, o))
	for _, section := range sections {
		for _, q := range section.Questions {
			s.ask(q)
		}
	}
	answers, err := s.answer(ctx)
	if err != nil {
		return AnalogiesReport{}, err
	}
	var report AnalogiesReport
	i := 0
	for _, section := range sections {
		score := SectionScore{Name: section.Name}
		for range section.Questions {
			one := AnalogyScore{Questions: 1}
			if q := s.questions[i]; q.covered {
				one.Covered = 1
				if best := answers[i].place; best >= 0 && s.same[best] == q.want {
					one.Correct = 1
				}
			}
			score.add(one)
			i++
		}
		report.Sections = append(report.Sections, score)
		report.Total.add(score.AnalogyScore)
		if strings.HasPrefix(section.Name, "gram") {
			report.Syntactic.add(score.AnalogyScore)
		} else {
			report.Semantic.add(score.AnalogyScore)
		}
	}
	return report, nil
}
