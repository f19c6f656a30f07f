//go:build js && wasm

// Command heed-wasm is the engine in a browser: it gives a worker one function,
// heed, which takes a request as a Uint8Array and returns the answer as one.
package main

import (
	"runtime/debug"
	"syscall/js"

	"heed/engine"
)

func main() {
	debug.SetGCPercent(800) // an answer's litter is small, and collecting it takes a drag's time
	js.Global().Set("heed", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		request := make([]byte, arguments[0].Length())
		js.CopyBytesToGo(request, arguments[0])
		answer := engine.Ask(request)
		out := js.Global().Get("Uint8Array").New(len(answer))
		js.CopyBytesToJS(out, answer)
		return out
	}))
	select {}
}
