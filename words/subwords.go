package words

// subwords are fastText's vectors of n-grams: each hashes to one of the
// buckets, whose rows follow those of the words.
type subwords struct {
	matrix
	words, bucket int
	least, most   int // characters of an n-gram
}

// unknown is the vector of a word that the file lacks: the mean of its n-grams'
// vectors. ok is false where it has no n-grams.
//
// Source: Bojanowski et al., Enriching Word Vectors with Subword Information
// (2017), §3.2.
func (s *subwords) unknown(word string) (mean []float32, ok bool) {
	mean = make([]float32, s.dim)
	n := s.add(mean, []byte(word))
	for c := range mean {
		mean[c] /= float32(max(n, 1))
	}
	return mean, n > 0
}

// add adds the vectors of a word's n-grams to sum, and returns how many there
// are.
func (s *subwords) add(sum []float32, word []byte) (n int) {
	if s.bucket == 0 {
		return 0
	}
	buf := make([]float32, s.dim)
	ngrams(word, s.least, s.most, func(gram []byte) {
		bucket := int(gramHash(gram) % uint32(s.bucket))
		for c, x := range s.row(s.words+bucket, buf) {
			sum[c] += x
		}
		n++
	})
	return n
}

// composed rows are fastText's vectors of known words: the mean of the word's
// own row and those of its n-grams. The sum is in float32, in this order, and
// </s> has n-grams like any word, as in gensim; fastText itself gives </s> none.
type composed struct {
	names *names
	grams *subwords
}

func (c composed) row(i int, buf []float32) []float32 {
	if buf == nil {
		buf = make([]float32, c.grams.dim)
	}
	buf = c.grams.row(i, buf)
	n := c.grams.add(buf, c.names.at(i))
	if n > 0 {
		for k := range buf {
			buf[k] /= float32(n + 1)
		}
	}
	return buf
}

// odd finds none: what the rows are made of was looked through as it was read.
func (c composed) odd() (row, col int, x float32) { return -1, 0, 0 }

// matrix is rows in a file's bytes, little-endian, one after the other. Their
// numbers are to be below 2¹⁰⁰, so that no sum of n-grams is beyond float32.
type matrix struct {
	dim  int
	data []byte
}

func (m matrix) row(i int, buf []float32) []float32 {
	unpack(buf[:m.dim], m.data[4*m.dim*i:])
	return buf[:m.dim]
}

// large is the exponent, as float32 stores it, of 2¹⁰⁰.
const large = 127 + 100

func (m matrix) odd() (row, col int, x float32) {
	size := 4 * m.dim
	row = firstIn(len(m.data)/size, func(i int) bool { return oddBytes(m.data[size*i:][:size], large) >= 0 })
	if row < 0 {
		return -1, 0, 0
	}
	col = oddBytes(m.data[size*row:][:size], large)
	return row, col, m.row(row, make([]float32, m.dim))[col]
}

// ngrams calls f for each n-gram of least to most characters of "<word>", but
// for < and > alone.
//
// Source: fastText, dictionary.cc, computeSubwords.
func ngrams(word []byte, least, most int, f func(gram []byte)) {
	text := append(append([]byte{'<'}, word...), '>')
	for i := range text {
		if continues(text[i]) {
			continue
		}
		end := i
		for n := 1; n <= most && end < len(text); n++ {
			for end++; end < len(text) && continues(text[end]); {
				end++
			}
			if n >= least && !(n == 1 && (i == 0 || end == len(text))) {
				f(text[i:end])
			}
		}
	}
}

// continues reports whether a byte goes on a character of UTF-8.
func continues(b byte) bool { return b&0xc0 == 0x80 }

// gramHash is FNV-1a of 32 bits over signed bytes: those from 0x80 up enter
// with their sign spread over the upper bits.
//
// Source: fastText, dictionary.cc, hash.
func gramHash(gram []byte) uint32 {
	h := uint32(2166136261)
	for _, b := range gram {
		h = (h ^ uint32(int8(b))) * 16777619
	}
	return h
}
