package otp

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// orphanInPlace is why a scenario of a further folder may be left, beside what
// [vector.File.NotApplicable] says. OTP lets both run at a time; here no
// replacement ever meets its predecessor (docs/adr/0001-fencing.md).
const orphanInPlace = "an orphan that does not end holds up its successor"

// corpus has the committed scenarios. What they cover is on the page
// docs/otp-compatibility.md, so none of them is left because of what happens
// while it is played.
const corpus = "testdata/otp"

// TestVectors plays every recorded scenario on real processes, each in a bubble
// of virtual time, and compares every step with what Erlang/OTP did. The
// environment variable OTP_VECTORS names further folders with scenarios,
// separated as in PATH.
func TestVectors(t *testing.T) {
	t.Parallel()
	folders := append([]string{corpus}, filepath.SplitList(os.Getenv("OTP_VECTORS"))...)
	var c count
	t.Run("play", func(t *testing.T) {
		for _, folder := range folders {
			for name, f := range scenarios(t, folder) {
				t.Run(strings.TrimSuffix(name, ".json"), func(t *testing.T) {
					t.Parallel()
					if why := f.NotApplicable(); why != "" {
						c.leave(why)
						return
					}
					synctest.Test(t, func(t *testing.T) { c.play(t, f, folder == corpus) })
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

func (c *count) play(t *testing.T, f *vector.File, committed bool) {
	p := newLivePlayer(f)
	diff, err := f.Compare(p)
	assert.Empty(t, p.close(), "left behind")
	if errors.Is(err, errOrphanInPlace) && !committed {
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
