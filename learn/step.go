package learn

import (
	"math"

	"heed/internal/simd"
)

// A pass takes some chunks of a batch forward to the loss and back to the
// gradient, in float32. It is the fast twin of attention.Walk and
// attention.Backward, all heads at once. N counts its visible words, M the
// batch's targets; the letters are those of package trace.
//
//	q    = e·W_Q + b_Q,  k = e·W_K            for all heads at once
//	w^h  = softmax over j≠i of q_i^h·k_j^h/√K
//	read = w^h·e                              what head h reads, mixed
//	y    = e + Σ_h read^h·W_V^h
type pass struct {
	*weights
	gradient *weights
	loss     float64 // of the chunks, their part in the batch's mean

	chunks []chunk
	n      int       // N
	e      []float32 // [N D]
	q, k   []float32 // [N H·K]; q holds q/√K
	attn   []float32 // the weights w: for each chunk, for each head, [T T]
	read   []float32 // [N H·D]
	y      []float32 // [N D]
	dy     []float32 // [N D], as all that begin with d: the loss's gradient
	dread  []float32 // [N H·D]
	dq, dk []float32 // [N H·K]
	heap   []float32 // short-lived matrices
	used   int
}

func newPass(w *weights) *pass { return &pass{weights: w, gradient: newWeights(w.Shape)} }

// forward fills the loss of some chunks of the batch: their part in it, so
// that the parts add up.
func (p *pass) forward(embed []float32, b *batch, chunks []chunk, t targets) {
	p.chunks, p.n = chunks, 0
	weights := 0
	for _, c := range chunks {
		p.n += len(c.words)
		weights += p.Heads * len(c.words) * len(c.words)
	}
	p.attn = zeros(p.attn, weights)
	clear(p.gradient.all)
	p.project(embed)
	p.attend()
	p.contextual()
	p.tell(b, t)
}

// back fills the gradient of what went forward.
func (p *pass) back() {
	p.values()
	p.scores()
	p.maps()
}

// zeros returns n zeros, in the memory of s where it has that much.
func zeros(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n, n+n/4)
	}
	s = s[:n]
	clear(s)
	return s
}

// scratch returns n zeros for a matrix that is done with before release.
func (p *pass) scratch(n int) []float32 {
	if p.used+n > len(p.heap) {
		p.heap, p.used = make([]float32, 2*(p.used+n)), 0
	}
	p.used += n
	s := p.heap[p.used-n : p.used : p.used]
	clear(s)
	return s
}

func (p *pass) release() { p.used = 0 }

// transposed returns the transpose of m, [rows cols].
func (p *pass) transposed(m []float32, rows, cols int) []float32 {
	t := p.scratch(len(m))
	for i := range rows {
		for j, x := range m[i*cols : (i+1)*cols] {
			t[j*rows+i] = x
		}
	}
	return t
}

func (p *pass) project(embed []float32) {
	width := p.Heads * p.KeyWidth
	p.e, p.q, p.k = zeros(p.e, p.n*p.Dim), zeros(p.q, p.n*width), zeros(p.k, p.n*width)
	at := 0
	for _, c := range p.chunks {
		for _, id := range c.words {
			copy(p.e[at*p.Dim:], embed[int(id)*p.Dim:(int(id)+1)*p.Dim])
			copy(p.q[at*width:], p.qBias)
			at++
		}
	}
	simd.AddProduct(p.q, p.e, p.weights.q, p.n, p.Dim, width)
	simd.AddProduct(p.k, p.e, p.weights.k, p.n, p.Dim, width)
	for i := range p.q {
		p.q[i] *= p.root()
	}
}

// root is 1/√K.
func (p *pass) root() float32 { return float32(1 / math.Sqrt(float64(p.KeyWidth))) }

// A stretch is one chunk's share of the matrices, for one head.
type stretch struct {
	at, words int       // rows at … at+words−1
	head      int       //
	attn      []float32 // [T T]
}

// each calls f for every chunk and head.
func (p *pass) each(f func(s stretch)) {
	at, used := 0, 0
	for _, c := range p.chunks {
		size := len(c.words) * len(c.words)
		for h := range p.Heads {
			f(stretch{at, len(c.words), h, p.attn[used : used+size]})
			used += size
			p.release()
		}
		at += len(c.words)
	}
}

// block copies the stretch's rows of one head out of m, [N H·width]: [T width].
func (p *pass) block(s stretch, m []float32, width int) []float32 {
	b := p.scratch(s.words * width)
	stride := p.Heads * width
	for i := range s.words {
		copy(b[i*width:(i+1)*width], m[(s.at+i)*stride+s.head*width:])
	}
	return b
}

// place is block the other way.
func (p *pass) place(s stretch, m, b []float32, width int) {
	stride := p.Heads * width
	for i := range s.words {
		copy(m[(s.at+i)*stride+s.head*width:], b[i*width:(i+1)*width])
	}
}

