package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"heed/english"
	"heed/source"
	"heed/words"

	"github.com/danielgtaylor/huma/v2"
)

// A vectorFile is word vectors that may be asked for by name. It is opened when it
// is first asked for, and stays open.
type vectorFile struct {
	open  func() (*words.Vectors, func() error, error)
	once  sync.Once
	v     *words.Vectors
	done  func() error
	error error
}

func (f *vectorFile) vectors() (*words.Vectors, error) {
	f.once.Do(func() { f.v, f.done, f.error = f.open() })
	return f.v, f.error
}

// vectors are the files by name, english among them.
type vectors struct {
	names []string
	files map[string]*vectorFile
}

func newVectors(named []source.Named) *vectors {
	v := &vectors{[]string{english.Name}, map[string]*vectorFile{english.Name: {open: func() (*words.Vectors, func() error, error) { return source.OpenVectors("") }}}}
	for _, n := range named {
		if v.files[n.Name] == nil {
			v.names = append(v.names, n.Name)
			v.files[n.Name] = &vectorFile{open: n.OpenVectors}
		}
	}
	return v
}

func (v *vectors) close() error {
	var errs []error
	for _, f := range v.files {
		if f.done != nil {
			errs = append(errs, f.done())
		}
	}
	return errors.Join(errs...)
}

// The questions of words; see the verbs of heed words.
type (
	// VectorsAsked is exported for huma, which sets what is.
	VectorsAsked struct {
		Vectors string `query:"vectors" maxLength:"200" default:"english" doc:"one of /api/v1/words"`
	}
	nearAsked struct {
		VectorsAsked
		Word string `query:"word" required:"true" minLength:"1" maxLength:"200" example:"bank"`
		N    int    `query:"n" minimum:"1" maximum:"1000" default:"10" doc:"how many"`
	}
	analogyAsked struct {
		VectorsAsked
		A string `query:"a" required:"true" minLength:"1" maxLength:"200" example:"man"`
		B string `query:"b" required:"true" minLength:"1" maxLength:"200" example:"king"`
		C string `query:"c" required:"true" minLength:"1" maxLength:"200" example:"woman"`
		N int    `query:"n" minimum:"1" maximum:"1000" default:"10" doc:"how many"`
	}
	similarityAsked struct {
		VectorsAsked
		A string `query:"a" required:"true" minLength:"1" maxLength:"200" example:"money"`
		B string `query:"b" required:"true" minLength:"1" maxLength:"200" example:"bank"`
	}
)

func (a *api) addWords() {
	a.tell(huma.Operation{OperationID: "words", Path: "/api/v1/words",
		Summary: "The word vectors that can be asked", Description: "english's ship with heed; the others are files in the folders of heed serve --models."},
		names(), func() (any, error) { return a.vectors.names, nil })
	type near struct{ Body words.NearWord }
	huma.Register(a, huma.Operation{OperationID: "words-near", Method: http.MethodGet, Path: "/api/v1/words/near",
		Summary: "The words whose vectors point most nearly the same way", Description: "As heed words near: largest cosine first, the word itself left out."},
		func(ctx context.Context, in *nearAsked) (*near, error) {
			found, err := askWords(ctx, a, in.VectorsAsked, func(v *words.Vectors) (words.NearWord, error) { return v.Neighbours(in.Word, in.N) })
			return &near{found}, err
		})
	type analogy struct{ Body words.Analogy }
	huma.Register(a, huma.Operation{OperationID: "words-analogy", Method: http.MethodGet, Path: "/api/v1/words/analogy",
		Summary: "What is to C as B is to A", Description: "As heed words analogy: the largest cosine to b − a + c, each of length 1; the three left out."},
		func(ctx context.Context, in *analogyAsked) (*analogy, error) {
			found, err := askWords(ctx, a, in.VectorsAsked, func(v *words.Vectors) (words.Analogy, error) { return v.Solve(in.A, in.B, in.C, in.N) })
			return &analogy{found}, err
		})
	type similarity struct{ Body words.Similarity }
	huma.Register(a, huma.Operation{OperationID: "words-similarity", Method: http.MethodGet, Path: "/api/v1/words/similarity",
		Summary: "The cosine of two words' vectors", Description: "As heed words similarity."},
		func(ctx context.Context, in *similarityAsked) (*similarity, error) {
			found, err := askWords(ctx, a, in.VectorsAsked, func(v *words.Vectors) (words.Similarity, error) { return v.Similar(in.A, in.B) })
			return &similarity{found}, err
		})
}

// askWords asks the vectors of a name. Few questions are answered at once: each
// looks at all words.
func askWords[T any](ctx context.Context, a *api, asked VectorsAsked, ask func(*words.Vectors) (T, error)) (found T, err error) {
	f := a.vectors.files[asked.Vectors]
	if f == nil {
		return found, huma.Error404NotFound(fmt.Sprintf("no such vectors as %q; /api/v1/words lists them, heed serve --models FOLDER adds to them", asked.Vectors))
	}
	done, err := a.turn(ctx)
	if err != nil {
		return found, err
	}
	defer done()
	v, err := f.vectors()
	if err == nil {
		found, err = ask(v)
	}
	if err != nil {
		return found, huma.Error422UnprocessableEntity(err.Error())
	}
	return found, nil
}
