package measure

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/otpgen/otpgen/bench/work"
)

// machine writes what the figures were measured on, and of what versions.
func machine(out io.Writer, contenders []work.Contender) {
	fmt.Fprintf(out, "%s, %d processors, GOMAXPROCS %d, %s/%s, %s.\n",
		processor(), runtime.NumCPU(), runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH, runtime.Version())
	for _, c := range contenders {
		if c.Version != nil {
			fmt.Fprintf(out, "%s: %s.\n", c.Name, c.Version())
		}
	}
}

// processor is its name where the system tells it.
func processor() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, _ := strings.Cut(lines.Text(), ":"); strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}

// ModuleVersion says which version of a module this program is built with.
func ModuleVersion(module string) func() string {
	return func() string {
		info, _ := debug.ReadBuildInfo()
		for _, m := range info.Deps {
			if m.Path == module {
				return m.Path + " " + m.Version
			}
		}
		return module
	}
}
