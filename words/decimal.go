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
// strconv.ParseFloat(s, 32) does; infinities and NaN, which have no digits,
// are left to it.
//
// Up to 15 digits, and a power of ten of at most 10²², are exact in float64,
// so their product or quotient is rounded once. Rounding that to float32 is a
// second rounding, which can only be wrong where the first fell on the middle
// between two float32, so those are left to strconv too.
//
// Source: Clinger, How to Read Floating Point Numbers Accurately (1990), §4.
func parseFloat(s []byte) (float32, error) {
	mantissa, digits, exponent := uint64(0), 0, 0
	i, negative := 0, false
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		negative = s[i] == '-'
		i++
	}
	start := i
	for ; i < len(s) && s[i]-'0' < 10; i++ {
		mantissa = mantissa*10 + uint64(s[i]-'0')
	}
	digits = i - start
	if i < len(s) && s[i] == '.' {
		i++
		start = i
		for ; i < len(s) && s[i]-'0' < 10; i++ {
			mantissa = mantissa*10 + uint64(s[i]-'0')
		}
		exponent = start - i
		digits += i - start
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') && digits > 0 {
		power, err := strconv.Atoi(string(s[i+1:]))
		if err != nil || power < -1000 || power > 1000 {
			return parseSlowly(s)
		}
		exponent += power
		i = len(s)
	}
	if i < len(s) || digits == 0 || digits > 19 || mantissa >= 1<<53 || exponent < -22 || exponent > 22 {
		return parseSlowly(s)
	}
	x := float64(mantissa)
	if exponent < 0 {
		x /= tens[-exponent]
	} else {
		x *= tens[exponent]
	}
	if math.Float64bits(x)&(1<<29-1) == 1<<28 || x != 0 && x < 0x1p-126 { // a middle, or where float32 has fewer bits
		return parseSlowly(s)
	}
	if negative {
		x = -x
	}
	return float32(x), nil
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
