// Command gen writes the assembly of package kernel; go generate runs it there.
// It is a module of its own, so that heed is built without avo.
package main

import . "github.com/mmcloughlin/avo/build"

func main() {
	ConstraintExpr("amd64")
	panelFMA()
	packRowsFMA()
	turnFMA()
	askFMA()
	dotsFMA()
	addRowsFMA()
	combineFMA()
	activationsFMA()
	softmaxFMA()
	momentsFMA()
	normFMA()
	limitFMA()
	Generate()
}
