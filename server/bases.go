package server

import (
	"encoding/json"
	"slices"
	"sync"

	"heed/geom"
	"heed/trace"
)

// bases keeps the last walks that changes were made to: while something is
// dragged, the same one is asked for with every step of the pointer.
type bases struct {
	mu   sync.Mutex
	list []base // the last one asked for is the last
}

type base struct {
	key     string
	walk    trace.Walk
	plane   geom.Plane
	numbers int // of its tensors
}

// keptNumbers is how many numbers the walks that are kept may have: 32 MB.
const keptNumbers = 4 << 20

// baseKey says what a walk without changes hangs on.
func baseKey(r ModelRequest, layer, head int) string {
	r.Changes, r.Brief, r.Layer, r.Head = nil, false, &layer, &head
	key, err := json.Marshal(r)
	if err != nil {
		panic(err) // it was read from JSON
	}
	return string(key)
}

func (b *bases) find(key string) (base, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.list, func(one base) bool { return one.key == key })
	if i < 0 {
		return base{}, false
	}
	found := b.list[i]
	b.list = append(slices.Delete(b.list, i, i+1), found)
	return found, true
}

// keep puts a walk last, and lets go of the first ones where they are too many.
func (b *bases) keep(key string, w trace.Walk, plane geom.Plane) {
	one := base{key, w, plane, w.Numbers()}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.list = append(slices.DeleteFunc(b.list, func(other base) bool { return other.key == key }), one)
	total := 0
	for i := len(b.list) - 1; i >= 0; i-- {
		if total += b.list[i].numbers; total > keptNumbers {
			b.list = slices.Clone(b.list[i+1:])
			break
		}
	}
}
