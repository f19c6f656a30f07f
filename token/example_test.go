package token_test

import (
	"fmt"
	"log"
	"os"

	"heed/token"
)

func parseExample() *token.Tokenizer {
	data, err := os.ReadFile("testdata/files/bert-a/tokenizer.json")
	if err != nil {
		log.Fatal(err)
	}
	tok, err := token.Parse(data)
	if err != nil {
		log.Fatal(err)
	}
	return tok
}

func Example() {
	tok := parseExample()
	tokens, err := tok.EncodeSpecial("Money in the bank")
	if err != nil {
		log.Fatal(err)
	}
	for _, k := range tokens {
		fmt.Println(k.ID, k.Text, k.Start, k.End)
	}
	fmt.Println(tok.Decode(tokens.IDs()))
	// Output:
	// 2 [CLS] 0 0
	// 418 mo 0 2
	// 171 ##n 2 3
	// 164 ##e 3 4
	// 165 ##y 4 5
	// 296 in 6 8
	// 268 the 9 12
	// 427 bank 13 17
	// 3 [SEP] 0 0
	// money in the bank
}

func ExampleTokenizer_Encode() {
	tokens, err := parseExample().Encode("Café [MASK]")
	if err != nil {
		log.Fatal(err)
	}
	for _, k := range tokens {
		fmt.Println(k.Text, k.Start, k.End, k.Word)
	}
	// Output:
	// ca 0 2 0
	// ##fe 2 4 0
	// [MASK] 5 11 1
}

// Byte-level BPE: a space is written Ġ, and a letter without a piece takes a
// token for each of its bytes.
func Example_bytePairs() {
	data, err := os.ReadFile("testdata/files/tiny-bbpe-roberta/tokenizer.json")
	if err != nil {
		log.Fatal(err)
	}
	tok, err := token.Parse(data)
	if err != nil {
		log.Fatal(err)
	}
	tokens, err := tok.Encode("the bank’s")
	if err != nil {
		log.Fatal(err)
	}
	for _, k := range tokens {
		fmt.Println(k.ID, k.Text, k.Start, k.End, k.Word)
	}
	fmt.Println(tok.Decode(tokens.IDs()))
	// Output:
	// 88 t 0 1 0
	// 262 he 1 3 0
	// 462 Ġbank 4 8 1
	// 163 â 8 9 2
	// 227 Ģ 8 9 2
	// 252 Ļ 8 9 2
	// 87 s 9 10 3
	// the bank’s
}

// A vocabulary as a GGUF file holds it: Llama's, with the space before a word
// as ▁, and bytes for what has no piece.
func ExampleFromVocabulary() {
	tok, err := token.FromVocabulary(token.Vocabulary{
		Model:  "llama",
		Tokens: []string{"<unk>", "<s>", "</s>", "▁", "a", "b", "▁a", "▁ab", "<0xC3>", "<0xA9>"},
		Scores: []float32{0, 0, 0, -5, -5, -5, -2, -1, 0, 0},
		Types:  []int32{2, 3, 3, 1, 1, 1, 1, 1, 6, 6},
		BOS:    new(1),
	})
	if err != nil {
		log.Fatal(err)
	}
	tokens, err := tok.EncodeSpecial("ab é")
	if err != nil {
		log.Fatal(err)
	}
	for _, k := range tokens {
		fmt.Println(k.ID, k.Text, k.Start, k.End)
	}
	fmt.Println(tok.Decode(tokens.IDs()))
	// Output:
	// 1 <s> 0 0
	// 7 ▁ab 0 2
	// 3 ▁ 2 3
	// 8 <0xC3> 3 4
	// 9 <0xA9> 3 4
	// ab é
}

func ExampleTokenizer_EncodePairSpecial() {
	tokens, err := parseExample().EncodePairSpecial("bank", "the river")
	if err != nil {
		log.Fatal(err)
	}
	for _, k := range tokens {
		fmt.Println(k.Text, k.Type, k.Sequence)
	}
	// Output:
	// [CLS] 0 -1
	// bank 0 0
	// [SEP] 0 -1
	// the 1 1
	// r 1 1
	// ##ive 1 1
	// ##r 1 1
	// [SEP] 1 -1
}

func ExampleTokenizer_Encode_notUTF8() {
	_, err := parseExample().Encode("caf\xe9")
	fmt.Println(err)
	// Output: text: byte 3 is 0xe9, which is not UTF-8; save the text as UTF-8
}

func ExampleParse_error() {
	_, err := token.Parse([]byte(`{"model": {"type": "WordPiece", "vocab": {"a": -1}}}`))
	fmt.Println(err)
	// Output: tokenizer.json:1:48: model.vocab["a"] is -1; want a whole number from 0 to 2147483647
}
