package vision

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// A JPEG is decoded here and not by the standard library, which rounds otherwise
// in the inverse cosine transform than the library that PIL uses: one number in
// 30 would be off by up to 3, and after resizing still one in 25 by 1.
//
// Source: ITU-T T.81 (1992); libjpeg-turbo, src/jdmarker.c, jdhuff.c, jdphuff.c.

// The markers that mean something to a decoder.
const (
	startBaseline    = 0xc0
	startExtended    = 0xc1
	startProgressive = 0xc2
	huffmanTables    = 0xc4
	firstRestart     = 0xd0
	lastRestart      = 0xd7
	endOfImage       = 0xd9
	startOfScan      = 0xda
	quantTables      = 0xdb
	restartInterval  = 0xdd
	appJFIF          = 0xe0
	appAdobe         = 0xee
)

// maxScans bounds a progressive picture's scans, for a few bytes can make one
// that goes over every block; encoders write some ten.
const maxScans = 200

// A picture is a JPEG while it is being read.
type picture struct {
	data          []byte
	at            int
	width, height int
	progressive   bool
	channels      []channel
	quant         [4]*[64]int32 // in the file's order; nil: not there
	huffman       [2][4]*huffman
	restart       int // MCUs between restarts; 0: none
	scans         int
	jfif          bool
	adobe         int // how colours are stored; −1: does not say
}

// A channel is one of brightness and colour.
type channel struct {
	id, h, v, table int
	across, down    int // blocks, in whole MCUs
	blocks          []block
	quant           *[64]int32 // as it stood when the first scan began
}

// A block is 64 frequencies, row by row.
type block [64]int16

// decodeJPEG reads a JPEG.
func decodeJPEG(data []byte) (raster, error) {
	p := &picture{data: data, at: 2, adobe: -1}
	for done := false; !done; {
		marker, segment, err := p.segment()
		if err == nil {
			done, err = p.read(marker, segment)
		}
		if err != nil {
			return raster{}, fmt.Errorf("jpeg: %w", err)
		}
	}
	return p.raster()
}

// segment finds the next marker and what belongs to it.
func (p *picture) segment() (marker int, segment []byte, err error) {
	for {
		i := bytes.IndexByte(p.data[p.at:], 0xff)
		if i < 0 || p.at+i+1 >= len(p.data) {
			// A baseline picture is whole without its last marker.
			if p.progressive || !p.complete() {
				return 0, nil, errCut
			}
			return endOfImage, nil, nil
		}
		p.at += i + 1
		marker = int(p.data[p.at])
		if marker != 0 && marker != 0xff && (marker < firstRestart || marker > lastRestart) {
			break
		}
	}
	p.at++
	if marker == endOfImage || marker < startBaseline {
		return marker, nil, nil
	}
	if len(p.data)-p.at < 2 {
		return 0, nil, errCut
	}
	n := int(binary.BigEndian.Uint16(p.data[p.at:]))
	if n < 2 || n > len(p.data)-p.at {
		return 0, nil, errCut
	}
	segment = p.data[p.at+2 : p.at+n]
	p.at += n
	return marker, segment, nil
}

var (
	errCut     = errors.New("the file is cut short")
	errSegment = errors.New("a segment is malformed; is the file damaged?")
	errCode    = errors.New("a code means nothing; is the file damaged?")
)

// read takes in one segment.
func (p *picture) read(marker int, s []byte) (done bool, err error) {
	switch marker {
	case endOfImage:
		if !p.complete() {
			return false, errors.New("it ends before all its channels were there")
		}
		return true, nil
	case startBaseline, startExtended, startProgressive:
		p.progressive = marker == startProgressive
		return false, p.frame(s)
	case huffmanTables:
		return false, p.readHuffman(s)
	case quantTables:
		return false, p.readQuant(s)
	case startOfScan:
		if p.scans++; p.scans > maxScans {
			return false, fmt.Errorf("it has more than %d scans; save it again", maxScans)
		}
		return false, p.scan(s)
	case restartInterval:
		if len(s) != 2 {
			return false, errSegment
		}
		p.restart = int(binary.BigEndian.Uint16(s))
	case appJFIF:
		p.jfif = p.jfif || bytes.HasPrefix(s, []byte("JFIF\x00"))
	case appAdobe:
		if len(s) >= 12 && bytes.HasPrefix(s, []byte("Adobe")) {
			p.adobe = int(s[11])
		}
	default:
		if marker > startProgressive && marker < 0xd0 && marker != 0xc8 {
			return false, fmt.Errorf("it is stored in a rare way (marker %#x); save it as a baseline JPEG", marker)
		}
	}
	return false, nil
}

