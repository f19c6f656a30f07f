package word2vec

// A random is a linear congruential generator of 2⁶⁴ states; of each it gives
// the upper half, whose bits have long periods.
//
// Source: Knuth, The Art of Computer Programming, volume 2 (1997), §3.3.4, for
// the multiplier.
type random uint64

// newRandom returns the generator of a stretch of the work: the same whoever
// does it, and in whatever order.
//
// Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators
// (2014), for the mixing.
func newRandom(seed, stretch uint64) random {
	mix := func(x uint64) uint64 {
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		return x ^ x>>31
	}
	return random(mix(mix(seed+0x9e3779b97f4a7c15) + stretch*0x9e3779b97f4a7c15))
}

func (r *random) next() uint32 {
	*r = *r*6364136223846793005 + 1442695040888963407
	return uint32(*r >> 32)
}

// below returns one of 0 … n−1.
func (r *random) below(n uint32) uint32 {
	return uint32(uint64(r.next()) * uint64(n) >> 32)
}
