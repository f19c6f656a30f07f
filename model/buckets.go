package model

import (
	"math"

	"heed/tensor"
)

// Buckets say how a bias on the scores depends on how far a key is from the
// query: each distance up to Count/2 (or, counting both ways apart, Count/4)
// has a bucket of its own, larger ones share buckets that grow up to Distance.
//
// Source: Raffel et al., Exploring the Limits of Transfer Learning (2019),
// section 2.1; transformers, models/t5/modeling_t5.py, for the formula.
type Buckets struct {
	Count    int
	Rows     int // of the table in the file; 0 for Count
	Distance int
	Both     bool // later keys have buckets of their own; else all are in that of distance 0
}

// bucket returns the bucket of a key's position less the query's. PyTorch works
// the logarithm out in the float type of the run, and so does this: at some
// distances float32 rounds into another bucket.
func bucket[F tensor.Float](b *Buckets, distance int) int {
	first, count := 0, b.Count
	switch {
	case b.Both:
		count /= 2
		if distance > 0 {
			first = count
		} else {
			distance = -distance
		}
	case distance > 0:
		distance = 0
	default:
		distance = -distance
	}
	exact := count / 2
	if distance < exact {
		return first + distance
	}
	x := F(math.Log(float64(F(distance)/F(exact)))) / F(math.Log(float64(b.Distance)/float64(exact))) * F(count-exact)
	return first + min(exact+int(x), count-1)
}
