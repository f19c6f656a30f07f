package words

import (
	"os"
	"testing"
	"time"
	"github.com/edsrzf/mmap-go"
)

func TestProf(t *testing.T) {
	name := os.Getenv("PROF")
	if name == "" { t.Skip() }
	for range 4 {
	f, _ := os.Open(name)
	data, _ := mmap.Map(f, mmap.RDONLY, 0)
	start := time.Now()
	lap := func(s string) { t.Log(s, time.Since(start)); start = time.Now() }
	v, err := Read(data, Sniff)
	lap("read")
	if err != nil { t.Fatal(err) }
	i, _ := v.Index("bank")
	v.Near(v.Row(i), 10, i)
	lap("near")
	v.rows.odd()
	lap("odd again")
	indexOf(&v.names)
	lap("index again")
	data.Unmap()
	lap("unmap")
	}
}
func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	name := os.Getenv("PROF")
	f, _ := os.Open(name)
	data, _ := mmap.Map(f, mmap.RDONLY, 0)
	for b.Loop() {
	Read(data, Sniff)
	}
}
