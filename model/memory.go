package model

import (
	"sync"

	"heed/tensor"
)

// A Memory keeps the memory of runs that are over for those to come, so that a
// loop of runs of like size asks the system for none. The zero Memory is ready;
// goroutines may share one.
type Memory[F tensor.Float] struct {
	mu     sync.Mutex
	free   map[int][][]F // by length
	spares []*spare[F]
}

// A spare is what steps are computed in that nobody keeps, by step. Bands of a
// slab share one.
type spare[F tensor.Float] struct {
	mu    sync.Mutex
	steps map[string][]F
}

// take returns n numbers, whatever they are.
func (m *Memory[F]) take(n int) []F {
	m.mu.Lock()
	defer m.mu.Unlock()
	if list := m.free[n]; len(list) > 0 {
		m.free[n] = list[:len(list)-1]
		return list[len(list)-1]
	}
	return make([]F, n)
}

// give takes memory back.
func (m *Memory[F]) give(x []F) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.free == nil {
		m.free = map[int][][]F{}
	}
	m.free[len(x)] = append(m.free[len(x)], x)
}

func (m *Memory[F]) spare() *spare[F] {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := len(m.spares); n > 0 {
		s := m.spares[n-1]
		m.spares = m.spares[:n-1]
		return s
	}
	return &spare[F]{steps: map[string][]F{}}
}

func (m *Memory[F]) back(s *spare[F]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.spares = append(m.spares, s)
}

// room returns n numbers for a step, the same ones each time.
func (s *spare[F]) room(step string, n int) []F {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.steps[step]) < n {
		s.steps[step] = make([]F, n)
	}
	return s.steps[step][:n]
}
