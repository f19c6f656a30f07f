package vision

// coded is a scan's stream of bits.
type coded struct {
	data []byte
	at   int    // of the first byte that is not in bits
	bits uint64 // the next ones first
	left int    // how many; below 0 where more were taken than there were
	bad  bool   // a code that means nothing
}

// fill takes in bytes up to the next marker.
func (c *coded) fill() {
	for c.left <= 56 && c.left >= 0 && c.at < len(c.data) {
		b := c.data[c.at]
		if b == 0xff {
			if c.at+1 >= len(c.data) || c.data[c.at+1] != 0 {
				return
			}
			c.at++ // the 0 that says it is no marker
		}
		c.at++
		c.bits |= uint64(b) << (56 - c.left)
		c.left += 8
	}
}

// take returns the next n bits, at most 16.
func (c *coded) take(n int) int32 {
	if c.left < n {
		c.fill()
	}
	x := int32(c.bits >> (64 - n))
	c.bits <<= n
	c.left -= n
	return x
}

// number returns a number of n bits; those that begin with 0 are negative.
func (c *coded) number(n int) int32 {
	if n > 15 {
		c.bad = true
		return 0
	}
	x := c.take(n)
	if n > 0 && x < 1<<(n-1) {
		x += -1<<n + 1
	}
	return x
}

// restart skips to the marker that stands between restarts.
func (c *coded) restart() bool {
	c.bits, c.left = 0, 0
	for c.at+1 < len(c.data) && c.data[c.at] == 0xff && c.data[c.at+1] == 0xff {
		c.at++
	}
	if c.at+1 >= len(c.data) || c.data[c.at] != 0xff || c.data[c.at+1] < firstRestart || c.data[c.at+1] > lastRestart {
		return false
	}
	c.at += 2
	return true
}

// A huffman is a table of codes.
type huffman struct {
	short  [256]uint16 // for 8 bits: the code's length and symbol; 0 for a longer one
	most   [17]int32   // of each length the largest code; −1 for none
	offset [17]int32   // of a code, from its place among the symbols
	values []byte
}

// symbol reads a code.
func (c *coded) symbol(h *huffman) byte {
	if c.left < 16 {
		c.fill()
	}
	if e := h.short[c.bits>>56]; e != 0 {
		n := int(e >> 8)
		c.bits <<= n
		c.left -= n
		return byte(e)
	}
	for n := 9; n <= 16; n++ {
		if code := int32(c.bits >> (64 - n)); code <= h.most[n] {
			c.bits <<= n
			c.left -= n
			return h.values[code+h.offset[n]]
		}
	}
	c.bad = true
	return 0
}

// pair reads a code of two numbers of four bits.
func (c *coded) pair(h *huffman) (high, low int) {
	s := c.symbol(h)
	return int(s >> 4), int(s & 15)
}

// readHuffman reads tables: how many codes there are of each length, and the
// symbols in the order of their codes.
func (p *picture) readHuffman(s []byte) error {
	for len(s) > 0 {
		if len(s) < 17 || s[0]>>4 > 1 || s[0]&15 > 3 {
			return errSegment
		}
		h, code, n := &huffman{}, int32(0), 0
		for length := 1; length <= 16; length++ {
			count := int(s[length])
			if n+count > 256 || len(s) < 17+n+count || code+int32(count) > 1<<length {
				return errSegment
			}
			h.offset[length] = int32(n) - code
			for i, value := range s[17+n : 17+n+count] {
				if length <= 8 {
					first := int(code+int32(i)) << (8 - length)
					for j := range 1 << (8 - length) {
						h.short[first+j] = uint16(length)<<8 | uint16(value)
					}
				}
			}
			n, code = n+count, code+int32(count)
			h.most[length] = -1
			if count > 0 {
				h.most[length] = code - 1
			}
			code <<= 1
		}
		h.values = s[17 : 17+n]
		p.huffman[s[0]>>4][s[0]&15] = h
		s = s[17+n:]
	}
	return nil
}
