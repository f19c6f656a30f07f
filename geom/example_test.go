package geom_test

import (
	"fmt"
	"log"

	"heed/geom"
	"heed/lesson"
	"heed/lesson/yaml"
	"heed/lessons"
)

// A lesson's walk on its plane: every mark knows where it ends and which
// tensor it was drawn from.
func ExampleBuild() {
	file, err := lessons.Files.ReadFile("money-bank-told.yaml")
	if err != nil {
		log.Fatal(err)
	}
	l, err := yaml.Parse("money-bank-told", file)
	if err != nil {
		log.Fatal(err)
	}
	w, err := l.Walk(lesson.Options{})
	if err != nil {
		log.Fatal(err)
	}
	plane, err := geom.ChoosePlane("", w, nil)
	if err != nil {
		log.Fatal(err)
	}
	scene, err := geom.Build(w, plane)
	if err != nil {
		log.Fatal(err)
	}
	for _, m := range scene.Panels[0].Marks {
		if m.Kind == geom.Arrow && m.Role == geom.Output {
			fmt.Printf("y ends at (%.1f, %.1f), from %v\n", m.Points[1].X, m.Points[1].Y, m.Of)
		}
	}
	// Output:
	// y ends at (7.6, 3.8), from [0:y[1]]
}

// In a plane of more dimensions' data, each vector keeps a share of its length.
func ExamplePlane_KeptOf() {
	plane, err := geom.Axes(3, 0, 1)
	if err != nil {
		log.Fatal(err)
	}
	v := []float64{3, 4, 12}
	fmt.Printf("%v is drawn at %v and keeps %.3f of its length\n", v, plane.At(v), plane.KeptOf(v))
	// Output:
	// [3 4 12] is drawn at {3 4} and keeps 0.385 of its length
}
