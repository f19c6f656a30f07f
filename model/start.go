package model

import (
	"fmt"

	"heed/tensor"
)

// A Start lets a run begin at a layer, from a residual stream that an earlier
// run made: what comes before is neither computed nor kept nor given to an edit.
// All that the inputs say, such as positions and masks, holds as ever. With the
// stream that entered the layer, every step from the layer on equals the earlier
// run's to the bit; the earlier run must have kept what that stream is, the
// layer's resid_in.
type Start[F tensor.Float] struct {
	Layer  int // of the encoder, or of the only stack
	Stream []F // [B T D]; it is only read
}

// check refuses a start that does not fit the model or the inputs.
func (s *Start[F]) check(c Config, z sizes) error {
	if s == nil {
		return nil
	}
	if s.Layer < 0 || s.Layer >= len(c.Blocks) {
		if c.Decoder != nil && s.Layer >= len(c.Blocks) && s.Layer < c.Layers() {
			return fmt.Errorf("start at layer %d: is the decoder's, which also reads the encoder's output; want one of the encoder's, 0 to %d", s.Layer, len(c.Blocks)-1)
		}
		return fmt.Errorf("start at layer %d: the model has layers 0 to %d", s.Layer, len(c.Blocks)-1)
	}
	if want := z.texts * z.tokens * c.Width; len(s.Stream) != want {
		return fmt.Errorf("start at layer %d: its stream has %d numbers; want %d, for %d texts of %d tokens, width %d", s.Layer, len(s.Stream), want, z.texts, z.tokens, c.Width)
	}
	return nil
}

// begin is where a stack begins: its stream, in the room of flow, and the layer
// that reads it.
func (p *pass[F]) begin(s Stack, decoder bool, tokens int, flow []F) (x []F, layer int, err error) {
	if start := p.o.Start; start != nil && !decoder {
		copy(flow, start.Stream)
		return flow, start.Layer, p.finite(s.at(start.Layer)+"resid_in", flow)
	}
	p.room(s.Prefix + "embed")
	x = p.whole(s.Prefix+"embed", flow)
	p.each(p.slabs(tokens), func(b *slab[F]) { b.embed(x, decoder, tokens) })
	return x, 0, p.done(s.Prefix+"embed", x)
}

// before reports whether a step comes before the run's start.
func (p *pass[F]) before(name string) bool {
	start := p.o.Start
	return start != nil && p.order[name] < p.order[p.m.Config.Stack.at(start.Layer)+"resid_in"]
}