func (p *pass) attend() {
	p.read = zeros(p.read, p.n*p.Heads*p.Dim)
	p.each(func(s stretch) {
		T, K := s.words, p.KeyWidth
		q, k := p.block(s, p.q, K), p.block(s, p.k, K)
		simd.AddProduct(s.attn, q, p.transposed(k, T, K), T, K, T)
		for i := range T {
			row := s.attn[i*T : (i+1)*T]
			row[i] = float32(math.Inf(-1))
			softmax(row)
		}
		read := p.scratch(T * p.Dim)
		simd.AddProduct(read, s.attn, p.e[s.at*p.Dim:(s.at+T)*p.Dim], T, T, p.Dim)
		p.place(s, p.read, read, p.Dim)
	})
}

func (p *pass) contextual() {
	p.y = append(p.y[:0], p.e...)
	simd.AddProduct(p.y, p.read, p.v, p.n, p.Heads*p.Dim, p.Dim)
}

// Targets are the vectors of the batch's hidden words, [M D], and their
// transpose.
type targets struct{ rows, columns []float32 }

func gather(embed []float32, hidden []uint32, dim int) targets {
	t := targets{make([]float32, len(hidden)*dim), make([]float32, len(hidden)*dim)}
	for m, id := range hidden {
		for c, x := range embed[int(id)*dim : (int(id)+1)*dim] {
			t.rows[m*dim+c] = x
			t.columns[c*len(hidden)+m] = x
		}
	}
	return t
}

// tell adds up the loss, and its gradient for y and the sharpness s:
//
//	p_im = softmax over m of s·y_i·e_m
//	loss = −mean over i of the mean over m hidden in the chunk of i of log p_im
//	dy_i = s Σ_m (p_im − [m hidden in i's chunk]/their number) e_m / N
func (p *pass) tell(b *batch, t targets) {
	p.dy = zeros(p.dy, p.n*p.Dim)
	s, M := p.sharpness[0], len(b.hidden)
	share := 1 / float32(b.visible)
	loss, dsharpness := 0.0, 0.0
	at := 0
	for _, c := range p.chunks {
		T := len(c.words)
		d := p.scratch(T * M)
		simd.AddProduct(d, p.y[at*p.Dim:(at+T)*p.Dim], t.columns, T, p.Dim, M)
		row, each := p.scratch(M), share/float32(c.to-c.from)
		for i := range T {
			dots := d[i*M : (i+1)*M]
			for m, x := range dots {
				row[m] = s * x
			}
			total := softmax(row)
			for m := range row {
				row[m] *= share
			}
			for m := c.from; m < c.to; m++ {
				loss += (total - float64(s)*float64(dots[m])) * float64(each)
				row[m] -= each
			}
			for m, x := range row {
				dsharpness += float64(x) * float64(dots[m])
				dots[m] = x * s
			}
		}
		simd.AddProduct(p.dy[at*p.Dim:(at+T)*p.Dim], d, t.rows, T, M, p.Dim)
		p.release()
		at += T
	}
	p.loss, p.gradient.sharpness[0] = loss, float32(dsharpness)
}

// values goes back through read·W_V.
func (p *pass) values() {
	width := p.Heads * p.Dim
	simd.AddProduct(p.gradient.v, p.transposed(p.read, p.n, width), p.dy, width, p.n, p.Dim)
	p.dread = zeros(p.dread, p.n*width)
	simd.AddProduct(p.dread, p.dy, p.transposed(p.v, width, p.Dim), p.n, p.Dim, width)
	p.release()
}

// scores goes back through the mix, the softmax and the dot products, to q and
// k. The gradient of q is that of q/√K, as p.q is.
func (p *pass) scores() {
	width := p.Heads * p.KeyWidth
	p.dq, p.dk = zeros(p.dq, p.n*width), zeros(p.dk, p.n*width)
	p.each(func(s stretch) {
		T, K := s.words, p.KeyWidth
		d := p.scratch(T * T)
		e := p.transposed(p.e[s.at*p.Dim:(s.at+T)*p.Dim], T, p.Dim)
		simd.AddProduct(d, p.block(s, p.dread, p.Dim), e, T, p.Dim, T)
		for i := range T {
			softmaxBackward(d[i*T:(i+1)*T], s.attn[i*T:(i+1)*T])
		}
		dq, dk := p.scratch(T*K), p.scratch(T*K)
		simd.AddProduct(dq, d, p.block(s, p.k, K), T, T, K)
		simd.AddProduct(dk, p.transposed(d, T, T), p.block(s, p.q, K), T, T, K)
		p.place(s, p.dq, dq, K)
		p.place(s, p.dk, dk, K)
	})
	for i := range p.dq {
		p.dq[i] *= p.root()
	}
}

// softmaxBackward replaces dw_j by w_j (dw_j − Σ_l w_l dw_l).
func softmaxBackward(dw, w []float32) {
	mean := float32(0)
	for j, x := range w {
		mean += float32(x * dw[j])
	}
	for j, x := range w {
		dw[j] = x * (dw[j] - mean)
	}
}

// maps goes back to W_Q, b_Q and W_K.
func (p *pass) maps() {
	width := p.Heads * p.KeyWidth
	e := p.transposed(p.e, p.n, p.Dim)
	simd.AddProduct(p.gradient.q, e, p.dq, p.Dim, p.n, width)
	simd.AddProduct(p.gradient.k, e, p.dk, p.Dim, p.n, width)
	for i := range p.n {
		for c, d := range p.dq[i*width : (i+1)*width] {
			p.gradient.qBias[c] += d
		}
	}
	p.release()
}
