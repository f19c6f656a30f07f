// Package words holds static word vectors, one a word whatever its sentence:
// it turns files of word2vec, GloVe and fastText into Vectors, and Vectors into
// neighbours, analogies and similarities.
//
// V is the number of words and D the number of dimensions; rows are [V D],
// in float32, in the order of the file, which is mostly by frequency.
package words
