// Package token turns text into the tokens of a pretrained model and back,
// from the model's tokenizer.json, SentencePiece model or GGUF file, with the
// same numbers as the Hugging Face tokenizers library (0.23), offsets included.
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
// Parse knows every component of the library, and refuses any other by name,
// as well as any field that it does not know: a setting that was skipped would
// change the numbers unseen. Only the blocks "truncation" and "padding" are
// read over: they say how a batch was cut for some use, not what the tokens of
// a text are.
//
// # Models
//
//   - WordPiece takes the longest piece that goes on with the word (BERT).
//   - BPE joins neighbours in the order that training learned: of bytes (GPT-2,
//     Llama 3, Qwen), or of characters, with bytes for those without a piece
//     (Llama 2, Mistral, Gemma).
//   - Unigram takes the pieces with the best sum of scores (T5, ALBERT, XLM-R).
//   - WordLevel knows whole words only.
//
// A word of a text, by which Token.Word counts, is what the pre-tokenizer cuts
// out. Tokenizers of the Llama 2 kind have none: then a text is one word.
//
// # Other files
//
// ParseSentencePiece reads SentencePiece's own models, and FromVocabulary takes
// what the metadata of a GGUF file holds.
//
// # Time
//
// A text takes time in proportion to its length, times the length of the
// longest piece; BPE takes n log n for a word of n characters. Expressions that
// published tokenizers cut words by are run by hand; others backtrack, and one
// that does so too long is an error of Encode.
//
// Source: Devlin et al., BERT (2019), section 3; Wu et al., Google's Neural
// Machine Translation System (2016), section 4.1; Sennrich et al., Neural
// Machine Translation of Rare Words with Subword Units (2016); Kudo, Subword
// Regularization (2018); the behaviour of tokenizers 0.23.3, recorded by
// testdata/ztables.py and in the goldens.
package token
