package model_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"heed/model"
)

// changing makes the changes ready, written as on the command line.
func changing(t *testing.T, m *model.Model[float32], in model.Inputs, from *model.Inputs, asked ...string) *model.Changed[float32] {
	t.Helper()
	var changes []model.Change
	for _, s := range asked {
		c, err := parse(s)
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, c)
	}
	c, err := m.Change(in, changes, from)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func parse(s string) (model.Change, error) {
	flag, value, _ := strings.Cut(s, " ")
	switch flag {
	case "--without":
		return model.ParseWithout(value)
	case "--set":
		return model.ParseSet(value)
	case "--patch":
		return model.ParsePatch(value)
	}
	i, err := strconv.Atoi(value)
	return model.WithoutToken(s, i), err
}

// many reports whether a batch has more than one text or image.
func many(in model.Inputs) bool {
	return len(in.IDs) > 1 || in.Pixels != nil && in.Pixels.Shape[0] > 1
}

// another is inputs of the same shape with other words, or another image.
func another(m *model.Model[float32], in model.Inputs) model.Inputs {
	if in.Pixels != nil {
		p := *in.Pixels
		p.Data = slices.Clone(p.Data)
		for i := range p.Data {
			p.Data[i] = 0.5 - p.Data[i]
		}
		in.Pixels = &p
		return in
	}
	other := func(rows [][]int) [][]int {
		var list [][]int
		for _, row := range rows {
			row = slices.Clone(row)
			for i, id := range row {
				if id != m.Config.Embedding.Pad { // what is padding stays so
					row[i] = max(m.Config.Embedding.Pad+1, (7*id+3)%m.Config.Vocab)
				}
			}
			list = append(list, row)
		}
		return list
	}
	in.IDs = other(in.IDs)
	if in.DecoderIDs != nil {
		in.DecoderIDs = other(in.DecoderIDs)
	}
	return in
}

// TestAPatchOfEverythingIsTheOtherRun takes every step from another text's run.
func TestAPatchOfEverythingIsTheOtherRun(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		if many(in) {
			return // a patch takes from one text; see TestAPatchIsMadeToEveryText
		}
		from := another(m, in)
		own, other := runWith(t, m, in, model.Options[float32]{}), runWith(t, m, from, model.Options[float32]{})
		c := changing(t, m, in, &from, "--patch *")
		c.From(runWith(t, m, from, model.Options[float32]{Keep: c.FromKeep}))
		got := runWith(t, m, in, model.Options[float32]{Edit: c.Edit})
		equal(t, "a patch of everything", got, other)
		last := own.Names()[len(own.Names())-1]
		a, _ := own.Tensor(last)
		b, _ := other.Tensor(last)
		if slices.Equal(a.Data, b.Data) {
			t.Errorf("the two texts have the same %s: nothing is shown", last)
		}
	})
}

// TestSettingAValueToItselfChangesNothing sets one number of each step to what
// it is, as it is written on the command line.
func TestSettingAValueToItselfChangesNothing(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		if many(in) || in.IDs != nil && len(in.IDs[0]) > 8 {
			return // one short input of each model will do
		}
		plain := runWith(t, m, in, model.Options[float32]{})
		var asked []string
		for _, x := range plain.Tensors() {
			n := 2 * len(x.Data) / 3
			asked = append(asked, fmt.Sprintf("--set %s=%v", placeOf(x, n), float64(x.Data[n])))
		}
		c := changing(t, m, in, nil, asked...)
		equal(t, "set to itself", runWith(t, m, in, model.Options[float32]{Edit: c.Edit}), plain)
		if len(c.Notes()) > 0 {
			t.Errorf("notes %q; want none", c.Notes())
		}
	})
}

// placeOf writes the place of a tensor's n-th number, of the only text.
func placeOf(x model.Tensor[float32], n int) string {
	axes, name := x.Shape[1:], x.Name
	if len(x.Shape) == 4 {
		size := x.Shape[2] * x.Shape[3]
		if x.Shape[1] > 1 { // a mask is the same for all heads
			dot := strings.LastIndexByte(name, '.') + 1
			name = fmt.Sprintf("%sH%d.%s", name[:dot], n/size, name[dot:])
		}
		axes, n = x.Shape[2:], n%size
	}
	var index []string
	for k := len(axes) - 1; k >= 0; k-- {
		index = append([]string{strconv.Itoa(n % axes[k])}, index...)
		n /= axes[k]
	}
	return name + "[" + strings.Join(index, ",") + "]"
}

