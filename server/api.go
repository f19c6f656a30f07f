package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"heed/engine"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// An api is the operations under /api/v1/.
type api struct {
	huma.API
	version string
	models  *models
	vectors *vectors
	walks   chan struct{} // one for each lesson that is being walked
}

// newAPI puts the operations and their page on the mux.
func newAPI(mux *http.ServeMux, o Options, m *models, v *vectors, r *records) {
	config := huma.DefaultConfig("heed", o.Version)
	config.Info.Description = "What self-attention does to a word's vector, as numbers and as a scene to draw. Everything is computed on this machine."
	config.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	config.OpenAPIPath = "/api/v1/openapi"
	config.DocsPath, config.SchemasPath = "", "" // its pages load from elsewhere; see apipage.go
	config.CreateHooks = nil                     // no $schema in answers
	a := &api{API: humago.New(mux, config), version: o.Version, models: m, vectors: v, walks: make(chan struct{}, o.Limits.Walks)}
	a.addVersion()
	a.addLessons()
	a.addWalk()
	a.addFigure()
	a.addVerify()
	a.addModels()
	a.addModelWalk()
	a.addModelFigure()
	a.addWords()
	a.addRecording()
	a.addRecords(r)
	mux.Handle("/api/{$}", newAPIPage(a.OpenAPI()))
	mux.HandleFunc("GET /api/api.css", serveAPIStyle)
	mux.HandleFunc("/api/", a.unknown)
}

// unknown refuses what no operation answers.
func (a *api) unknown(w http.ResponseWriter, r *http.Request) {
	if methods := methodsOf(a.OpenAPI().Paths[r.URL.Path]); len(methods) > 0 {
		w.Header().Set("Allow", strings.Join(methods, ", "))
		refuse(w, http.StatusMethodNotAllowed, fmt.Sprintf("%s %s: want %s", r.Method, r.URL.Path, strings.Join(methods, " or ")))
		return
	}
	refuse(w, http.StatusNotFound, fmt.Sprintf("no %s; /api/ lists what there is", r.URL.Path))
}

func methodsOf(item *huma.PathItem) (methods []string) {
	if item == nil {
		return nil
	}
	if item.Get != nil {
		methods = append(methods, http.MethodGet)
	}
	if item.Post != nil {
		methods = append(methods, http.MethodPost)
	}
	return methods
}

type versionAnswer struct {
	Version string `json:"version" doc:"of heed"`
}

func (a *api) addVersion() {
	a.tell(huma.Operation{OperationID: "version", Path: "/api/v1/version",
		Summary: "Which heed this is", Description: "Also the cheapest way to ask whether it is there."},
		a.named(reflect.TypeFor[versionAnswer]()), func() (any, error) { return versionAnswer{a.version}, nil })
}

// tell adds an operation that takes nothing and answers with a value; form is the
// value's.
func (a *api) tell(op huma.Operation, form *huma.Schema, value func() (any, error)) {
	op.Method = http.MethodGet
	op.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{"application/json": {Schema: form}}}}
	huma.Register(a, op, func(context.Context, *struct{}) (*huma.StreamResponse, error) {
		v, err := value()
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		err = a.Marshal(&b, "application/json", v)
		return raw(http.StatusOK, "application/json", b.Bytes()), err
	})
}

// raw is an answer whose bytes are made elsewhere. It is of the type that streams
// are, since the program holds huma's code once for each pair of what an operation
// takes and answers.
func raw(status int, kind string, data []byte) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", kind)
		c.SetStatus(status)
		c.BodyWriter().Write(data) // a client that is gone needs none
	}}
}

// answered is the engine's answer, with the status that it deserves.
func answered(answer []byte) *huma.StreamResponse {
	if refused(answer) {
		return raw(http.StatusUnprocessableEntity, problemJSON, answer)
	}
	return raw(http.StatusOK, "application/json", answer)
}

// refused reports whether an answer is an [engine.Refusal]: nothing else begins
// so.
func refused(answer []byte) bool { return bytes.HasPrefix(answer, []byte(`{"heed":1,"error":`)) }

