package write

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnEditComesFirstAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	name := "my 100% schema.yaml"
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("old\n"), 0o640))
	folder, err := OpenFolder(dir, ".")
	require.NoError(t, err)
	defer func() { require.NoError(t, folder.Close()) }()

	p, err := Edits(folder.FS(), Edit{Path: name, Have: []byte("old\n"), Want: []byte("new\n")}, Edit{Path: "types.go", Want: []byte("package p\n")})
	require.NoError(t, err)
	assert.Equal(t, []string{name, "types.go"}, []string{p.Items[0].Path, p.Items[1].Path})
	require.NoError(t, Apply(t.Context(), folder, p))
	content, err := fs.ReadFile(folder.FS(), name)
	require.NoError(t, err)
	assert.Equal(t, "new\n", string(content))
	assert.FileExists(t, filepath.Join(dir, "types.go"))

	require.NoError(t, Apply(t.Context(), folder, p.Reverse()))
	content, err = fs.ReadFile(folder.FS(), name)
	require.NoError(t, err)
	assert.Equal(t, "old\n", string(content))
	info, err := os.Stat(filepath.Join(dir, name))
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o640), info.Mode().Perm())
	assert.NoFileExists(t, filepath.Join(dir, "types.go"))
	assert.NoDirExists(t, filepath.Join(dir, workFolder))
}

func TestAnEditIsOfTheFileThatWasRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "otp.yaml"), []byte("other\n"), 0o600))
	require.NoError(t, os.Symlink("otp.yaml", filepath.Join(dir, "link.yaml")))
	var changed *changedError
	for _, e := range []Edit{
		{Path: "otp.yaml", Have: []byte("old\n"), Want: []byte("new\n")},
		{Path: "otp.yaml", Want: []byte("new\n")},
		{Path: "gone.yaml", Have: []byte("old\n"), Want: []byte("new\n")},
	} {
		_, err := Edits(os.DirFS(dir), e)
		assert.ErrorAs(t, err, &changed)
	}
	_, err := Edits(os.DirFS(dir), Edit{Path: "link.yaml", Have: []byte("other\n"), Want: []byte("new\n")})
	assert.ErrorContains(t, err, "link.yaml is a symbolic link")
	p, err := Edits(os.DirFS(dir), Edit{Path: "otp.yaml", Have: []byte("other\n"), Want: []byte("other\n")})
	require.NoError(t, err)
	assert.True(t, p.Idle(), "what stays the same is no edit")
}

func TestAJournalTakesAnyPath(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"otp.yaml", "my schema.yaml", "100%.yaml", "a+b.yaml", "d/é\u00a0x.yaml"} {
		want := []step{{path: name, owner: User, old: nothing, new: hash([]byte("x"))}}
		have, err := parseJournal(journalBytes(want))
		require.NoError(t, err, name)
		assert.Equal(t, want, have)
	}
}