// TestASetValueIsThere sets each step's number to another, and finds it at its
// place alone.
func TestASetValueIsThere(t *testing.T) {
	m := open[float32](t, tiny)
	in := moneyBank()
	plain := runWith(t, m, in, model.Options[float32]{})
	for _, x := range plain.Tensors() {
		n := len(x.Data) / 2
		c := changing(t, m, in, nil, "--set "+placeOf(x, n)+"=0.25")
		got, _ := runWith(t, m, in, model.Options[float32]{Edit: c.Edit}).Tensor(x.Name)
		for i := range x.Data {
			want := x.Data[i]
			if i == n {
				want = 0.25
			}
			if got.Data[i] != want {
				t.Fatalf("%s: %s[%d] = %v; want %v", placeOf(x, n), x.Name, i, got.Data[i], want)
			}
		}
	}
}

// TestWithoutAllHeadsIsTheLayerWithoutAttention knocks all heads of each layer
// out, by L.attn and one by one, and compares the stream after attention with
// what is left of the block's own formula when attention is W_O's bias b alone,
// worked out here in float64:
//
//	post      norm(x + b), the norm's scale and shift found from the plain run
//	pre       x + b
//	sandwich  x + norm(b), and no Gemma has a b
//	parallel  out − MLP − x = b
func TestWithoutAllHeadsIsTheLayerWithoutAttention(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		if many(in) || in.IDs != nil && len(in.IDs[0]) > 8 {
			return // one short input of each model will do
		}
		plain := runWith(t, m, in, model.Options[float32]{})
		for layer, b := range m.Config.Blocks {
			at := fmt.Sprintf("%sL%d.", m.Config.Prefix, layer)
			var each []string
			for h := range b.Attention.Heads {
				each = append(each, fmt.Sprintf("--without %sH%d", at, h))
			}
			one := changing(t, m, in, nil, "--without "+at+"attn")
			all := changing(t, m, in, nil, each...)
			r := runWith(t, m, in, model.Options[float32]{Edit: one.Edit})
			equal(t, "heads one by one", runWith(t, m, in, model.Options[float32]{Edit: all.Edit}), r)

			bias, err := m.Bias(layer, 0)
			if err != nil {
				t.Fatal(err)
			}
			o := bias.O
			if o == nil {
				o = make([]float64, m.Config.Width)
			}
			get := func(r *model.Run[float32], step string) [][]float64 { return rowsOf(t, r, at+step) }
			x := get(r, "resid_in")
			var got, want [][]float64
			switch b.Place {
			case model.Post:
				scale, shift := normOf(get(plain, "resid_mid_prenorm"), get(plain, "resid_mid"), b.First.Eps)
				got = get(r, "resid_mid")
				for i := range x {
					z := standard(plus(x[i], o), b.First.Eps)
					for d := range z {
						z[d] = scale[d]*z[d] + shift[d]
					}
					want = append(want, z)
				}
			case model.Pre, model.Sandwich:
				if b.Place == model.Sandwich && bias.O != nil {
					t.Fatal("a sandwich with a bias: its norm is to be worked out")
				}
				got = get(r, "resid_mid")
				for i := range x {
					want = append(want, plus(x[i], o))
				}
			case model.Parallel:
				made, out := get(r, "mlp_out"), get(r, "resid_out")
				for i := range x {
					want = append(want, plus(plus(x[i], made[i]), o))
				}
				got = out
			}
			for i := range want {
				near(t, fmt.Sprintf("%s token %d without attention", at, i), got[i], want[i], 1e-4)
			}
		}
	})
}

func rowsOf(t *testing.T, r *model.Run[float32], name string) [][]float64 {
	t.Helper()
	x, ok := r.Tensor(name)
	if !ok {
		t.Fatalf("%s was not kept", name)
	}
	var rows [][]float64
	for row := range slices.Chunk(x.Data, x.Shape[len(x.Shape)-1]) {
		rows = append(rows, wide(row))
	}
	return rows
}

func plus(a, b []float64) []float64 {
	sum := slices.Clone(a)
	for d := range b {
		sum[d] += b[d]
	}
	return sum
}

// standard is (x − mean)/√(variance + eps).
func standard(x []float64, eps float64) []float64 {
	mean, square := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		square += (v - mean) * (v - mean) / float64(len(x))
	}
	z := make([]float64, len(x))
	for d, v := range x {
		z[d] = (v - mean) / math.Sqrt(square+eps)
	}
	return z
}

// normOf finds a norm's scale and shift from what it made of rows: a line
// through the points of each dimension, by least squares.
func normOf(in, out [][]float64, eps float64) (scale, shift []float64) {
	n := float64(len(in))
	for d := range in[0] {
		var x, y, xx, xy float64
		for i := range in {
			z := standard(in[i], eps)[d]
			x, y, xx, xy = x+z/n, y+out[i][d]/n, xx+z*z/n, xy+z*out[i][d]/n
		}
		s := (xy - x*y) / (xx - x*x)
		scale, shift = append(scale, s), append(shift, y-s*x)
	}
	return scale, shift
}

