package token

// A joiner says what two neighbouring symbols become, if anything, and how
// soon: the lowest order first, the leftmost of equals.
type joiner interface {
	join(left, right *symbol) (order uint32, id int32, ok bool)
}

// A symbol is a piece that a word is made of so far, of the bytes
// [at, at+size) of the word; size is 0 once it was joined to the one before.
type symbol struct {
	id, at, size int32
	prev, next   int32 // −1 at the ends
}

// A merger joins the symbols of one word after the other, and keeps its
// working space. A word of n symbols takes at most n joins and 3n of the
// queue, each in log n steps.
//
// Source: Sennrich, Haddow, Birch, Neural Machine Translation of Rare Words
// with Subword Units (2016), section 3.2; the queue is the libraries'.
type merger struct {
	joiner  joiner
	symbols []symbol
	queue   []candidate // a heap
	steps   int         // of the queue so far
}

// A candidate is a join of the symbol at place with its next one. Its key is
// the order, then the place.
type candidate struct {
	key uint64
	id  int32
}

func (c candidate) place() int32 { return int32(uint32(c.key)) }

// begin starts a new word.
func (m *merger) begin() { m.symbols, m.queue = m.symbols[:0], m.queue[:0] }

// add appends a symbol of size bytes.
func (m *merger) add(id, size int32) {
	n := int32(len(m.symbols))
	at := int32(0)
	if n > 0 {
		last := &m.symbols[n-1]
		last.next = n
		at = last.at + last.size
	}
	m.symbols = append(m.symbols, symbol{id, at, size, n - 1, -1})
}

// merge joins until nothing can be joined.
func (m *merger) merge() {
	for i := range len(m.symbols) - 1 {
		m.consider(int32(i))
	}
	for len(m.queue) > 0 {
		c := m.pop()
		left := &m.symbols[c.place()]
		if left.size == 0 || left.next < 0 {
			continue
		}
		right := &m.symbols[left.next]
		if _, id, ok := m.joiner.join(left, right); !ok || id != c.id {
			continue // one of the two has become another since
		}
		left.id = c.id
		left.size += right.size
		right.size = 0
		left.next = right.next
		if left.next >= 0 {
			m.symbols[left.next].prev = c.place()
		}
		if left.prev >= 0 {
			m.consider(left.prev)
		}
		m.consider(c.place())
	}
}

// consider puts the join of the symbol at place with its next into the queue.
func (m *merger) consider(place int32) {
	left := &m.symbols[place]
	if left.next < 0 {
		return
	}
	if order, id, ok := m.joiner.join(left, &m.symbols[left.next]); ok {
		m.push(candidate{uint64(order)<<32 | uint64(uint32(place)), id})
	}
}

func (m *merger) push(c candidate) {
	m.queue = append(m.queue, c)
	q := m.queue
	i := len(q) - 1
	for i > 0 {
		m.steps++
		above := (i - 1) / 2
		if q[above].key <= c.key {
			break
		}
		q[i] = q[above]
		i = above
	}
	q[i] = c
}

func (m *merger) pop() candidate {
	q := m.queue
	top, last := q[0], q[len(q)-1]
	q = q[:len(q)-1]
	m.queue = q
	for i := 0; len(q) > 0; {
		m.steps++
		below := 2*i + 1
		if below+1 < len(q) && q[below+1].key < q[below].key {
			below++
		}
		if below >= len(q) || last.key <= q[below].key {
			q[i] = last
			break
		}
		q[i] = q[below]
		i = below
	}
	return top
}

// each calls emit for every symbol that is left, with the code points of the
// word that its bytes lie in.
func (m *merger) each(word text, emit func(id int32, from, to int)) {
	from, start := 0, int32(0) // the code point that a symbol begins in, and where that begins
	for i := int32(0); i >= 0 && len(m.symbols) > 0; i = m.symbols[i].next {
		s := &m.symbols[i]
		for from < len(word)-1 && start+runeSize(word[from].r) <= s.at {
			start += runeSize(word[from].r)
			from++
		}
		to, end := from+1, start+runeSize(word[from].r)
		for to < len(word) && end < s.at+s.size {
			end += runeSize(word[to].r)
			to++
		}
		emit(s.id, from, to)
	}
}

// runeSize is how many bytes a code point takes in UTF-8.
func runeSize(r rune) int32 {
	switch {
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case r < 0x10000:
		return 3
	}
	return 4
}
