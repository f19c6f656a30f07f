package server

import (
	"bytes"
	"context"
	"net/http"

	"heed/engine"
	"heed/figure"
	"heed/geom"
	"heed/trace"

	"github.com/danielgtaylor/huma/v2"
)

// figures are the formats of a figure, by content type.
var figures = map[string]string{"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}

func (a *api) addFigure() {
	type input struct {
		Format  string  `query:"format" enum:"pdf,svg,png" default:"pdf"`
		Width   float64 `query:"width" minimum:"1" maximum:"10" default:"3.3" doc:"in inches"`
		RawBody []byte  `contentType:"application/json"`
	}
	responses := figureAnswers()
	huma.Register(a, huma.Operation{OperationID: "figure", Method: http.MethodPost, Path: "/api/v1/figure",
		Summary: "Draw a lesson's walk for print",
		Description: "Takes what /api/v1/walk takes, and gives the figure that heed walk -o writes of the changed lesson: fonts embedded, axes true, " +
			"and in more than two dimensions how much of each arrow the plane keeps.",
		Responses:       responses,
		BodyReadTimeout: -1, MaxBodyBytes: -1, SkipValidateBody: true, // as walk's
	}, func(ctx context.Context, in *input) (*huma.StreamResponse, error) {
		done, err := a.turn(ctx)
		if err != nil {
			return nil, err
		}
		defer done()
		data, err := drawFigure(in.RawBody, in.Format, in.Width)
		if err != nil {
			return answered(engine.Refuse(err)), nil
		}
		return raw(http.StatusOK, figures[in.Format], data), nil
	})
	a.OpenAPI().Paths["/api/v1/figure"].Post.RequestBody.Content["application/json"].Schema = a.lessonRequest()
}

// figureAnswers documents a figure, and a refusal.
func figureAnswers() map[string]*huma.Response {
	responses := answers()
	file := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	content := map[string]*huma.MediaType{}
	for _, kind := range figures {
		content[kind] = &huma.MediaType{Schema: file}
	}
	responses["200"] = &huma.Response{Description: "The figure", Content: content}
	return responses
}

func drawFigure(request []byte, format string, width float64) ([]byte, error) {
	walk, plane, err := engine.Walk(request)
	if err != nil {
		return nil, err
	}
	return drawWalk(walk, plane, format, width)
}

func drawWalk(walk trace.Walk, plane geom.Plane, format string, width float64) ([]byte, error) {
	scene, err := geom.Build(walk, plane)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = figure.Write(&b, format, scene, figure.Options{Width: width})
	return b.Bytes(), err
}