// TestWithoutATokenRenormalisesTheRest hides a key and compares layer 0's weights
// with the plain run's, the key's share dealt out: w_ij = w'_ij·(1 − w_ik).
func TestWithoutATokenRenormalisesTheRest(t *testing.T) {
	everyTiny(t, func(t *testing.T, m *model.Model[float32], in model.Inputs) {
		if many(in) || in.Mask != nil && slices.Contains(in.Mask[0], 0) {
			return
		}
		plain := runWith(t, m, in, model.Options[float32]{})
		const k = 0
		c := changing(t, m, in, nil, "--without-token 0")
		r := runWith(t, m, in, model.Options[float32]{Edit: c.Edit})
		for layer, b := range m.Config.Blocks {
			at := fmt.Sprintf("%sL%d.weights", m.Config.Prefix, layer)
			before, after := rowsOf(t, plain, at), rowsOf(t, r, at)
			for n, row := range after {
				i := n % len(row)
				alone := b.Attention.Causal && i == 0
				if got := row[k]; !alone && got != 0 || alone && got != 1 {
					t.Fatalf("%s: query %d of %d gives the hidden key %v", at, i, n, got)
				}
				if layer > 0 || alone {
					continue
				}
				for j, w := range before[n] {
					if j != k && math.Abs(row[j]*(1-before[n][k])-w) > 1e-6 {
						t.Fatalf("%s[%d,%d] = %v; want %v/(1 − %v)", at, i, j, row[j], w, before[n][k])
					}
				}
			}
		}
		if causal := m.Config.Blocks[0].Attention.Causal; causal != slices.ContainsFunc(c.Notes(), func(s string) bool { return strings.Contains(s, "token 0 sees no other") }) {
			t.Errorf("notes %q", c.Notes())
		}
	})
}

// TestAMeanStandsForWhatIsKnockedOut averages a head over two texts of other
// lengths, and compares with the sum of its rows.
func TestAMeanStandsForWhatIsKnockedOut(t *testing.T) {
	m := open[float32](t, tiny)
	in := moneyBank()
	c := changing(t, m, in, nil, "--without L1.H2", "--without L0.mlp")
	var others []*model.Run[float32]
	sum, tokens := make([]float64, m.Config.Blocks[1].Attention.Key), 0
	for _, ids := range [][]int{{5, 6, 7}, {9, 8, 7, 6, 5}} {
		r := runWith(t, m, model.Inputs{IDs: [][]int{ids}}, model.Options[float32]{Keep: c.MeanKeep})
		if want := []string{"L0.mlp_out", "L1.head_out"}; !slices.Equal(r.Names(), want) {
			t.Fatalf("the others keep %q; want %q", r.Names(), want)
		}
		others = append(others, r)
		tokens += len(ids)
		for _, row := range rowsOf(t, r, "L1.head_out")[2*len(ids) : 3*len(ids)] {
			sum = plus(sum, row)
		}
	}
	if n := c.Average(others); n != tokens {
		t.Errorf("averaged %d tokens; want %d", n, tokens)
	}
	for d := range sum {
		sum[d] /= float64(tokens)
	}
	r := runWith(t, m, in, model.Options[float32]{Edit: c.Edit})
	n := len(in.IDs[0])
	for i, row := range rowsOf(t, r, "L1.head_out") {
		if i/n == 2 {
			near(t, "the head's output", row, sum, 1e-6)
		}
	}
	mlp := rowsOf(t, r, "L0.mlp_out")
	if !slices.Equal(mlp[0], mlp[1]) || slices.Equal(mlp[0], make([]float64, len(mlp[0]))) {
		t.Error("the MLP's output is not the same mean at every token")
	}
}

// TestAPatchIsOnePositionOfAHead takes one row from a text of another length.
func TestAPatchIsOnePositionOfAHead(t *testing.T) {
	m := open[float32](t, tiny)
	in := moneyBank()
	from := model.Inputs{IDs: [][]int{append(slices.Clone(in.IDs[0]), 9, 10)}}
	plain, other := runWith(t, m, in, model.Options[float32]{}), runWith(t, m, from, model.Options[float32]{})
	c := changing(t, m, in, &from, "--patch L1.H2.head_out[1]")
	c.From(other)
	got, want, theirs := rowsOf(t, runWith(t, m, in, model.Options[float32]{Edit: c.Edit}), "L1.head_out"), rowsOf(t, plain, "L1.head_out"), rowsOf(t, other, "L1.head_out")
	n, o := len(in.IDs[0]), len(from.IDs[0])
	for i := range got {
		w := want[i]
		if i == 2*n+1 {
			w = theirs[2*o+1]
		}
		if !slices.Equal(got[i], w) {
			t.Errorf("row %d of the heads' outputs is %v; want %v", i, got[i][:2], w[:2])
		}
	}
}

