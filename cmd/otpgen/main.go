// Command otpgen generates supervised Go programs from otp.yaml.
//
// It is the only place of the module with effects: arguments, terminal, disk
// and exit code. A command is one file that makes a cobra.Command, one row in
// commands, and one script in testdata/script.
package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"runtime/debug"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/report"
	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

func main() {
	// A run is short, so garbage is hardly collected until there is so much that
	// a large schema would not fit into 128 MiB.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(100 << 20)
	ctx, stop := interruptible(context.Background())
	e := processEnv()
	e.generate = withoutLimit
	code := guard(os.Stderr, func() int { return run(ctx, e, os.Args[1:]) })
	stop()
	os.Exit(code)
}

// withoutLimit is generator.Generate, with the limit of memory for the answer
// only: files that need more than that would be rendered with a collector that
// never rests.
func withoutLimit(name string, src []byte, o generator.Options) (*generator.Result, schema.Diagnostics) {
	o.Accepted = func() {
		debug.SetGCPercent(150)
		debug.SetMemoryLimit(math.MaxInt64)
	}
	return generator.Generate(name, src, o)
}

// guard turns a panic, which is always a bug of ours, into exit code 70 and a
// request to report it.
func guard(stderr io.Writer, f func() int) (code int) {
	defer func() {
		bug := recover()
		if bug == nil {
			return
		}
		code = exitBug
		fmt.Fprintln(stderr, report.Lines(fmt.Sprintf("%v\n\n%s", bug, debug.Stack())))
		fmt.Fprintf(stderr, "otpgen: this is a bug of otpgen, not of your schema. Please report the lines above,\n"+
			"with the schema and the output of \"otpgen version\", at %s\n", reportAt)
	}()
	return f()
}

const reportAt = "https://github.com/otpgen/otpgen/issues"
