package otp

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// Why a scenario may be not applicable. There is no other reason.
const (
	// OTP refuses to start such a supervisor; here it cannot even be written down.
	noAutoShutdown = "a dynamic supervisor has no auto_shutdown"
	// OTP lets both run at a time; here no replacement ever meets its predecessor (docs/adr/0001-fencing.md).
	orphanInPlace = "an orphan that does not end holds up its successor"
)

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
	var c count
	t.Run("play", func(t *testing.T) {
		for _, folder := range folders {
			for name, f := range scenarios(t, folder) {
				t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
					t.Parallel()
					if why := notApplicable(f); why != "" {
						c.leave(why)
						return
					}
					synctest.Test(t, func(t *testing.T) { c.play(t, f) })
				})
			}
		}
	})
	t.Log(c.String())
}

// count is how many scenarios ended how.
type count struct {
	mu               sync.Mutex
	equal, different int
	left             map[string]int // by the reason why they are not applicable
}

func (c *count) play(t *testing.T, f *vector.File) {
	p := newLivePlayer(f)
	diff, err := f.Compare(p)
	assert.Empty(t, p.close(), "left behind")
	if errors.Is(err, errOrphanInPlace) {
		c.leave(orphanInPlace)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err != nil:
		t.Error(err)
	case diff != nil:
		t.Error(diff)
	}
	if t.Failed() {
		c.different++
	} else {
		c.equal++
	}
}

func (c *count) leave(why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left == nil {
		c.left = map[string]int{}
	}
	c.left[why]++
}

func (c *count) String() string {
	left := 0
	for _, n := range c.left {
		left += n
	}
	return fmt.Sprintf("scenarios: %d run, %d equal, %d different, %d not applicable %v",
		c.equal+c.different, c.equal, c.different, left, c.left)
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
