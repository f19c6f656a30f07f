//go:build unix

// Forward is heed's side of `make bench-peers`: it opens a model, says so in a
// line of JSON, and answers the lines of standard input.
//
//	run N     N forward passes that keep every tensor: {"cpu": [s …], "wall": [s …]}
//	gemms N   the products of matrices of that pass alone, N times: the same
//	peak      the most memory the process held, in bytes: {"peak": …}
//
// Language-model heads and poolers are left out, as they are on the other side.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/edsrzf/mmap-go"

	"heed/model"
	"heed/tensor"
)

func main() {
	folder := flag.String("model", "", "folder with config.json and model.safetensors")
	ids := flag.String("ids", "", "file with the token ids, JSON: [[id …] …]")
	threads := flag.Int("threads", 1, "threads to use")
	flag.Parse()
	runtime.GOMAXPROCS(*threads)
	if err := serve(*folder, *ids, *threads); err != nil {
		fmt.Fprintln(os.Stderr, "forward:", err)
		os.Exit(1)
	}
}

func serve(folder, idsFile string, threads int) error {
	m, file, err := open(folder)
	if err != nil {
		return err
	}
	var in model.Inputs
	if err := readJSON(idsFile, &in.IDs); err != nil {
		return err
	}
	var memory model.Memory[float32] // as the other sides' allocators keep theirs
	pass := func() (*model.Run[float32], error) {
		return m.Run(context.Background(), in, model.Options[float32]{Keep: body, Memory: &memory})
	}
	run, err := pass()
	if err != nil {
		return err
	}
	final, ok := run.Tensor("final_hidden")
	if !ok {
		return fmt.Errorf("%s: the run has no final_hidden", folder)
	}
	out := json.NewEncoder(os.Stdout)
	if err := out.Encode(map[string]any{"final": final.Data[:8]}); err != nil {
		return err
	}
	shapes, kernels := gemms(file, run), tensor.Kernels[float32]{Threads: threads}
	run.Release(&memory)
	var products []product
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var verb string
		n := 1
		fmt.Sscan(lines.Text(), &verb, &n)
		var answer any
		switch verb {
		case "run":
			answer, err = measure(n, func() error {
				run, err := pass()
				if err == nil {
					run.Release(&memory)
				}
				return err
			})
		case "gemms":
			if products == nil {
				products = fill(shapes)
			}
			answer, err = measure(n, func() error { multiply(kernels, products); return nil })
		case "peak":
			answer, err = map[string]any{"peak": peak()}, nil
		default:
			err = fmt.Errorf("%q: want run N, gemms N or peak", lines.Text())
		}
		if err != nil {
			return err
		}
		if err := out.Encode(answer); err != nil {
			return err
		}
	}
	return lines.Err()
}

// body says what is kept: all but what comes after the body.
func body(name string) bool { return name != "logits" && name != "pooler" }

func open(folder string) (*model.Model[float32], *tensor.File, error) {
	text, err := os.ReadFile(filepath.Join(folder, "config.json"))
	if err != nil {
		return nil, nil, err
	}
	config, err := model.ParseConfig(text)
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(filepath.Join(folder, "model.safetensors"))
	if err != nil {
		return nil, nil, err
	}
	data, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, nil, err
	}
	file, err := tensor.Parse(data)
	if err != nil {
		return nil, nil, err
	}
	m, err := model.Open[float32](config, file)
	return m, file, err
}

func readJSON(path string, to any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, to)
}

type figures struct {
	CPU  []float64 `json:"cpu"`  // seconds of all threads, user and system
	Wall []float64 `json:"wall"` // seconds
}

func measure(n int, f func() error) (figures, error) {
	var all figures
	for range n {
		cpu, start := processor(), time.Now()
		if err := f(); err != nil {
			return all, err
		}
		all.Wall = append(all.Wall, time.Since(start).Seconds())
		all.CPU = append(all.CPU, (processor() - cpu).Seconds())
	}
	return all, nil
}

// processor returns the time that this process has had.
func processor() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peak returns VmHWM in bytes, 0 where there is no /proc.
func peak() int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	kB := 0
	if _, after, ok := strings.Cut(string(status), "VmHWM:"); ok {
		fmt.Sscan(after, &kB)
	}
	return kB << 10
}
