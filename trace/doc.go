// Package trace holds the data type that all of heed meets in: a Trace is all
// that one attention head did to one text. Makers (lesson, model) fill it,
// viewers (geom, term, figure) read it, and neither knows the other.
//
// # Glossary
//
// The same words stand in Go, JSON, the command line and the page:
//
//	embed      e           what enters the layer: the residual stream
//	q, k, v    e·W + b     query, key, value, as they enter the dot product
//	scores     q_i · k_j   raw dot products
//	scaled     scores/√K   before any bias or mask
//	masked                 after bias and mask; absent where nothing was added
//	weights    softmax     of masked, or of scaled where masked is absent
//	parts      w_ij · v_j  the weighted values
//	output     Σ_j parts   per head
//	projected  output·W_O  what this head adds
//	y                      the contextual vector after attention
//	shift      y − e
//
// and the same letters for sizes: T tokens, D model width, H heads, K key
// width, W value width, V vocabulary, L layers; i counts queries, j keys.
// Vectors are rows; maps act from the right: q = e·W_Q. Rows of a [T T]
// matrix are queries, columns keys. Layers and heads count from 0.
//
// A number that nothing determines (a lesson without maps leaves some) is NaN
// in memory and null in JSON. A masked score is −Inf, null in JSON too.
package trace
