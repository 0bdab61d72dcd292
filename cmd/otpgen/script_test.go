package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/scaffold"
	"github.com/otpgen/otpgen/generator"
)

// TestScripts runs the scripts in testdata/script. Besides testscript's own
// commands they have:
//
//	otpgen ARGS...       runs the command in this process; it must exit with 0
//	exits CODE ARGS...   runs the command; it must exit with CODE
//	snapshot             remembers every file below $WORK
//	untouched            fails if a file differs from the snapshot, in content,
//	                     mode or time of change
//	module PATH          writes a go.mod and go.sum that use this checkout
//	replace FILE OLD NEW replaces the only OLD in FILE
func TestScripts(t *testing.T) {
	t.Parallel()
	goEnv := goEnvironment(t)
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Vars = append(env.Vars, goEnv...)
			env.Vars = append(env.Vars, "OTPGEN_MODULE="+thisBuild().module, "OTPGEN_CHECKOUT="+thisBuild().checkout)
			env.Values["snapshot"] = &snapshot{}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"otpgen": func(ts *testscript.TestScript, neg bool, args []string) {
				expectCode(ts, neg, exitOK, args)
			},
			"exits": func(ts *testscript.TestScript, neg bool, args []string) {
				if len(args) == 0 {
					ts.Fatalf("usage: exits CODE ARGS...")
				}
				code, err := strconv.Atoi(args[0])
				ts.Check(err)
				expectCode(ts, neg, code, args[1:])
			},
			"snapshot": func(ts *testscript.TestScript, _ bool, _ []string) {
				taken, err := take(ts.Getenv("WORK"))
				ts.Check(err)
				ts.Value("snapshot").(*snapshot).files = taken
			},
			"untouched": func(ts *testscript.TestScript, _ bool, _ []string) {
				ts.Value("snapshot").(*snapshot).compare(ts)
			},
			"module":  writeModule,
			"replace": replaceInFile,
		},
	})
}

func expectCode(ts *testscript.TestScript, neg bool, want int, args []string) {
	if neg {
		ts.Fatalf("say which exit code is expected: exits CODE ARGS...")
	}
	e := env{
		dir:      ts.MkAbs("."),
		stdout:   ts.Stdout(),
		stderr:   ts.Stderr(),
		build:    thisBuild(),
		generate: generator.Generate,
	}
	if got := guard(e.stderr, func() int { return run(context.Background(), e, args) }); got != want {
		ts.Fatalf("otpgen %s: exit code %d, expected %d", strings.Join(args, " "), got, want)
	}
}

func writeModule(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: module PATH")
	}
	checkout := thisBuild().checkout
	mod, err := gomod.Read(checkout)
	ts.Check(err)
	sums, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("go.mod"), scaffold.GoMod(args[0], scaffold.Checkout(checkout, mod)), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("go.sum"), sums, 0o600))
}

func replaceInFile(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	unescape := strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r")
	before, after := unescape.Replace(args[1]), unescape.Replace(args[2])
	content := ts.ReadFile(args[0])
	if n := strings.Count(content, before); n != 1 {
		ts.Fatalf("%s holds %q %d times", args[0], before, n)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(content, before, after, 1)), 0o600))
}

// snapshot is every file of a script's folder with what identifies its state.
type snapshot struct{ files map[string]string }

func take(dir string) (map[string]string, error) {
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name == filepath.Join(dir, ".tmp") { // testscript's own
			return filepath.SkipDir
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		state := info.Mode().String()
		if info.Mode().IsRegular() {
			content, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			state += fmt.Sprintf(" %v %x", info.ModTime(), sha256.Sum256(content))
		}
		files[name] = state
		return nil
	})
	return files, err
}

func (s *snapshot) compare(ts *testscript.TestScript) {
	if s.files == nil {
		ts.Fatalf("no snapshot was taken")
	}
	now, err := take(ts.Getenv("WORK"))
	ts.Check(err)
	var differences bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if s.files[name] != now[name] {
			fmt.Fprintf(&differences, "%s: %q, was %q\n", name, now[name], s.files[name])
		}
	}
	for name := range s.files {
		if _, ok := now[name]; !ok {
			fmt.Fprintf(&differences, "%s is gone\n", name)
		}
	}
	if differences.Len() > 0 {
		ts.Fatalf("the disk is not as it was:\n%s", differences.String())
	}
}

// goEnvironment lets scripts run the go command offline, with the caches of
// this machine.
func goEnvironment(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOPATH").Output()
	require.NoError(t, err)
	dirs := strings.Split(strings.TrimSpace(string(out)), "\n")
	require.Len(t, dirs, 3)
	return []string{
		"GOCACHE=" + dirs[0], "GOMODCACHE=" + dirs[1], "GOPATH=" + dirs[2],
		"GOPROXY=off", "GOFLAGS=-mod=readonly -buildvcs=false", "GOTOOLCHAIN=local", "GOWORK=off",
	}
}
