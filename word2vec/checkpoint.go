package word2vec

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"math"
)

// A checkpoint is a line of JSON, then the input and the output vectors
// without padding, as float32, then the CRC-32C of all that, little-endian.
type checkpointHead struct {
	Heed       string // which form this is
	Options    Options
	Vocabulary string // its hash
	At         place
}

const checkpointForm = "word2vec checkpoint 1"

func (t *training) head() checkpointHead {
	h := checkpointHead{checkpointForm, t.o, t.v.sum(), t.blocks.at}
	h.Options.Threads = 0 // may change
	return h
}

// write writes a checkpoint.
func (t *training) write(out io.Writer) error {
	sum := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	w := io.MultiWriter(out, sum)
	if err := json.NewEncoder(w).Encode(t.head()); err != nil {
		return err
	}
	buf := make([]byte, 0, 1<<16)
	for row := range t.learners[0].rowsOf() {
		if len(buf)+4*len(row) > cap(buf) && len(buf) > 0 {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
		for _, x := range row {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(x))
		}
	}
	if _, err := w.Write(buf); err != nil {
		return err
	}
	return binary.Write(out, binary.LittleEndian, sum.Sum32())
}

// rowsOf passes over all rows, without their padding.
func (w *weights) rowsOf() func(yield func([]float32) bool) {
	return func(yield func([]float32) bool) {
		for _, side := range [][]float32{w.in, w.out} {
			for ; len(side) > 0; side = side[w.width:] {
				if !yield(side[:w.dim]) {
					return
				}
			}
		}
	}
}

// restore reads a checkpoint from o.From and returns its place. Nothing is
// allocated for what it says: it must fit the options and the corpus.
func (t *training) restore() (place, error) {
	in := &summing{bufio.NewReaderSize(t.o.From, 1<<16), crc32.New(crc32.MakeTable(crc32.Castagnoli))}
	line, err := in.line()
	if err != nil {
		return place{}, err
	}
	var h checkpointHead
	if err := json.Unmarshal(line, &h); err != nil || h.Heed != checkpointForm {
		return place{}, errors.New("is none of word2vec")
	}
	now := t.head()
	switch {
	case !sameOptions(h.Options, now.Options):
		return place{}, errors.New("is of a training with other options; give the same, or start anew without it")
	case h.Vocabulary != now.Vocabulary:
		return place{}, errors.New("is of a training on another text; give the same, or start anew without it")
	case h.At.Block > h.At.Number || h.At.Epoch > uint64(t.o.Epochs):
		return place{}, errors.New("is damaged: it is at no place of the training")
	}
	buf := make([]byte, 4*t.o.Dim)
	for row := range t.learners[0].rowsOf() {
		if _, err := io.ReadFull(in, buf); err != nil {
			return place{}, cutShort(err)
		}
		for j := range row {
			row[j] = math.Float32frombits(binary.LittleEndian.Uint32(buf[4*j:]))
		}
	}
	want := in.sum.Sum32()
	if _, err := io.ReadFull(in, buf[:4]); err != nil {
		return place{}, cutShort(err)
	}
	if binary.LittleEndian.Uint32(buf) != want {
		return place{}, errors.New("is damaged: its sum is wrong")
	}
	if _, err := in.in.ReadByte(); err != io.EOF {
		return place{}, errors.New("is damaged: it goes on after its end")
	}
	return h.At, nil
}

func cutShort(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("is cut short")
	}
	return err
}

func sameOptions(a, b Options) bool {
	ja, errA := json.Marshal(a)
	jb, errB := json.Marshal(b)
	return errA == nil && errB == nil && bytes.Equal(ja, jb)
}

// summing sums what is read.
type summing struct {
	in  *bufio.Reader
	sum hash.Hash32
}

func (s *summing) Read(p []byte) (int, error) {
	n, err := s.in.Read(p)
	s.sum.Write(p[:n])
	return n, err
}

// line reads the first line.
func (s *summing) line() ([]byte, error) {
	line, err := s.in.ReadSlice('\n')
	s.sum.Write(line)
	if err != nil && !errors.Is(err, bufio.ErrBufferFull) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return line, nil
}
