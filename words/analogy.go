package words

import "errors"

// Offset returns where the analogy "a is to b as c is to ?" points, [D]:
//
//	b/‖b‖ − a/‖a‖ + c/‖c‖
//
// Its nearest neighbours but a, b and c are the answers (3CosAdd). It is an
// error if one of the three is 0 and has no direction.
//
// Source: Mikolov, Yih and Zweig, Linguistic Regularities in Continuous Space
// Word Representations (2013), §4; Levy and Goldberg, Linguistic Regularities
// in Sparse and Explicit Word Representations (2014), eq. 1.
func Offset(a, b, c []float32) ([]float32, error) {
	na, nb, nc := Norm(a), Norm(b), Norm(c)
	if na == 0 || nb == 0 || nc == 0 {
		return nil, errors.New("a vector of the three is 0: it has no direction")
	}
	query := make([]float32, len(a))
	for i := range query {
		query[i] = float32(float64(b[i])/nb - float64(a[i])/na + float64(c[i])/nc)
	}
	return query, nil
}
