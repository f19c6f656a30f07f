package inspect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"heed/mat"
	"heed/source"
	"heed/token"
	"heed/trace"
)

// How many candidates are listed of a prediction, and at each layer of a lens.
const (
	topOfPrediction = 10
	topOfLens       = 5
	mostMasks       = 8 // positions that are predicted
)

// logitTargets are the ids of the words whose logits are to be taken apart. Each must
// be one token of the vocabulary.
func logitTargets(m *source.Model, words []string) ([]int, error) {
	if len(words) == 0 {
		return nil, nil
	}
	if err := m.Net.Predicts(); err != nil {
		return nil, fmt.Errorf("%s: %w", m.Name(), err)
	}
	if m.Tokenizer == nil {
		return nil, fmt.Errorf("%s has no vocabulary of words to find %q in", m.Name(), words[0])
	}
	var ids []int
	for _, word := range words {
		id, err := oneToken(m, word)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// oneToken is the id of a word that is one token of the vocabulary, as a text has it or as
// the vocabulary writes it.
func oneToken(m *source.Model, word string) (int, error) {
	pieces, err := m.Tokenizer.Encode(word)
	if err != nil {
		return 0, fmt.Errorf("target %q: %w", word, err)
	}
	id, known := m.Tokenizer.ID(word)
	switch {
	case len(pieces) == 1 && !unknown(pieces[0], word):
		id = pieces[0].ID
	case known:
	case len(pieces) == 1:
		return 0, fmt.Errorf("target %q is not in the vocabulary: it becomes %s", word, pieces[0].Text)
	case len(pieces) == 0:
		return 0, fmt.Errorf("target %q has no tokens; want one token of the vocabulary, such as %q", word, " money")
	default:
		var names []string
		for _, p := range pieces {
			names = append(names, p.Text)
		}
		return 0, fmt.Errorf("target %q is %d tokens: %s; want one token of the vocabulary: name one of these, or another word", word, len(pieces), strings.Join(names, " "))
	}
	if id >= m.Net.Config.Vocab {
		return 0, fmt.Errorf("target %q has id %d; the model has words 0 … %d", word, id, m.Net.Config.Vocab-1)
	}
	return id, nil
}

// unknown reports whether a piece stands for any word that a vocabulary lacks.
func unknown(piece token.Token, word string) bool {
	return piece.Text != word && slices.Contains([]string{"[UNK]", "<unk>", "<UNK>"}, piece.Text)
}

// predict adds what the model predicts at each position, what it would at each
// layer, and the parts of the targets' logits; nothing for a model without a
// head.
func predict(m *source.Model, s subject, o AttentionOptions, targets []int, t *trace.AttentionText) error {
	if m.Net.Predicts() != nil {
		return nil
	}
	kind, positions := predicted(m, s, o)
	for _, position := range positions {
		p, logits, err := prediction(m, s, position)
		if err != nil {
			return err
		}
		p.Kind = kind
		t.Predictions = append(t.Predictions, p)
		final := logProbs(logits)
		for _, id := range targets {
			part, err := partition(m, s, position, id, float64(logits[id]))
			if err != nil {
				return err
			}
			part.Token, part.Rank = p.Token, rankOf(final, id)
			part.Target = candidates(m, final, []int{id})[0]
			t.Logits = append(t.Logits, part)
		}
	}
	return nil
}

// prediction is what the model makes of one position, at each layer and in the end, of
// which it returns the logits, [V].
func prediction(m *source.Model, s subject, position int) (trace.Prediction, []float32, error) {
	p := trace.Prediction{Position: position, Token: s.Tokens[position].Text}
	states, err := s.States(0, position)
	if err != nil {
		return p, nil, err
	}
	logits, err := m.Net.Logits(states)
	if err != nil {
		return p, nil, err
	}
	last := logits.Row(logits.Rows - 1)
	final := logProbs(last)
	best := ranked(final, topOfPrediction)
	p.Top = candidates(m, final, best)
	for l := range logits.Rows {
		q := logProbs(logits.Row(l))
		p.Lens = append(p.Lens, trace.LensLayer{Layer: l, Top: candidates(m, q, ranked(q, topOfLens)),
			Rank: rankOf(q, best[0]), KL: mat.Number(divergence(final, q)), Entropy: mat.Number(entropy(q))})
	}
	return p, last, nil
}

// predicted says of which positions a prediction is given: in a causal model of
// the word under study's last token, where one is named, else of the text's last;
// of images at the class token; else at the text's masks, or at the word, which
// the model then sees.
func predicted(m *source.Model, s subject, o AttentionOptions) (kind string, positions []int) {
	switch {
	case m.Net.Config.Embedding.Image != nil:
		return "class", []int{0}
	case causal(m) && o.Word != "":
		return "next", s.Focus[len(s.Focus)-1:]
	case causal(m):
		return "next", []int{len(s.Tokens) - 1}
	case o.Word == "":
		kind = "mask"
		for i, token := range s.Tokens {
			if isMask(token.Text) && len(positions) < mostMasks {
				positions = append(positions, i)
			}
		}
	}
	if positions == nil {
		return "word", s.Focus[:min(mostMasks, len(s.Focus))]
	}
	return kind, positions
}

// isMask reports whether a token stands for a word to be guessed.
func isMask(text string) bool { return text == "[MASK]" || text == "<mask>" }

// logProbs is ln softmax(logits), [V].
func logProbs(logits []float32) []float64 {
	largest, sum := math.Inf(-1), 0.0
	for _, x := range logits {
		largest = max(largest, float64(x))
	}
	for _, x := range logits {
		sum += math.Exp(float64(x) - largest)
	}
	p := make([]float64, len(logits))
	for i, x := range logits {
		p[i] = float64(x) - largest - math.Log(sum)
	}
	return p
}

// ranked are the ids of the n largest, the lowest id first of equals.
func ranked(p []float64, n int) []int {
	var best []int
	for id, x := range p {
		if len(best) == n && x <= p[best[n-1]] {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, x, func(other int, x float64) int { return cmp.Or(cmp.Compare(x, p[other]), -1) })
		best = slices.Insert(best, at, id)
		best = best[:min(n, len(best))]
	}
	return best
}

// rankOf is how many are larger than that of an id, or as large and before it.
func rankOf(p []float64, id int) int {
	rank := 0
	for i, x := range p {
		if x > p[id] || x == p[id] && i < id {
			rank++
		}
	}
	return rank
}

// divergence is Σ p ln(p/q) of log-probabilities, in nats.
//
// Source: Kullback, Leibler, On Information and Sufficiency (1951), eq. 2.4.
func divergence(p, q []float64) float64 {
	sum := 0.0
	for i, x := range p {
		sum += math.Exp(x) * (x - q[i])
	}
	return sum
}

// entropy is −Σ p ln p of log-probabilities, in nats.
func entropy(p []float64) float64 {
	sum := 0.0
	for _, x := range p {
		sum -= math.Exp(x) * x
	}
	return sum
}

// candidates names ids, with their probabilities.
func candidates(m *source.Model, p []float64, ids []int) []trace.Candidate {
	list := make([]trace.Candidate, len(ids))
	for i, id := range ids {
		list[i] = trace.Candidate{ID: id, LogProb: mat.Number(p[id]), Probability: mat.Number(math.Exp(p[id]))}
		if m.Tokenizer == nil {
			list[i].Token = fmt.Sprintf("class %d", id)
			list[i].Text = list[i].Token
			continue
		}
		piece, ok := m.Tokenizer.Piece(id)
		if !ok { // a table of words may have more rows than the vocabulary has pieces
			piece = fmt.Sprintf("id %d", id)
		}
		list[i].Token, list[i].Text = piece, cmp.Or(m.Tokenizer.DecodeSpecial([]int{id}), piece)
	}
	return list
}

// partition takes one logit apart.
func partition(m *source.Model, s subject, position, id int, logit float64) (trace.LogitPartition, error) {
	p, err := s.LogitParts(0, position, id)
	if err != nil {
		return trace.LogitPartition{}, err
	}
	numbers := func(x []float64) mat.Vector { return x }
	sum := m.Net.Config.Head.Capped(p.Sum)
	return trace.LogitPartition{Position: position, Logit: mat.Number(logit), Sum: mat.Number(sum),
		Error: mat.Number(math.Abs(sum-logit) / max(1, math.Abs(logit))),
		Embed: mat.Number(p.Embed), Heads: mat.Of(p.Heads...), MLPs: numbers(p.MLPs), Biases: numbers(p.Biases), Bias: mat.Number(p.Bias), Gated: p.Gated}, nil
}
