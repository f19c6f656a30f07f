package server

import (
	"encoding/json"
	"reflect"

	"heed/lesson"
	"heed/lesson/yaml"
	"heed/source"

	"github.com/danielgtaylor/huma/v2"
)

// A shipped lesson, as a page asks to walk it.
type shipped struct {
	Name     string          `json:"name" doc:"what the walk's name is to be" example:"lesson:money-bank"`
	Title    string          `json:"title"`
	Document json.RawMessage `json:"document" doc:"the lesson, for /api/v1/walk"`
}

func (a *api) addLessons() {
	a.tell(huma.Operation{OperationID: "lessons", Path: "/api/v1/lessons",
		Summary: "The lessons that ship", Description: "Each with its document, to be walked and changed."},
		a.named(reflect.TypeFor[[]shipped]()), func() (any, error) { return lessonsOf() })
}

// lessonsOf reads the lessons that ship.
func lessonsOf() ([]shipped, error) {
	var list []shipped
	for _, name := range source.Lessons() {
		data, err := source.Lesson(name)
		if err != nil {
			return nil, err
		}
		name = "lesson:" + name
		document, err := yaml.Document(name, data)
		if err != nil {
			return nil, err
		}
		l, err := lesson.Read(name, document)
		if err != nil {
			return nil, err
		}
		text, err := document.MarshalJSON()
		if err != nil {
			return nil, err
		}
		list = append(list, shipped{name, l.Title, text})
	}
	return list, nil
}
