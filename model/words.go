package model

// WordVector returns a token id's row of the word embeddings, [E], to which a
// run adds its type and position before the first norm; nil where the model
// has no such id. It is to be read only.
func (m *Model[F]) WordVector(id int) []F {
	if m.weights.words == nil || id < 0 || id >= m.Config.Vocab {
		return nil
	}
	return m.weights.words.row(id)
}
