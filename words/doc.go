// Package words holds static word vectors, one a word whatever its sentence:
// it turns files of word2vec, GloVe and fastText into Vectors, and Vectors into
// neighbours, analogies, similarities and other files.
//
// V is the number of words and D that of dimensions. Rows are [V D], float32,
// in the order of the file, which in all common files is that of frequency.
// Vectors are as the file has them: nothing is centred or brought to length 1.
package words