func (a *api) addWalk() {
	type input struct {
		RawBody []byte `contentType:"application/json"`
	}
	huma.Register(a, huma.Operation{OperationID: "walk", Method: http.MethodPost, Path: "/api/v1/walk",
		Summary: "Walk a lesson, after changes to it",
		Description: "Takes a lesson's document and what is to be changed in it; gives the document after the changes, its walk, the scene to draw, and the seven steps. " +
			"The page's engine in the browser gives the same bytes.",
		Responses: answers(),
		// The guard has read the body already, and the engine says what is wrong with it.
		BodyReadTimeout: -1, MaxBodyBytes: -1, SkipValidateBody: true,
	}, func(ctx context.Context, in *input) (*huma.StreamResponse, error) {
		done, err := a.turn(ctx)
		if err != nil {
			return nil, err
		}
		defer done()
		return answered(engine.Ask(in.RawBody)), nil
	})
	// Of raw bytes huma knows no form.
	request := a.lessonRequest()
	request.Properties["walk"] = &huma.Schema{Type: huma.TypeObject, Description: "in place of a lesson, a walk of a model, as heed walk --json --maps prints it: changes set its q, k, v, scores, scaled, weights or output, and what follows is computed again"}
	request.Properties["basis"] = &huma.Schema{Type: huma.TypeObject, Description: "of a recorded walk, its plane, as heed walk --save-basis writes it"}
	request.Required = []string{"heed"}
	a.OpenAPI().Paths["/api/v1/walk"].Post.RequestBody.Content["application/json"].Schema = request
}

// turn waits until a lesson may be walked; done ends the turn.
func (a *api) turn(ctx context.Context) (done func(), err error) {
	select {
	case a.walks <- struct{}{}:
		return func() { <-a.walks }, nil
	case <-ctx.Done():
		return nil, huma.Error503ServiceUnavailable("too many lessons are being walked; ask again")
	}
}

// lessonRequest documents an [engine.Request] of a lesson.
func (a *api) lessonRequest() *huma.Schema {
	request := a.schema(reflect.TypeFor[engine.Request]())
	request.Properties["lesson"] = &huma.Schema{Type: huma.TypeObject, Description: "the document; heed lessons schema prints its JSON Schema"}
	request.Required = []string{"heed", "lesson"}
	delete(request.Properties, "walk")
	delete(request.Properties, "basis")
	return request
}

// named is the schema of a type, by its name in the document if it has one.
func (a *api) named(t reflect.Type) *huma.Schema {
	return a.OpenAPI().Components.Schemas.Schema(t, true, "")
}

// names is the schema of a list of names.
func names() *huma.Schema {
	return &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}, Description: "their names", Examples: []any{[]string{"english"}}}
}

// schema is the schema of a type, made for this use alone.
func (a *api) schema(t reflect.Type) *huma.Schema {
	s := huma.SchemaFromType(a.OpenAPI().Components.Schemas, t)
	s.AdditionalProperties = false
	return s
}

// answers documents an [engine.Answer] and an [engine.Refusal].
func answers() map[string]*huma.Response {
	object := func(says string) *huma.Schema { return &huma.Schema{Type: huma.TypeObject, Description: says} }
	list := func(items *huma.Schema, says string) *huma.Schema {
		return &huma.Schema{Type: huma.TypeArray, Items: items, Description: says}
	}
	version := &huma.Schema{Type: huma.TypeInteger, Description: "version of the form, 1"}
	ok := &huma.Schema{Type: huma.TypeObject, Required: []string{"heed", "lesson", "walk", "scene", "steps", "maps"}, Properties: map[string]*huma.Schema{
		"heed":   version,
		"lesson": {Type: huma.TypeObject, Nullable: true, Description: "the document after the changes; null of a model"},
		"walk":   object("all numbers, as heed walk --json prints them"),
		"scene":  object("what is drawn: panels of marks in the plane, each with the tensor entries that it comes from"),
		"steps":  list(list(object("lines of formulas with live numbers, checks and notes"), "seven steps"), "of each context"),
		"maps":   {Type: huma.TypeArray, Items: object("the unit grid's image under a map, its determinant and eigen-directions"), Nullable: true, Description: "in two dimensions"},
	}}
	no := &huma.Schema{Type: huma.TypeObject, Required: []string{"heed", "error"}, Properties: map[string]*huma.Schema{
		"heed": version, "error": {Type: huma.TypeString, Description: "what is wrong, and what was wanted"},
		"says": object("the same apart from English, where a page can cause it: a message's key, and numbers and words by name")}}
	return map[string]*huma.Response{
		"200": {Description: "The walk", Content: map[string]*huma.MediaType{"application/json": {Schema: ok}}},
		"422": {Description: "What was asked for cannot be", Content: map[string]*huma.MediaType{problemJSON: {Schema: no}}},
	}
}

// operations lists what the API answers, in the order of their paths.
func operations(doc *huma.OpenAPI) (list []*huma.Operation) {
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op != nil {
				list = append(list, op)
			}
		}
	}
	slices.SortFunc(list, func(a, b *huma.Operation) int { return strings.Compare(a.Path, b.Path) })
	return list
}
