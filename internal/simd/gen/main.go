// Command gen writes the assembly of package simd; go generate runs it there.
// It is a module of its own, so that heed is built without avo.
package main

import . "github.com/mmcloughlin/avo/build"

func main() {
	ConstraintExpr("amd64")
	addProductAVX2()
	dotsAVX2()
	learnAVX2()
	sumAVX2()
	spreadAVX2()
	prefetchAVX2()
	Generate()
}
