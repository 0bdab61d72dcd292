package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestKilledInitsReally kills real runs of init at random moments, in an empty
// folder and in a module that exists, whose go.mod it adds to. The next init
// gives what an undisturbed one gives, and what was there is whole at any time.
func TestKilledInitsReally(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(*seed, 2))
	for title, mod := range map[string]string{"an empty folder": "", "a module": "// mine\nmodule example.com/shop\n\ngo 1.26\n"} {
		began := time.Now()
		want := initialised(t, mod)
		initRun(t, want, nil)
		takes := time.Since(began)
		after := contents(t, want)
		died := 0
		for i := range (*kills + 1) / 2 {
			dir := initialised(t, mod)
			moment := time.Duration(random.Int64N(int64(takes)))
			if !initRun(t, dir, &moment) {
				died++
			}
			if mod != "" {
				assert.Contains(t, []string{mod, after["go.mod"]}, read(t, dir, "go.mod"), "%s, run %d", title, i)
			}
			initRun(t, dir, nil)
			require.Equal(t, after, contents(t, dir), "%s, run %d", title, i)
		}
		assert.NotZero(t, died, "not one was killed: the moments are too late")
	}
}

// initialised is a folder called shop, with a go.mod unless that is "".
func initialised(t *testing.T, mod string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	require.NoError(t, os.Mkdir(dir, 0o755))
	if mod != "" {
		put(t, dir, "go.mod", mod)
	}
	return dir
}

// initRun runs init, and kills it after a moment if there is one. It reports
// whether the run came to its end.
func initRun(t *testing.T, dir string, moment *time.Duration) (ended bool) {
	t.Helper()
	c, printed := process(dir, "init", "inner")
	require.NoError(t, c.Start())
	if moment != nil {
		defer time.AfterFunc(*moment, func() { _ = c.Process.Kill() }).Stop()
	}
	_ = c.Wait()
	code := c.ProcessState.ExitCode()
	if moment == nil {
		require.Equal(t, exitOK, code, printed)
	}
	require.Contains(t, []int{exitOK, -1}, code, printed)
	return code == exitOK
}
