// Package evaluate measures vectors of words by data that people made: how
// well cosines agree with what people find alike (similarity.go), how many
// analogies vectors solve (analogies.go), and how well the vectors of a word
// in its sentences tell its senses apart (senses.go), beside baselines that
// use no attention.
//
// The package opens no file: data comes from an [io.Reader] or an [fs.FS],
// vectors from small interfaces that sources of vectors implement.
package evaluate
