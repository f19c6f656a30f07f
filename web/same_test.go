//go:build page

package web_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"heed/engine"
	"heed/source"
)

// TestSameBytes asks the engine in the browser and the one in this process the
// same: every shipped lesson, with its pins and without, moved and typed into. The
// answers are the same bytes.
func TestSameBytes(t *testing.T) {
	p := open(t, "", look{})
	var requests []string
	for _, name := range source.Lessons() {
		text, err := document(t, name).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		for _, changes := range []string{`[]`, `[{"do":"move","at":"embed[0]","to":[3.1,6.47]}]`, `[{"do":"set","at":"embed[1,0]","value":0.37},{"do":"set","at":"weights[1,0]","value":0.3}]`} {
			for _, formula := range []bool{false, true} {
				requests = append(requests, fmt.Sprintf(`{"heed":1,"name":%q,"lesson":%s,"changes":%s,"formula":%v}`, name, text, changes, formula))
			}
		}
	}
	list, err := json.Marshal(requests)
	if err != nil {
		t.Fatal(err)
	}
	answers := eval[[]string](p, `(async () => {
		const worker = new Worker("worker.js");
		const answers = [];
		for (const request of `+string(list)+`) {
			const answer = new Promise((done) => (worker.onmessage = (e) => done(e.data.answer)));
			worker.postMessage({id: 1, request: new TextEncoder().encode(request)});
			answers.push(new TextDecoder().decode(await answer));
		}
		worker.terminate();
		return answers;
	})()`)
	for i, r := range requests {
		want := string(engine.Ask([]byte(r)))
		if got := answers[i]; got != want {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Errorf("%.120s: in the browser …%.80q; want …%.80q", r, got[max(0, at-40):], want[max(0, at-40):])
		}
	}
}
