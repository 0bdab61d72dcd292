package write

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// quiet is a lock whose holder must not have to wait.
func quiet(t *testing.T, holder string) RunLock {
	return RunLock{
		Holder: holder, Limit: time.Minute,
		Say: func(s string) { t.Errorf("said: %s", s) },
	}
}

func TestRunLockIsFree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := openFolder(t, dir, ".")
	for range 2 {
		release, err := quiet(t, "process 1 on here").Acquire(t.Context(), f)
		require.NoError(t, err)
		content, err := os.ReadFile(filepath.Join(dir, runLockName))
		require.NoError(t, err)
		assert.Equal(t, "process 1 on here\n", string(content))
		require.NoError(t, release())
		assert.NoFileExists(t, filepath.Join(dir, runLockName))
	}
}

func TestRunLockWaitsForItsHolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	release, err := quiet(t, "process 1 on here").Acquire(t.Context(), openFolder(t, dir, "."))
	require.NoError(t, err)
	var said []string
	second := RunLock{Holder: "process 2 on here", Limit: time.Minute, Say: func(s string) {
		said = append(said, s)
		assert.NoError(t, release())
	}}
	again, err := second.Acquire(t.Context(), openFolder(t, dir, "."))
	require.NoError(t, err)
	assert.Equal(t, []string{"another otpgen (process 1 on here) is changing this folder, waiting for it"}, said)
	require.NoError(t, again())
}

func TestAwaitWritesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := openFolder(t, dir, ".")
	for _, free := range []*Folder{f, openFolder(t, dir, "none")} {
		waited, err := quiet(t, "").Await(t.Context(), free)
		require.NoError(t, err)
		assert.False(t, waited)
	}
	assert.NoFileExists(t, filepath.Join(dir, runLockName))

	release, err := quiet(t, "process 1 on here").Acquire(t.Context(), f)
	require.NoError(t, err)
	said := 0
	second := RunLock{Limit: time.Minute, Say: func(string) {
		said++
		assert.NoError(t, release())
	}}
	waited, err := second.Await(t.Context(), openFolder(t, dir, "."))
	require.NoError(t, err)
	assert.True(t, waited)
	assert.Equal(t, 1, said)

	// What a killed run left is no reason to wait, and stays for the next run.
	abandoned := filepath.Join(dir, runLockName)
	require.NoError(t, os.WriteFile(abandoned, nil, 0o600))
	waited, err = quiet(t, "").Await(t.Context(), f)
	require.NoError(t, err)
	assert.False(t, waited)
	assert.FileExists(t, abandoned)
}

func TestRunLockOfAKilledRunIsTakenAtOnce(t *testing.T) {
	t.Parallel()
	for title, content := range map[string]string{
		"not written":               "",
		"of a process that is gone": "process 2147483646 on here\n",
		"of one that is not otpgen": "process 1 on here\n",
		"garbage":                   "\x00\x1b[2J",
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			name, second := filepath.Join(dir, runLockName), filepath.Join(dir, "second name")
			require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
			require.NoError(t, os.Link(name, second))
			release, err := quiet(t, "me").Acquire(t.Context(), openFolder(t, dir, "."))
			require.NoError(t, err)
			require.NoError(t, release())
			assert.NoFileExists(t, name)
			got, err := os.ReadFile(second)
			require.NoError(t, err)
			assert.Equal(t, content, string(got), "nothing is written to a file that was there")
		})
	}
}

func TestRunLockGivesUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	release, err := quiet(t, "process 1 on here").Acquire(t.Context(), openFolder(t, dir, "."))
	require.NoError(t, err)
	defer func() { assert.NoError(t, release()) }()
	_, err = RunLock{}.Acquire(t.Context(), openFolder(t, dir, "."))
	require.ErrorContains(t, err, "another otpgen (process 1 on here) has been changing this folder for more than 0s")

	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(t.Context())
	waiting := RunLock{Limit: time.Minute, Say: func(string) { cancel(stop) }}
	_, err = waiting.Acquire(ctx, openFolder(t, dir, "."))
	require.ErrorIs(t, err, stop)
}

func TestRunLockIsARegularFile(t *testing.T) {
	t.Parallel()
	for kind, make := range map[string]func(name string) error{
		"a folder":        func(name string) error { return os.Mkdir(name, 0o755) },
		"a symbolic link": func(name string) error { return os.Symlink("target", name) },
	} {
		dir := t.TempDir()
		require.NoError(t, make(filepath.Join(dir, runLockName)))
		_, err := quiet(t, "me").Acquire(t.Context(), openFolder(t, dir, "."))
		require.ErrorContains(t, err, ".otpgen.run is "+kind+", but otpgen needs the name")
		_, err = quiet(t, "me").Await(t.Context(), openFolder(t, dir, "."))
		require.Error(t, err)
		assert.NoFileExists(t, filepath.Join(dir, "target"))
	}
}

func TestRunLockIsHeldByOneAtATime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	inside := make(chan struct{}, 1)
	done := make(chan error)
	const runs = 20
	for range runs {
		f := openFolder(t, dir, ".")
		go func() {
			release, err := RunLock{Limit: time.Minute, Say: func(string) {}}.Acquire(t.Context(), f)
			if err == nil {
				select {
				case inside <- struct{}{}:
					<-inside
				default:
					err = errors.New("two at once")
				}
				err = errors.Join(err, release())
			}
			done <- err
		}()
	}
	for range runs {
		require.NoError(t, <-done)
	}
	assert.NoFileExists(t, filepath.Join(dir, runLockName))
}
