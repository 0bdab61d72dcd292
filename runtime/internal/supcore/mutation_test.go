package supcore_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMutations puts one fault after the other into the source of the machines and lets TestVectors run on it in a go
// command of its own. Every fault must make our trace differ from the one that OTP left. So the scenarios are known to
// tell a supervisor that is right from one that is nearly right.
//
// The build cache keeps what the go commands made: while nothing changes, a second run costs next to nothing.
func TestMutations(t *testing.T) {
	t.Parallel()
	require.GreaterOrEqual(t, len(mutations), 10)
	for _, m := range mutations {
		t.Run(m.fault, func(t *testing.T) {
			t.Parallel()
			different := playMutated(t, m)
			assert.NotEmpty(t, different, "no scenario notices")
			t.Logf("caught by %d scenarios, such as %s", len(different), strings.Join(different[:min(3, len(different))], ", "))
		})
	}
}

// differs is how TestVectors reports a scenario: "hand: NAME: step 4: {...}\n  events differ".
var differs = regexp.MustCompile(`(?m)^ +vectors_test\.go:\d+: (\w+: [^:\n]+): step \d+: .*\n +\w+ differ$`)

// playMutated runs TestVectors on mutated machines and returns the scenarios that differ.
func playMutated(t *testing.T, m mutation) (different []string) {
	t.Helper()
	cmd := exec.Command("go", "test", "-vet=off", "-ldflags=-s -w", "-overlay="+overlay(t, m), "-run=^TestVectors$", "-timeout=1m", ".")
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	require.True(t, err == nil || errors.As(err, &failed), "the go command: %v", err)
	require.NotContains(t, string(out), "[build failed]", "%s", out)
	require.NotContains(t, string(out), "panic: ", "%s", out)
	for _, match := range differs.FindAllSubmatch(out, -1) {
		different = append(different, string(match[1]))
	}
	return different
}

// overlay writes the mutated files to a temporary folder, and the file that tells the go command to read those.
func overlay(t *testing.T, m mutation) string {
	t.Helper()
	folder, here := t.TempDir(), must(t, os.Getwd)
	mutated := map[string]string{}
	for _, e := range m.edits {
		source, known := mutated[e.file]
		if !known {
			data, err := os.ReadFile(e.file)
			require.NoError(t, err)
			source = string(data)
		}
		require.Equal(t, 1, strings.Count(source, e.old), "%s must have this once:\n%s", e.file, e.old)
		mutated[e.file] = strings.Replace(source, e.old, e.new, 1)
	}
	replace := map[string]string{}
	tests, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	for _, file := range tests {
		if !strings.HasPrefix(file, "sim_") && file != "vectors_test.go" && file != "export_test.go" {
			replace[filepath.Join(here, file)] = "" // not there: that is quicker to build
		}
	}
	for file, source := range mutated {
		replace[filepath.Join(here, file)] = filepath.Join(folder, file)
		require.NoError(t, os.WriteFile(filepath.Join(folder, file), []byte(source), 0o600))
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	require.NoError(t, err)
	path := filepath.Join(folder, "overlay.json")
	require.NoError(t, os.WriteFile(path, list, 0o600))
	return path
}

func must(t *testing.T, f func() (string, error)) string {
	t.Helper()
	s, err := f()
	require.NoError(t, err)
	return s
}
