package server

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"reflect"

	"heed/engine"
	"heed/model"
	"heed/source"

	"github.com/danielgtaylor/huma/v2"
)

// A verification is what a walk's numbers were found to be worth.
type verification struct {
	Heed   int     `json:"heed" doc:"version of the form, 1"`
	Checks []check `json:"checks"`
}

type check struct {
	Claim string   `json:"claim"`
	Error *float64 `json:"error" nullable:"true" doc:"the largest found, relative to the sizes of a sum's terms, or to 1; null where it is no number"`
	Limit float64  `json:"limit" doc:"what it may be"`
	At    string   `json:"at" doc:"where it was found: text, tensor, indices; empty where it is 0"`
}

func (a *api) addVerify() {
	type input struct {
		RawBody []byte `contentType:"application/json"`
	}
	responses := a.verifyAnswers()
	huma.Register(a, huma.Operation{OperationID: "verify", Method: http.MethodPost, Path: "/api/v1/verify",
		Summary: "Measure a lesson's walk against its formulas",
		Description: "Takes what /api/v1/walk takes, and measures every computed number of the walk as heed verify does: sums are taken again in 300 bits. " +
			"Stated numbers are left out.",
		Responses:       responses,
		BodyReadTimeout: -1, MaxBodyBytes: -1, SkipValidateBody: true, // as walk's
	}, func(ctx context.Context, in *input) (*huma.StreamResponse, error) {
		done, err := a.turn(ctx)
		if err != nil {
			return nil, err
		}
		defer done()
		walk, _, err := engine.Walk(in.RawBody)
		if err != nil {
			return answered(engine.Refuse(err)), nil
		}
		return measured(source.VerifyWalk(walk))
	})
	a.OpenAPI().Paths["/api/v1/verify"].Post.RequestBody.Content["application/json"].Schema = a.lessonRequest()
}

// verifyAnswers documents a verification, and a refusal.
func (a *api) verifyAnswers() map[string]*huma.Response {
	responses := answers()
	responses["200"] = &huma.Response{Description: "What was measured", Content: map[string]*huma.MediaType{
		"application/json": {Schema: huma.SchemaFromType(a.OpenAPI().Components.Schemas, reflect.TypeFor[verification]())}}}
	return responses
}

// measured is the answer that tells of checks.
func measured(checks []model.Check) (*huma.StreamResponse, error) {
	v := verification{Heed: 1}
	for _, c := range checks {
		found := check{c.Claim, &c.Error, c.Limit, c.At}
		if math.IsNaN(c.Error) || math.IsInf(c.Error, 0) {
			found.Error = nil
		}
		v.Checks = append(v.Checks, found)
	}
	data, err := json.Marshal(v)
	return answered(data), err
}
