package otp

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// TestVectors plays the recorded scenarios on real processes and compares every
// step with what Erlang/OTP did.
func TestVectors(t *testing.T) {
	t.Parallel()
	corpus := os.DirFS("testdata/otp")
	files, err := fs.Glob(corpus, "*/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	left := map[string]int{}
	for _, name := range files {
		f, err := vector.Read(corpus, name)
		require.NoError(t, err)
		if why := unplayable(f); why != "" {
			left[why]++
			continue
		}
		withoutTrappedSignals(f)
		t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { play(t, f) })
		})
	}
	t.Logf("%d scenarios, not played: %v", len(files), left)
}

func play(t *testing.T, f *vector.File) {
	p := newPlayer(t, f)
	diff, err := f.Compare(p)
	p.close()
	require.NoError(t, err)
	if diff != nil {
		t.Error(diff)
	}
}

// unplayable says why a scenario has no counterpart here.
func unplayable(f *vector.File) string {
	if slices.Contains([]string{"simple_auto_all", "simple_auto_any"}, f.Name) {
		return "a dynamic supervisor has no auto_shutdown"
	}
	for _, s := range f.Steps {
		if s.Op == "probe" && s.Kind != "monitor" {
			return "there are no links"
		}
	}
	return ""
}

// withoutTrappedSignals takes out the messages that a trapping process gets for
// exit signals of strangers: here it ignores those signals.
func withoutTrappedSignals(f *vector.File) {
	for i, e := range f.Expect {
		f.Expect[i].Events = slices.DeleteFunc(e.Events, func(ev string) bool {
			return strings.HasPrefix(ev, "info ") && strings.Contains(ev, " EXIT:")
		})
	}
}
