package trace

import "encoding/json"

// A List is written as [] where it is empty, so that readers find every list
// that there can be.
type List[T any] []T

// MarshalJSON writes l as an array.
func (l List[T]) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]T(l))
}
