package server_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"heed/server"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestAPIDocument holds the API's document against the schema of OpenAPI 3.1,
// and its own references against what it has.
func TestAPIDocument(t *testing.T) {
	s := newServer(t, server.Options{Version: "v9", Live: server.NewLive()})
	w := do(s, "GET", "/api/v1/openapi.json", "")
	doc, err := jsonschema.UnmarshalJSON(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.NewCompiler().Compile("testdata/openapi-3.1.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	whole := doc.(map[string]any)
	schemas := whole["components"].(map[string]any)["schemas"].(map[string]any)
	for _, after := range bytes.Split(text, []byte(`"$ref":"#/components/schemas/`))[1:] {
		name, _, _ := strings.Cut(string(after), `"`)
		if schemas[name] == nil {
			t.Errorf("the document has no schema %s", name)
		}
	}
	paths := whole["paths"].(map[string]any)
	if len(paths) != 18 || whole["info"].(map[string]any)["version"] != "v9" {
		t.Errorf("%d paths, %v", len(paths), whole["info"])
	}
	if strings.Contains(string(text), "unpkg") {
		t.Error("the document leads elsewhere")
	}
}

// TestAnswersAsDocumented validates requests and answers by the schemas that
// the document has for them.
func TestAnswersAsDocumented(t *testing.T) {
	s := newServer(t, server.Options{})
	lesson := `{"heed":1,"text":"a","embed":{"a":[1,2]},"maps":{"Q":"identity","K":"identity","V":"identity"}}`
	for _, tt := range []struct {
		method, path, body string
		status             string
	}{
		{"GET", "/api/v1/version", "", "200"},
		{"GET", "/api/v1/lessons", "", "200"},
		{"GET", "/api/v1/models", "", "200"},
		{"GET", "/api/v1/records", "", "200"},
		{"GET", "/api/v1/words", "", "200"},
		{"POST", "/api/v1/walk", `{"heed":1,"lesson":` + lesson + `,"changes":[{"do":"move","context":0,"at":"embed[0]","to":[3,4]}]}`, "200"},
		{"POST", "/api/v1/walk", `{"heed":1,"lesson":{}}`, "422"},
		{"POST", "/api/v1/walk", `{"heed":1,"walk":{"heed":1}}`, "422"},
		{"POST", "/api/v1/verify", `{"heed":1,"lesson":` + lesson + `}`, "200"},
		{"POST", "/api/v1/verify", `{"heed":1,"lesson":{}}`, "422"},
		{"POST", "/api/v1/figure", `{"heed":1,"lesson":{}}`, "422"},
		{"POST", "/api/v1/models/walk", `{"heed":1,"source":"english","texts":["money bank"]}`, "200"},
		{"POST", "/api/v1/models/walk", `{"heed":1,"source":"english","texts":["qqqq"],"layer":9}`, "422"},
		{"POST", "/api/v1/models/verify", `{"heed":1,"source":"english","texts":["money bank"]}`, "200"},
		{"POST", "/api/v1/models/verify", `{"heed":1,"source":"english","texts":["qqqq"]}`, "422"},
		{"POST", "/api/v1/models/recording", `{"heed":1,"source":"english","texts":["money bank"],"changes":[{"context":0,"layer":0,"head":0,"at":"embed[1]","to":[0,1]},{"context":0,"layer":0,"head":0,"at":"weights[1,0]","value":0.5}]}`, "200"},
		{"POST", "/api/v1/models/recording", `{"heed":1,"source":"english","texts":["qqqq"]}`, "422"},
		{"POST", "/api/v1/models/figure", `{"heed":1,"source":"english","texts":["qqqq"]}`, "422"},
		{"POST", "/api/v1/models/walk", `{"heed":1,"source":"english","texts":["money bank"],"brief":true,"changes":[{"context":0,"layer":0,"head":0,"at":"embed[1]","to":[0,1]},{"context":0,"layer":0,"head":0,"at":"weights[1,0]","value":0.5}]}`, "200"},
	} {
		w := do(s, tt.method, tt.path, tt.body)
		kind := w.Header().Get("Content-Type")
		at := func(parts ...string) string {
			return "api.json#/paths/" + strings.ReplaceAll(tt.path, "/", "~1") + "/" + strings.ToLower(tt.method) + "/" + strings.Join(parts, "/")
		}
		answer := at("responses", tt.status, "content", strings.ReplaceAll(kind, "/", "~1"), "schema")
		if err := valid(t, s, answer, w.Body.Bytes()); err != nil {
			t.Errorf("%s %s: %v", tt.path, tt.status, err)
		}
		if tt.body != "" {
			if err := valid(t, s, at("requestBody", "content", "application~1json", "schema"), []byte(tt.body)); err != nil {
				t.Errorf("%s, the request: %v", tt.path, err)
			}
		}
	}
}

// valid validates a text by a schema in the API's document.
func valid(t *testing.T, s http.Handler, schema string, text []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(do(s, "GET", "/api/v1/openapi.json", "").Body)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("api.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile(schema)
	if err != nil {
		t.Fatalf("%s: %v", schema, err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return compiled.Validate(v)
}

// TestAPIPage: the page names every operation, and loads nothing from
// elsewhere.
func TestAPIPage(t *testing.T) {
	s := newServer(t, server.Options{})
	w := do(s, "GET", "/api/", "")
	page := w.Body.String()
	for _, want := range []string{"POST /api/v1/walk", "GET /api/v1/lessons", "POST /api/v1/models/walk", "GET /api/v1/models", "GET /api/v1/version", "POST /api/v1/figure", "POST /api/v1/verify", "GET /api/v1/records/{name}", "changes", "progress"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	for _, bad := range []string{"<script", "http://", "https://", "%!", "style=\""} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	if css := do(s, "GET", "/api/api.css", ""); css.Code != 200 || css.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Errorf("%d %v", css.Code, css.Header())
	}
}
