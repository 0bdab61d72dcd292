package write

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func openFolder(t *testing.T, base, rel string) *Folder {
	t.Helper()
	f, err := OpenFolder(base, rel)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, f.Close()) })
	return f
}

func TestFolderIsMadeOnDemand(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	f := openFolder(t, base, "deep/out")
	_, w := scene()
	p, err := Classify(f.FS(), w)
	require.NoError(t, err)
	assert.NoDirExists(t, filepath.Join(base, "deep"), "classifying only reads")

	require.NoError(t, f.Make())
	require.NoError(t, f.Make(), "twice is fine")
	require.NoError(t, Apply(t.Context(), f, p))
	got, err := os.ReadFile(filepath.Join(base, "deep/out/new/deep/d_gen.go"))
	require.NoError(t, err)
	assert.Equal(t, gen("d"), string(got))
}

func TestFolderIsNotTouchedWithoutNeed(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	f := openFolder(t, base, ".")
	_, w := scene()
	apply := func() {
		p, err := Classify(f.FS(), w)
		require.NoError(t, err)
		require.NoError(t, Apply(t.Context(), f, p))
	}
	apply()
	name := filepath.Join(base, "a_gen.go")
	require.NoError(t, os.Chmod(name, 0o600))
	past := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	require.NoError(t, os.Chtimes(name, past, past))
	apply()
	info, err := os.Stat(name)
	require.NoError(t, err)
	assert.True(t, info.ModTime().Equal(past))

	w.Files[0].Content = []byte(gen("a3"))
	apply()
	info, err = os.Stat(name)
	require.NoError(t, err)
	assert.False(t, info.ModTime().Equal(past))
	assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm())
}

func TestFolderDoesNotLeadOut(t *testing.T) {
	t.Parallel()
	outside, base := t.TempDir(), t.TempDir()
	require.NoError(t, os.Symlink(outside, filepath.Join(base, "link")))
	_, err := OpenFolder(base, "link")
	require.Error(t, err)
	_, err = OpenFolder(base, "..")
	require.Error(t, err)
	_, err = OpenFolder(filepath.Join(base, "none"), ".")
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestFolderWithLinksInTheWay(t *testing.T) {
	t.Parallel()
	outside, base := t.TempDir(), t.TempDir()
	require.NoError(t, os.Symlink(outside, filepath.Join(base, "new")))
	require.NoError(t, os.WriteFile(filepath.Join(outside, "x.go"), []byte("package x\n"), 0o600))
	require.NoError(t, os.Symlink(filepath.Join(outside, "x.go"), filepath.Join(base, "a_gen.go")))
	_, w := scene()
	p, err := Classify(openFolder(t, base, ".").FS(), w)
	require.NoError(t, err)
	var obstacles []string
	for _, it := range p.With(Refuse) {
		obstacles = append(obstacles, it.Obstacle)
	}
	assert.Equal(t, []string{"a_gen.go is a symbolic link", "new is a symbolic link", "new is a symbolic link"}, obstacles)
}

func TestFolderNeverOverwritesByWriteNew(t *testing.T) {
	t.Parallel()
	f := openFolder(t, t.TempDir(), ".")
	require.NoError(t, f.WriteNew("a", []byte("1"), 0))
	require.ErrorIs(t, f.WriteNew("a", []byte("2"), 0), fs.ErrExist)
	got, err := fs.ReadFile(f.FS(), "a")
	require.NoError(t, err)
	assert.Equal(t, "1", string(got))
}

// Between the decision and the writing somebody swaps a folder. Nothing is
// written, neither into the old one nor into what took its place.
func TestApplyInAFolderThatWasSwapped(t *testing.T) {
	t.Parallel()
	for _, swapped := range []string{"out", "out/new"} {
		base, outside := t.TempDir(), t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(outside, "e.go"), []byte("canary"), 0o600))
		require.NoError(t, os.MkdirAll(filepath.Join(base, "out", "new"), 0o755))
		f := openFolder(t, base, "out")
		_, w := scene()
		p, err := Classify(f.FS(), w)
		require.NoError(t, err)
		name := filepath.Join(base, filepath.FromSlash(swapped))
		require.NoError(t, os.Rename(name, name+"2"))
		require.NoError(t, os.Symlink(outside, name))

		require.ErrorContains(t, Apply(t.Context(), f, p), "every file is as it was", swapped)
		entries, err := os.ReadDir(outside)
		require.NoError(t, err)
		assert.Len(t, entries, 1)
		left, err := fs.Glob(os.DirFS(base), "*/*_gen.go")
		require.NoError(t, err)
		assert.Empty(t, left)
		hidden, err := fs.Glob(os.DirFS(base), "*/.otpgen*")
		require.NoError(t, err)
		assert.Empty(t, hidden)
	}
}
