package word2vec

import "heed/internal/simd"

// weights are what is learned: rows of numbers, padded with zeros to what the
// kernels want.
type weights struct {
	dim, width int
	in         []float32 // [V width], one row a word
	out        []float32 // [V width] for negative sampling, [V−1 width] for the tree's inner nodes
}

// newWeights draws the numbers of the input vectors from −1/D … 1/D, as gensim
// does; Mikolov's program draws from half of that, which did a little worse
// (similarities and analogies by .002, over six seeds). Output vectors start
// as 0.
func newWeights(words, nodes, dim int, seed uint64) *weights {
	width := (dim + simd.Lanes - 1) / simd.Lanes * simd.Lanes
	w := &weights{dim, width, make([]float32, words*width), make([]float32, nodes*width)}
	r := newRandom(seed, 1<<63) // a stretch of its own
	for i := range words {
		row := w.in[i*width:][:dim]
		for j := range row {
			row[j] = (float32(r.next()>>8)/(1<<23) - 1) / float32(dim)
		}
	}
	return w
}

// A learner learns from sentences, one of several that share all but what
// stands at the end.
type learner struct {
	*weights
	o       Options
	sigmoid *sigmoid
	keep    []uint64 // chance of each word to be kept, of 2³²
	lottery lottery  // nil where there is a tree
	tree    tree

	random   random
	rate     float32
	sentence []uint32  // what is kept of it
	ahead    []uint32  // words drawn for the next prediction, on their way into the cache
	rows     []uint32  // output vectors of the present prediction
	labels   []float32 // 1 or 0 for each
	by       []float32 // h·u of each, then (y − σ(h·u)) · rate
	h, sum   []float32 // [width] a mean; what moves h
}

// clone returns a learner that shares what is learned.
func (l learner) clone() *learner {
	l.h, l.sum = make([]float32, l.width), make([]float32, l.width)
	l.rows, l.labels, l.by, l.sentence, l.ahead = nil, nil, nil, nil, make([]uint32, l.o.Negative)
	return &l
}

// begin makes the learner draw the numbers of a stretch of the work, and learn
// at a rate.
func (l *learner) begin(r random, rate float32) {
	l.random, l.rate = r, rate
	if l.lottery != nil {
		for i := range l.ahead {
			l.ahead[i] = l.lottery.draw(&l.random)
		}
	}
}

// learn learns from a sentence, of which it leaves frequent words out.
func (l *learner) learn(words []uint32) {
	l.sentence = l.sentence[:0]
	for _, word := range words {
		if uint64(l.random.next()) < l.keep[word] {
			l.sentence = append(l.sentence, word)
		}
	}
	for i, word := range l.sentence {
		reach := l.o.Window - int(l.random.below(uint32(l.o.Window)))
		before, after := l.sentence[max(0, i-reach):i], l.sentence[i+1:min(len(l.sentence), i+1+reach)]
		l.fetch(i)
		if l.o.Model == CBOW {
			l.cbow(word, before, after)
			continue
		}
		l.skipGram(word, before)
		l.skipGram(word, after)
	}
}

// fetch starts bringing into the cache what the next place of the sentence
// needs. With the words drawn ahead this makes learning a quarter faster.
func (l *learner) fetch(i int) {
	n := len(l.sentence)
	simd.Prefetch(l.in, l.sentence[min(n, i+1+l.o.Window):min(n, i+2+l.o.Window)], l.width)
	if l.lottery != nil {
		simd.Prefetch(l.out, l.sentence[i+1:min(n, i+2)], l.width)
	}
}

// skipGram lets each word of a window predict the word in its midst. Which of
// the two predicts the other makes no difference in a whole text: each pair
// comes both ways.
func (l *learner) skipGram(word uint32, window []uint32) {
	for i := range window {
		l.target(word)
		clear(l.sum)
		l.predict(l.in[int(window[i])*l.width:][:l.width])
		simd.Spread(l.in, window[i:i+1], l.sum)
	}
}

// cbow lets the mean of a window predict the word in its midst.
func (l *learner) cbow(word uint32, before, after []uint32) {
	n := len(before) + len(after)
	if n == 0 {
		return
	}
	clear(l.h)
	simd.Sum(l.h, l.in, before)
	simd.Sum(l.h, l.in, after)
	for j := range l.h {
		l.h[j] /= float32(n)
	}
	l.target(word)
	clear(l.sum)
	l.predict(l.h)
	simd.Spread(l.in, before, l.sum)
	simd.Spread(l.in, after, l.sum)
}

// target lists the output vectors that predict a word, and their labels.
func (l *learner) target(word uint32) {
	if l.lottery == nil {
		l.rows, l.labels = l.tree.nodes[word], l.tree.turns[word]
		l.by = resized(l.by, len(l.rows))
		return
	}
	l.rows, l.labels = append(l.rows[:0], word), append(l.labels[:0], 1)
	for i, other := range l.ahead {
		if other != word {
			l.rows, l.labels = append(l.rows, other), append(l.labels, 0)
		}
		l.ahead[i] = l.lottery.draw(&l.random)
	}
	simd.Prefetch(l.out, l.ahead, l.width)
	l.by = resized(l.by, len(l.rows))
}

// predict follows the gradients of one prediction downhill: it moves the
// output vectors, and leaves in sum what is to be added to h.
//
//	u += rate (y − σ(h·u)) h,  sum += Σ_u rate (y − σ(h·u)) u
//
// All on the right are as they were before, but for a word that is drawn twice,
// whose vector has moved once already when it is used again.
func (l *learner) predict(h []float32) {
	simd.Dots(l.by, h, l.out, l.rows)
	for i, x := range l.by {
		l.by[i] = (l.labels[i] - l.sigmoid.at(x)) * l.rate
	}
	simd.Learn(l.sum, h, l.out, l.rows, l.by)
}

func resized(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}
