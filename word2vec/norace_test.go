//go:build !race

package word2vec

const race = false
