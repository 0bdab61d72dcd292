// Package erlang measures Erlang/OTP, where it is installed.
package erlang

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/otpgen/otpgen/bench/work"
)

//go:embed bench.erl
var source []byte

// Contenders is Erlang/OTP, or nothing if there is none.
func Contenders() []work.Contender {
	for _, program := range []string{"erl", "erlc"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil
		}
	}
	compiled := sync.OnceValues(compile)
	return []work.Contender{{
		Name: "Erlang/OTP",
		Knows: []string{
			"call-1x1", "call-64x1", "call-64x64", "fair-64x1", "call-chain", "cast-1", "cast-8", "mixed-8", "spawn-stop",
			"idle-few", "idle-many", "start-tree", "restart-10", "restart-many", "lookup",
		},
		Version: func() string {
			out, err := run(compiled, "version")
			if err != nil {
				return err.Error()
			}
			return strings.TrimSpace(out)
		},
		Elsewhere: func(workload, _ string) (work.Figures, error) {
			out, err := run(compiled, workload)
			if err != nil {
				return nil, err
			}
			return parse(workload, out)
		},
	}}
}

// compile makes a folder with the compiled module, which stays until the system
// tidies up.
func compile() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "otpgen-bench-"); err != nil {
		return "", err
	}
	file := filepath.Join(dir, "bench.erl")
	if err := os.WriteFile(file, source, 0o600); err != nil {
		return "", err
	}
	if out, err := exec.Command("erlc", "+inline", "-o", dir, file).CombinedOutput(); err != nil {
		return "", fmt.Errorf("erlc: %w: %s", err, out)
	}
	return dir, nil
}

func run(compiled func() (string, error), workload string) (string, error) {
	dir, err := compiled()
	if err != nil {
		return "", err
	}
	out, err := exec.Command("erl", "-noshell", "-noinput", "+P", "2000000", "-pa", dir, "-run", "bench", "main", workload).Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return "", fmt.Errorf("erl: %w: %s%s", err, out, exit.Stderr)
	}
	return string(out), err
}

// parse reads lines of a unit and a value.
func parse(workload, out string) (work.Figures, error) {
	figures := work.Figures{}
	for line := range strings.Lines(out) {
		unit, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		value, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("erl: %q is no figure", line)
		}
		figures[unit] = value
	}
	if workload == "start-tree" { // a whole tree is one operation
		figures["ns/child"] = figures["ns/op"] / 10_000
	}
	return figures, nil
}