// complete reports whether every channel has had a scan.
func (p *picture) complete() bool {
	return len(p.channels) > 0 && !slices.ContainsFunc(p.channels, func(c channel) bool { return c.quant == nil })
}

// frame reads the size and the channels.
func (p *picture) frame(s []byte) error {
	if p.channels != nil {
		return errors.New("it has two frames")
	}
	if len(s) < 6 || len(s) != 6+3*int(s[5]) {
		return errSegment
	}
	if s[0] != 8 {
		return fmt.Errorf("it has %d bits; want 8", s[0])
	}
	p.height, p.width = int(binary.BigEndian.Uint16(s[1:])), int(binary.BigEndian.Uint16(s[3:]))
	// A block of 64 pixels takes at least a bit in a file.
	if err := measure(p.width, p.height, 512*len(p.data)); err != nil {
		return err
	}
	switch s[5] {
	case 1, 3:
	case 4:
		return errors.New("it is in the colours of print, CMYK; save it as RGB")
	default:
		return fmt.Errorf("it has %d channels; want 1 or 3", s[5])
	}
	for c := s[6:]; len(c) > 0; c = c[3:] {
		p.channels = append(p.channels, channel{id: int(c[0]), h: int(c[1] >> 4), v: int(c[1] & 15), table: int(c[2])})
	}
	first := p.channels[0]
	for i := range p.channels {
		c := &p.channels[i]
		if h, v := max(c.h, 1), max(c.v, 1); c.table > 3 || first.h > 4 || first.v > 4 || first.h%h != 0 || first.v%v != 0 || c.h*c.v == 0 {
			return fmt.Errorf("its channel %d has %d × %d numbers where the first has %d × %d; save it as 4:4:4 or 4:2:0", i, c.h, c.v, first.h, first.v)
		}
		if len(p.channels) == 1 {
			c.h, c.v = 1, 1 // a channel alone is stored block by block
		}
		c.across, c.down = c.h*ceil(p.width, 8*first.h), c.v*ceil(p.height, 8*first.v)
		if len(p.channels) == 1 {
			c.across, c.down = ceil(p.width, 8), ceil(p.height, 8)
		}
		c.blocks = make([]block, c.across*c.down)
	}
	return nil
}

// readQuant reads what the frequencies were divided by.
func (p *picture) readQuant(s []byte) error {
	for len(s) > 0 {
		size, table := 1+int(s[0]>>4), s[0]&15
		if size > 2 || table > 3 || len(s) < 1+64*size {
			return errSegment
		}
		q := new([64]int32)
		for i := range q {
			q[i] = int32(s[1+i])
			if size == 2 {
				q[i] = int32(binary.BigEndian.Uint16(s[1+2*i:]))
			}
		}
		p.quant[table], s = q, s[1+64*size:]
	}
	return nil
}

// raster makes pixels of the frequencies.
func (p *picture) raster() (raster, error) {
	m := newRaster(p.height, p.width)
	var planes []plane
	for _, c := range p.channels {
		planes = append(planes, newPlane(c.pixels(), 8*c.across, m, p.channels[0].h/c.h, p.channels[0].v/c.v))
	}
	m.join(planes, p.isRGB())
	return m, nil
}

// isRGB tells whether the channels are red, green and blue, as libjpeg guesses.
func (p *picture) isRGB() bool {
	if len(p.channels) != 3 || p.jfif {
		return false
	}
	if p.adobe >= 0 {
		return p.adobe == 0
	}
	return p.channels[0].id == 'R' && p.channels[1].id == 'G' && p.channels[2].id == 'B'
}

func ceil(n, of int) int { return (n + of - 1) / of }
