package server

import (
	"context"
	"net/http"

	"heed/engine"
	"heed/model"

	"github.com/danielgtaylor/huma/v2"
)

// addModelFigure is what /api/v1/figure and /api/v1/verify are, for models.
func (a *api) addModelFigure() {
	type drawn struct {
		Format string  `query:"format" enum:"pdf,svg,png" default:"pdf"`
		Width  float64 `query:"width" minimum:"1" maximum:"10" default:"3.3" doc:"in inches"`
		Body   ModelRequest
	}
	huma.Register(a, huma.Operation{OperationID: "figure-model", Method: http.MethodPost, Path: "/api/v1/models/figure",
		Summary: "Draw a model's walk for print", Description: "Takes what /api/v1/models/walk takes, and gives the figure that heed walk -o writes.",
		Responses: figureAnswers(), BodyReadTimeout: -1, MaxBodyBytes: -1,
	}, func(ctx context.Context, in *drawn) (*huma.StreamResponse, error) {
		shown, status, err := a.shownModel(ctx, in.Body, nil)
		if err != nil {
			return raw(status, problemJSON, engine.Refuse(err)), nil
		}
		data, err := drawWalk(shown.Walk, shown.Plane, in.Format, in.Width)
		if err != nil {
			return answered(engine.Refuse(err)), nil
		}
		return raw(http.StatusOK, figures[in.Format], data), nil
	})
	type verified struct{ Body ModelRequest }
	huma.Register(a, huma.Operation{OperationID: "verify-model", Method: http.MethodPost, Path: "/api/v1/models/verify",
		Summary: "Measure a model's run", Description: "Takes what /api/v1/models/walk takes; runs the first text, without changes, and measures it as heed verify does: " +
			"what must sum to what, and float32 against float64.",
		Responses: a.verifyAnswers(), BodyReadTimeout: -1, MaxBodyBytes: -1,
	}, func(ctx context.Context, in *verified) (*huma.StreamResponse, error) {
		checks, status, err := ofModel(ctx, a, in.Body, nil, a.verified)
		if err != nil {
			return raw(status, problemJSON, engine.Refuse(err)), nil
		}
		return measured(checks)
	})
}

// verified measures the model by the first text, or by words of its own.
func (a *api) verified(m modelWalk, ctx context.Context) ([]model.Check, error) {
	model, err := a.models.asModel(m.source)
	if err != nil {
		return nil, err
	}
	text := "money bank"
	if len(m.request.Texts) > 0 {
		text = m.request.Texts[0]
	}
	v, err := model.Verify(ctx, text, "", nil)
	return v.Checks, err
}
