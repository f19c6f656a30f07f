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

	mu   sync.Mutex
	open map[string]source.Source
}

func newModels(named []source.Named, runs int) *models {
	return &models{named: named, runs: make(chan struct{}, runs), open: map[string]source.Source{}}
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
	type output struct {
		Body []string `doc:"their names" example:"[\"english\"]" nullable:"false"`
	}
	huma.Register(a, huma.Operation{OperationID: "models", Method: http.MethodGet, Path: "/api/v1/models",
		Summary: "The models that can be walked", Description: "english ships with heed; the others are in the folders of heed serve --models."},
		func(context.Context, *struct{}) (*output, error) { return &output{a.models.names()}, nil })
}
