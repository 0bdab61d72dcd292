package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/report"
	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// env is everything that a command sees of the world but for the disk, so
// that a test can run commands side by side in one process.
type env struct {
	dir    string    // the working folder, absolute
	stdout io.Writer // the product
	stderr io.Writer // remarks
	colour bool      // stderr may be coloured
	build  build
	// generate is generator.Generate.
	generate func(name string, src []byte, o generator.Options) (*generator.Result, schema.Diagnostics)
}

// say prints a remark, in one line or, with the second and all others indented,
// in several. Nothing in it can harm a terminal.
func (e env) say(format string, args ...any) {
	lines := report.Lines("otpgen: " + fmt.Sprintf(format, args...))
	fmt.Fprintln(e.stderr, strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\n", "\n  "))
}

// processEnv is the env of this process.
func processEnv() env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "." // every path is then tried as it is, and its error says more
	}
	return env{
		dir:      dir,
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		colour:   colourful(os.Stderr, os.Getenv),
		build:    thisBuild(),
		generate: generator.Generate,
	}
}

// colourful reports whether f is a terminal and the user wants colours, by
// the convention of no-color.org.
func colourful(f *os.File, getenv func(string) string) bool {
	if getenv("NO_COLOR") != "" || getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
