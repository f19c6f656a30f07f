package token

// MetadataOf gives what a SentencePiece model's file says in the form of
// GGUF's metadata.
func MetadataOf(data []byte) (v Vocabulary, err error) {
	p := protoModel{spacing: spacing{prefix: true, trim: true, escape: true}}
	err = protoFields(data, func(f protoField) error {
		if f.number == 3 {
			protoFields(f.bytes, func(f protoField) error {
				if f.number == 2 {
					v.CharsMap = f.bytes
				}
				return nil
			})
		}
		return p.field(f)
	})
	for _, piece := range p.pieces {
		v.Tokens = append(v.Tokens, piece.text)
		v.Scores = append(v.Scores, piece.score)
		v.Types = append(v.Types, int32(piece.kind))
	}
	v.AddSpacePrefix, v.RemoveExtraSpaces = &p.spacing.prefix, p.spacing.trim
	return v, err
}
