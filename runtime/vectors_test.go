package otp

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// noAutoShutdown is the one reason why a scenario may be not applicable. OTP
// refuses to start such a supervisor; here it cannot even be written down.
const noAutoShutdown = "a dynamic supervisor has no auto_shutdown"

// notApplicable says why a scenario has no counterpart here; "": it has one.
func notApplicable(f *vector.File) string {
	if anySpec(f.Tree, func(s vector.Spec) bool {
		return s.IsDynamic() && s.AutoShutdown != "" && s.AutoShutdown != Never.String()
	}) {
		return noAutoShutdown
	}
	return ""
}

func anySpec(s vector.Spec, is func(vector.Spec) bool) bool {
	return is(s) || slices.ContainsFunc(s.Children, func(c vector.Spec) bool { return anySpec(c, is) })
}

// TestVectors plays every recorded scenario on real processes, each in a bubble
// of virtual time, and compares every step with what Erlang/OTP did. The
// environment variable OTP_VECTORS names further folders with scenarios,
// separated as in PATH.
func TestVectors(t *testing.T) {
	t.Parallel()
	folders := append([]string{"testdata/otp"}, filepath.SplitList(os.Getenv("OTP_VECTORS"))...)
	var run, equal atomic.Int64
	var left []string
	t.Run("play", func(t *testing.T) {
		for _, folder := range folders {
			for name, f := range scenarios(t, folder) {
				if why := notApplicable(f); why != "" {
					left = append(left, fmt.Sprintf("%s: %s", name, why))
					continue
				}
				t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
					t.Parallel()
					run.Add(1)
					synctest.Test(t, func(t *testing.T) { play(t, f) })
					if !t.Failed() {
						equal.Add(1)
					}
				})
			}
		}
	})
	t.Logf("scenarios: %d run, %d equal, %d different, %d not applicable %q",
		run.Load(), equal.Load(), run.Load()-equal.Load(), len(left), left)
}

// scenarios reads all scenarios below a folder.
func scenarios(t *testing.T, folder string) map[string]*vector.File {
	t.Helper()
	corpus := os.DirFS(folder)
	all := map[string]*vector.File{}
	err := fs.WalkDir(corpus, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".json" {
			return err
		}
		all[name], err = vector.Read(corpus, name)
		return err
	})
	require.NoError(t, err)
	require.NotEmpty(t, all, "no scenarios in %s", folder)
	return all
}

func play(t *testing.T, f *vector.File) {
	p := newLivePlayer(f)
	diff, err := f.Compare(p)
	assert.Empty(t, p.close(), "left behind")
	require.NoError(t, err)
	if diff != nil {
		t.Error(diff)
	}
}
