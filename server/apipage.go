package server

import (
	_ "embed"
	"fmt"
	"html"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

//go:embed apipage.css
var apiPageStyle []byte

// An apiPage tells people what the API document tells programs. It has no
// script, and loads nothing from elsewhere. It is written by hand: a template
// would keep the linker from leaving methods out of heed that nothing calls.
type apiPage struct{ text []byte }

func newAPIPage(doc *huma.OpenAPI) http.Handler {
	p := apiPageWriter{doc: doc}
	p.tell(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heed’s API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="api.css">
</head>
<body>
<header>
<h1>heed’s API</h1>
<p>%s</p>
<p>Version %s. The same for programs: OpenAPI %s, as <a href="v1/openapi.json">JSON</a> or <a href="v1/openapi.yaml">YAML</a>. <a href="/">The page</a>.</p>
</header>
<main>
`, doc.Info.Description, doc.Info.Version, doc.OpenAPI)
	for _, op := range operations(doc) {
		p.operation(op)
	}
	p.tell("<section aria-labelledby=\"problems\">\n<h2 id=\"problems\">What is refused</h2>\n<p>Any operation may answer with a status of 400 or more, and a problem:</p>\n")
	p.schema(&huma.Schema{Ref: "#/components/schemas/ErrorModel"})
	p.tell("</section>\n</main>\n</body>\n</html>\n")
	return apiPage{[]byte(p.String())}
}

func (p apiPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		refuse(w, http.StatusMethodNotAllowed, r.Method+" /api/: want GET")
		return
	}
	w.Header().Set("Content-Type", kinds[".html"])
	w.Write(p.text)
}

func serveAPIStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", kinds[".css"])
	w.Write(apiPageStyle)
}

// An apiPageWriter writes the page.
type apiPageWriter struct {
	strings.Builder
	doc *huma.OpenAPI
}

// tell writes markup, with the texts that it is given made safe for it.
func (p *apiPageWriter) tell(markup string, texts ...string) {
	safe := make([]any, len(texts))
	for i, t := range texts {
		safe[i] = html.EscapeString(t)
	}
	fmt.Fprintf(p, markup, safe...)
}

func (p *apiPageWriter) operation(op *huma.Operation) {
	p.tell("<section aria-labelledby=\"%s\">\n<h2 id=\"%[1]s\"><code>%s %s</code></h2>\n<p><strong>%s.</strong> %s</p>\n",
		op.OperationID, op.Method, op.Path, op.Summary, op.Description)
	if op.RequestBody != nil {
		p.tell("<h3>Request</h3>\n")
		p.content(op.RequestBody.Content)
	}
	p.tell("<h3>Answers</h3>\n<dl>\n")
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		if status == "default" { // a problem; see below
			continue
		}
		r := op.Responses[status]
		p.tell("<dt><code>%s</code> %s</dt>\n<dd>\n", status, r.Description)
		p.content(r.Content)
		p.tell("</dd>\n")
	}
	p.tell("</dl>\n</section>\n")
}

func (p *apiPageWriter) content(content map[string]*huma.MediaType) {
	for _, kind := range slices.Sorted(maps.Keys(content)) {
		p.tell("<p><code>%s</code></p>\n", kind)
		p.schema(content[kind].Schema)
	}
}

// schema describes what an object has, or the items of a list.
func (p *apiPageWriter) schema(s *huma.Schema) {
	s = p.resolved(s)
	switch {
	case s == nil:
	case s.Items != nil && len(p.resolved(s.Items).Properties) > 0:
		p.tell("<p>A list of</p>\n")
		p.schema(s.Items)
	case len(s.Properties) > 0:
		p.tell("<table>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Type</th><th scope=\"col\">Meaning</th></tr></thead>\n<tbody>\n")
		for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
			property := s.Properties[name]
			says := property.Description
			if slices.Contains(s.Required, name) {
				says = strings.TrimPrefix(says+" (always there)", " ")
			}
			p.tell("<tr><th scope=\"row\"><code>%s</code></th><td>%s</td><td>%s</td></tr>\n", name, p.kind(property), says)
		}
		p.tell("</tbody>\n</table>\n")
	default:
		p.tell("<p>%s. %s</p>\n", p.kind(s), s.Description)
	}
}

// kind names a schema's type: "array of array of object".
func (p *apiPageWriter) kind(s *huma.Schema) string {
	s = p.resolved(s)
	switch {
	case s.Items != nil:
		return s.Type + " of " + p.kind(s.Items)
	case s.Type == "":
		return "any"
	}
	return s.Type
}

func (p *apiPageWriter) resolved(s *huma.Schema) *huma.Schema {
	if s != nil && s.Ref != "" {
		return p.doc.Components.Schemas.SchemaFromRef(s.Ref)
	}
	return s
}
