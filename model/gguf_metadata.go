package model

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/tensor"
)

// metadata reads an architecture's values by their names without it, and notes
// which were read. The first error is kept.
type metadata struct {
	g    *tensor.GGUF
	arch string
	read map[string]bool
	err  error
}

// is reports whether the architecture is one of those.
func (m *metadata) is(archs ...string) bool { return slices.Contains(archs, m.arch) }

func (m *metadata) has(key string) bool { return m.g.Has(m.arch + "." + key) }

// there reports whether the file has a tensor.
func (m *metadata) there(name string) bool {
	_, ok := m.g.Entry(name)
	return ok
}

func (m *metadata) fail(err error) {
	if err != nil && m.err == nil {
		m.err = err
	}
}

// count reads a whole number from 1 up; absent is what it means where it is not
// there, 0 that it must be. A list, one a layer, must hold one number.
func (m *metadata) count(key string, absent, most int) int {
	full := m.arch + "." + key
	m.read[full] = true
	if !m.g.Has(full) && absent > 0 {
		return absent
	}
	n, err := m.g.Int(full)
	if list, e := m.g.Ints(full); err != nil && e == nil && len(list) > 0 {
		n, err = list[0], nil
		if slices.ContainsFunc(list, func(x int64) bool { return x != n }) {
			err = fmt.Errorf("metadata %q: differs from layer to layer; heed runs models where it does not", full)
		}
	}
	if err == nil && (n < 1 || n > int64(most)) {
		err = fmt.Errorf("metadata %q: is %d; want 1 to %d", full, n, most)
	}
	m.fail(err)
	return int(min(max(n, 1), int64(most)))
}

// whole reads a whole number from 0 up that may be missing.
func (m *metadata) whole(key string, absent int) int {
	m.ignore(key)
	if !m.has(key) {
		return absent
	}
	n, err := m.g.Int(m.arch + "." + key)
	if err == nil && (n < 0 || n > many) {
		err = fmt.Errorf("metadata %q: is %d; want 0 to %d", m.arch+"."+key, n, many)
	}
	m.fail(err)
	return int(n)
}

// same reads a whole number that may be missing and must otherwise be want.
func (m *metadata) same(key string, want int, what string) {
	if n := m.count(key, want, many); n != want {
		m.fail(fmt.Errorf("metadata %q: is %d; want %d, %s", m.arch+"."+key, n, want, what))
	}
}

// idle refuses what must be missing or 0.
func (m *metadata) idle(keys ...string) {
	for _, key := range keys {
		if n := m.whole(key, 0); n != 0 {
			m.fail(fmt.Errorf("metadata %q: is %d; heed runs models without", m.arch+"."+key, n))
		}
	}
}

// number reads a positive number; absent is what it means where it is not
// there, 0 that it must be.
func (m *metadata) number(key string, absent float64) float64 {
	full := m.arch + "." + key
	m.read[full] = true
	if !m.g.Has(full) && absent > 0 {
		return absent
	}
	x, err := m.g.Float(full)
	if err == nil && !(x > 0 && x <= math.MaxFloat32) {
		err = fmt.Errorf("metadata %q: is %v; want a positive number", full, x)
	}
	m.fail(err)
	return x
}

// optional reads a positive number that may be missing, or be 0.
func (m *metadata) optional(key string, absent float64) float64 {
	if x, err := m.g.Float(m.arch + "." + key); err == nil && x == 0 {
		m.ignore(key)
		return 0
	}
	if !m.has(key) {
		return absent
	}
	return m.number(key, 0)
}

func (m *metadata) flag(key string, absent bool) bool {
	m.ignore(key)
	if !m.has(key) {
		return absent
	}
	x, err := m.g.Bool(m.arch + "." + key)
	m.fail(err)
	return x
}

func (m *metadata) text(key, absent string) string {
	m.ignore(key)
	if !m.has(key) {
		return absent
	}
	x, err := m.g.String(m.arch + "." + key)
	m.fail(err)
	return x
}

// ignore notes values that change no number here.
func (m *metadata) ignore(keys ...string) {
	for _, key := range keys {
		m.read[m.arch+"."+key] = true
	}
}

// finish returns an error for a value of the architecture that nobody read.
func (m *metadata) finish() error {
	var unknown []string
	for _, key := range m.g.Keys() {
		if strings.HasPrefix(key, m.arch+".") && !m.read[key] {
			unknown = append(unknown, fmt.Sprintf("%q", key))
		}
	}
	if len(unknown) > 0 {
		return fmt.Errorf("metadata %s: heed does not know what this changes", strings.Join(unknown, ", "))
	}
	return nil
}
