// Package token turns text into the tokens of a pretrained model and back,
// from the model's tokenizer.json, with the same numbers as the Hugging Face
// tokenizers library (0.23), offsets included.
//
// # Pipeline
//
//	text ─ added tokens ─► parts ─ normalizer ─► parts ─ pre-tokenizer ─► words ─ model ─► pieces ─ post-processor ─► Encoding
//	ids ─ vocabulary ─► pieces ─ decoder ─► text
//
// Added tokens ([MASK], <s>) are looked for first in the text as it was typed,
// then, those that ask for it, in the normalised text. Every character keeps
// the code points of the original text that it came from, so a token's Start
// and End always count code points of the text that was typed.
//
// Known so far are the components of the BERT family: normalizers
// BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD, Sequence, Strip and
// StripAccents; pre-tokenizers BertPreTokenizer, Sequence, Whitespace and
// WhitespaceSplit; the model WordPiece; post-processors BertProcessing,
// RobertaProcessing and TemplateProcessing; the decoder WordPiece. Parse
// refuses any other by name, as well as any field that it does not know:
// a setting that was skipped would change the numbers unseen. Only the blocks
// "truncation" and "padding" are read over: they say how a batch was cut for
// some use, not what the tokens of a text are.
//
// Source: Devlin et al., BERT (2019), section 3; Wu et al., Google's Neural
// Machine Translation System (2016), section 4.1; the behaviour of
// tokenizers 0.23.3, recorded by testdata/ztables.py and in the goldens.
package token