// TestAPatchIsMadeToEveryText changes both texts of a batch alike.
func TestAPatchIsMadeToEveryText(t *testing.T) {
	m := open[float32](t, tiny)
	one := moneyBank()
	from := another(m, one)
	both := model.Inputs{IDs: [][]int{one.IDs[0], one.IDs[0]}}
	c := changing(t, m, both, &from, "--patch L0.*")
	c.From(runWith(t, m, from, model.Options[float32]{}))
	rows := rowsOf(t, runWith(t, m, both, model.Options[float32]{Edit: c.Edit}), "final_hidden")
	want := rowsOf(t, runWith(t, m, from, model.Options[float32]{}), "final_hidden")
	for i, row := range rows {
		if !slices.Equal(row, want[i%len(want)]) {
			t.Errorf("row %d differs from the other run's", i)
		}
	}
}

func TestARowThatNoLongerSumsTo1IsKeptAsSet(t *testing.T) {
	m := open[float32](t, tiny)
	in := moneyBank()
	c := changing(t, m, in, nil, "--set L1.H2.weights[1,0]=0.9", "--set L0.H0.weights=0.5")
	r := runWith(t, m, in, model.Options[float32]{Edit: c.Edit})
	if w := rowsOf(t, r, "L1.weights")[2*len(in.IDs[0])+1][0]; float32(w) != 0.9 {
		t.Errorf("the weight is %v; want 0.9", w)
	}
	if len(c.Notes()) != 2 || !strings.Contains(c.Notes()[0], "nor do 6 other rows") || !strings.Contains(c.Notes()[1], "L1.H2.weights[1] now sums to") {
		t.Errorf("notes %q", c.Notes())
	}
}

func TestChangesThatMakeNoSenseAreRefused(t *testing.T) {
	m := open[float32](t, tiny)
	in := moneyBank()
	longer := model.Inputs{IDs: [][]int{append(slices.Clone(in.IDs[0]), 9)}}
	t5 := open[float32](t, "testdata/t5-gated")
	for _, tt := range []struct{ asked, want string }{
		{"--without L9.H0", "--without L9.H0: no layer L9; the model has layers 0 to"},
		{"--without L1.H9", "no head 9; L1.head_out has heads 0 to 3"},
		{"--without L1", "want a head such as L5.H7"},
		{"--without head", "want a head such as L5.H7"},
		{"--without L1.ln", `no part "ln" of a layer`},
		{"--without-token 9", "no token 9; the text has tokens 0 to 6"},
		{"--set L1.H2.weights[1,0]", "want a place and a number"},
		{"--set L1.H2.weights[1,0]=NaN", `"NaN" is no finite number`},
		{"--set L1.H2.weights[1,0]=1e999", "is no finite number"},
		{"--set L1.H2.weights[1,0]=1e99", "is too large for this float type"},
		{"--set L1.H2.weights[1,0]=much", `"much" is no finite number`},
		{"--set L1.H2.weights[-1,0]=1", `"-1" is no index`},
		{"--set L1.H2.weights[1,7]=1", "no index 7; L1.weights has shape [7 7] within a text"},
		{"--set L1.H2.weights[1,0,0]=1", "3 indices; L1.weights has shape [7 7] within a text"},
		{"--set L1.H2.resid_mid[1]=1", "L1.resid_mid has no heads"},
		{"--set L1.H7.q[1]=1", "no head 7; L1.q has heads 0 to 3"},
		{"--set L1.wights[1,0]=1", `no tensor "L1.wights"; L1 has resid_in, q_pre`},
		{"--set wights[1,0]=1", `no tensor "wights"; there are`},
		{"--set L*.weights[1,0]=1", "one number for a pattern"},
		{"--set =1", "no tensor is named"},
		{"--patch L1.H2.head_out", "L1.head_out has 7 positions in the text and 8 in the other"},
		{"--patch L1.H2.head_out[7]", "no index 7"},
		{"--patch L1.H2.weights[1]", "a row of L1.weights has 7 numbers in the text and 8 in the other"},
		{"--patch L1.x*", "matches no tensor; there are"},
	} {
		c, err := parse(tt.asked)
		if err == nil {
			_, err = m.Change(in, []model.Change{c}, &longer)
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), tt.asked) {
			t.Errorf("%s: error %v; want %q", tt.asked, err, tt.want)
		}
	}
	c, _ := parse("--patch L1.head_out")
	if _, err := m.Change(in, []model.Change{c}, nil); err == nil || !strings.Contains(err.Error(), "--from") {
		t.Errorf("a patch from nothing: error %v", err)
	}
	c, _ = parse("--without L0.H1")
	if _, err := t5.Change(model.Inputs{IDs: [][]int{{1, 2}}}, []model.Change{c}, nil); err != nil {
		t.Errorf("a layer without a prefix is the encoder's: error %v", err)
	}
}
