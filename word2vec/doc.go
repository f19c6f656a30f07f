// Package word2vec turns a corpus into word vectors: it learns, for each word,
// a vector from which the words around it can be told, or which can be told
// from them. Words that are used alike get vectors that lie close.
//
// Each word c of the vocabulary has an input vector v_c, which is what is
// learned for, and the output side has vectors u. Where word t stands with
// word c in its window, skip-gram lets h = v_c predict t; CBOW lets the mean of
// the window's vectors,
//
//	h = 1/|C| Σ_{c∈C} v_c
//
// do so. Prediction is scored in one of two ways. Negative sampling sets t
// apart from k words n drawn by their count to the power of ¾:
//
//	L = −log σ(h·u_t) − Σ_n log σ(−h·u_n),  σ(x) = 1/(1+e^−x)
//
// Hierarchical softmax makes the words the leaves of a Huffman tree with an
// output vector u_p at each inner node, and takes a turn d_p, 0 or 1, at each
// node on the way from the root to t:
//
//	L = −Σ_p log σ((1−2d_p) h·u_p)
//
// Either way a label y, 1 or 0, belongs to each output vector u (1 for t, 0
// for n; 1−d_p), and the gradients are
//
//	∂L/∂u = (σ(h·u) − y) h,  ∂L/∂h = Σ_u (σ(h·u) − y) u
//
// Each is followed downhill at a rate that falls in a straight line. As in
// Mikolov's program, CBOW gives each word of the window the whole of ∂L/∂h,
// not its |C|-th part, and frequent words are left out at random, by
//
//	P(kept) = min(1, (√(f/s) + 1) s/f)
//
// f being the word's share of the text and s the option Sample.
//
// One thread gives the same bytes for the same seed, on any machine. Several
// threads learn at once into the same vectors without locks, as in Mikolov's
// program: now and then one overwrites what another has just written. That
// costs no quality that can be measured, but no two runs are quite the same,
// and Go's race detector, on machines for which there is no assembly, rightly
// says that it is a race.
//
// Sources: Mikolov, Chen, Corrado and Dean, Efficient Estimation of Word
// Representations in Vector Space (2013); Mikolov, Sutskever, Chen, Corrado and
// Dean, Distributed Representations of Words and Phrases and their
// Compositionality (2013), eq. 3, 4 and 6; Rong, word2vec Parameter Learning
// Explained (2014), eq. 44–61 for the gradients; Niu, Recht, Ré and Wright,
// HOGWILD! (2011) for learning without locks.
package word2vec
