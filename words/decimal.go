package words

import (
	"errors"
	"math"
	"strconv"
)

// tens are the powers of ten that float64 holds exactly.
var tens = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

var errNumber = errors.New("is no number")

// parseFloat returns the float32 that is nearest to a decimal number, as
// strconv.ParseFloat(s, 32) does.
func parseFloat(s []byte) (float32, error) {
	if x, end := scanFloat(s, 0); end == len(s) && end > 0 {
		return x, nil
	}
	return parseSlowly(s)
}

// scanFloat reads the number that begins at s[at], and returns where it ends:
// at the first byte that cannot go on with it. Of a number that it cannot read
// exactly, or none, the end is at.
//
// A mantissa below 2⁵³, and a power of ten of at most 10²², are exact in
// float64, so their product or quotient is rounded once. Rounding that to
// float32 is a second rounding, which can only be wrong where the first fell
// on the middle between two float32, so those are left to strconv.
//
// Source: Clinger, How to Read Floating Point Numbers Accurately (1990), §4.
func scanFloat(s []byte, at int) (x float32, end int) {
	i, negative := at, false
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		negative = s[i] == '-'
		i++
	}
	mantissa, start := uint64(0), i
	for ; i < len(s) && s[i]-'0' < 10; i++ {
		mantissa = mantissa*10 + uint64(s[i]-'0')
	}
	digits, exponent := i-start, 0
	if i < len(s) && s[i] == '.' {
		i++
		point := i
		for ; i < len(s) && s[i]-'0' < 10; i++ {
			mantissa = mantissa*10 + uint64(s[i]-'0')
		}
		exponent = point - i
		digits -= exponent
	}
	if digits == 0 || digits > 19 || mantissa >= 1<<53 {
		return 0, at
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		power, stop := scanPower(s, i+1)
		if stop == i+1 {
			return 0, at
		}
		exponent, i = exponent+power, stop
	}
	if exponent < -22 || exponent > 22 {
		return 0, at
	}
	wide := float64(mantissa)
	if exponent < 0 {
		wide /= tens[-exponent]
	} else {
		wide *= tens[exponent]
	}
	if math.Float64bits(wide)&(1<<29-1) == 1<<28 || wide != 0 && wide < 0x1p-126 { // a middle, or float32 has fewer bits there
		return 0, at
	}
	if negative {
		wide = -wide
	}
	return float32(wide), i
}

// scanPower reads a power of ten of up to three digits, as scanFloat reads
// numbers.
func scanPower(s []byte, at int) (power, end int) {
	i, sign := at, 1
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		if s[i] == '-' {
			sign = -1
		}
		i++
	}
	start := i
	for ; i < len(s) && s[i]-'0' < 10 && i < start+4; i++ {
		power = power*10 + int(s[i]-'0')
	}
	if i == start || i == start+4 {
		return 0, at
	}
	return sign * power, i
}

func parseSlowly(s []byte) (float32, error) {
	x, err := strconv.ParseFloat(string(s), 32)
	if errors.Is(err, strconv.ErrRange) {
		return float32(x), nil // an infinity, which is refused where it stands
	}
	if err != nil || !decimal(s) {
		return 0, errNumber
	}
	return float32(x), nil
}

// decimal is false for what strconv takes and no file of vectors writes:
// hexadecimal numbers and underscores.
func decimal(s []byte) bool {
	for _, c := range s {
		if c == '_' || c == 'x' || c == 'X' {
			return false
		}
	}
	return true
}
