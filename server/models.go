package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"heed/english"
	"heed/source"

	"github.com/danielgtaylor/huma/v2"
)

// models are the sources that can be walked by name. Each is opened when it is
// first asked for, and stays open.
type models struct {
	named []source.Named
	runs  chan struct{} // one for each that is running

	mu         sync.Mutex
	open       map[string]source.Source
	changeable map[*source.Learned]*source.Model // what was learned, as the models whose runs can be changed
	bases      bases
}

func newModels(named []source.Named, runs int) *models {
	return &models{named: named, runs: make(chan struct{}, runs), open: map[string]source.Source{}, changeable: map[*source.Learned]*source.Model{}}
}

// names lists them, english first.
func (m *models) names() []string {
	list := []string{english.Name}
	for _, n := range m.named {
		if n.Name != english.Name { // the one that ships has the name
			list = append(list, n.Name)
		}
	}
	return list
}

// errNoModel is that no model has a name.
var errNoModel = errors.New("no such model")

// find returns the model of a name.
func (m *models) find(name string) (source.Source, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s := m.open[name]; s != nil {
		return s, nil
	}
	s, err := m.opened(name)
	if err != nil {
		return nil, err
	}
	m.open[name] = s
	return s, nil
}

func (m *models) opened(name string) (source.Source, error) {
	if name == english.Name {
		return source.OpenEnglish()
	}
	for _, n := range m.named {
		if n.Name == name {
			return n.Open()
		}
	}
	return nil, fmt.Errorf("%w as %q; /api/v1/models lists them, heed serve --models FOLDER adds to them", errNoModel, name)
}

// asModel is a source whose runs can be changed.
func (m *models) asModel(s source.Source) (*source.Model, error) {
	if model, is := s.(*source.Model); is {
		return model, nil
	}
	l := s.(*source.Learned) // there is no third kind; see source.In
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.changeable[l] == nil {
		model, err := l.AsModel()
		if err != nil {
			return nil, err
		}
		m.changeable[l] = model
	}
	return m.changeable[l], nil
}

// turn waits until a model may run; the caller calls done.
func (m *models) turn(ctx context.Context) (done func(), err error) {
	select {
	case m.runs <- struct{}{}:
		return func() { <-m.runs }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (m *models) close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var errs []error
	for _, s := range m.open {
		errs = append(errs, s.Close())
	}
	clear(m.open)
	return errors.Join(errs...)
}

func (a *api) addModels() {
	a.tell(huma.Operation{OperationID: "models", Path: "/api/v1/models",
		Summary: "The models that can be walked", Description: "english ships with heed; the others are in the folders of heed serve --models."},
		names(), func() (any, error) { return a.models.names(), nil })
	a.addModel()
}

// A Model is told of before it is walked.
type Model struct {
	Name      string `json:"name" example:"english"`
	Kind      string `json:"kind" doc:"its family; learned, of what heed learned" example:"learned"`
	Tokenizer string `json:"tokenizer" example:"words"`
	Heads     []int  `json:"heads" doc:"of each layer" nullable:"false"`
}

func (a *api) addModel() {
	type input struct {
		Name string `path:"name" maxLength:"200" doc:"one of /api/v1/models" example:"english"`
	}
	type output struct{ Body Model }
	huma.Register(a, huma.Operation{OperationID: "model", Method: http.MethodGet, Path: "/api/v1/models/{name}",
		Summary: "What a model is", Description: "Opens it, if it is not open."},
		func(_ context.Context, in *input) (*output, error) {
			s, err := a.models.find(in.Name)
			if errors.Is(err, errNoModel) {
				return nil, huma.Error404NotFound(err.Error())
			}
			if err != nil {
				return nil, huma.Error422UnprocessableEntity(err.Error())
			}
			m, err := a.models.asModel(s)
			if err != nil {
				return nil, huma.Error422UnprocessableEntity(err.Error())
			}
			origin := m.Origin()
			d := Model{Name: in.Name, Kind: origin.Kind, Tokenizer: origin.Tokenizer}
			for layer := range m.Net.Config.Blocks {
				d.Heads = append(d.Heads, m.Net.Config.Heads(layer))
			}
			return &output{d}, nil
		})
}
