package oracle

import (
	"bytes"
	"fmt"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// HandWritten is a Go file of what a schema says is written by hand: its
// types, of one form after the other.
func HandWritten(p *plan.Package) []byte {
	plain := []string{"struct{ N int }", "string", "[2]string", "int", "struct{}", "interface{ Do() }"}
	shared := []string{"map[string]int", "*struct{ M map[string]int }", "[]byte", "func()", "chan int", "interface{ Do() }", "struct{ L []string }"}
	var b bytes.Buffer
	fmt.Fprintf(&b, "package %s\n", p.Name)
	for i, u := range p.App.Types {
		form := plain[i%len(plain)]
		if u.Shared {
			form = shared[i%len(shared)]
		}
		fmt.Fprintf(&b, "\n// %s is written by hand.\ntype %s %s\n", u.Name, u.Name, form)
	}
	return b.Bytes()
}
