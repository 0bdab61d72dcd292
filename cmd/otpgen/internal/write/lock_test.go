package write

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLockReadsBackWhatItWrote(t *testing.T) {
	t.Parallel()
	for name, lock := range map[string]*Lock{
		"empty":     {Digest: "sha256:00"},
		"source":    {Sources: []string{"../../otp.yaml"}, Digest: "sha256:00"},
		"odd names": {Sources: []string{" a  b ", "a\nb\u202e", `"quoted"`, "\xff", `a"b`, "inputs x"}, Digest: "sha256:00"},
		"warnings":  {Digest: "sha256:00", Warnings: 3},
		"files": {Digest: "sha256:00", Entries: []Entry{
			{Path: "a.go", Owner: User},
			{Path: "a_gen.go", Owner: Generated, Hash: "sha256:02"},
			{Path: "t/b.go", Owner: Generated, Hash: "sha256:03"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseLock(lock.Bytes())
			require.NoError(t, err)
			assert.Equal(t, lock, got)

			crlf := strings.ReplaceAll(string(lock.Bytes()), "\n", "\r\n")
			got, err = ParseLock([]byte(crlf))
			require.NoError(t, err)
			assert.Equal(t, lock, got, "line ends must not matter")
		})
	}
}

func TestLockOfAMergeConflictHasBothSides(t *testing.T) {
	t.Parallel()
	lock, err := ParseLock([]byte(`# comment
<<<<<<< HEAD
inputs sha256:aa
a_gen.go generated sha256:01
||||||| base
inputs sha256:cc
=======
inputs sha256:bb
a_gen.go generated sha256:02
>>>>>>> other
b_gen.go generated sha256:03
`))
	require.NoError(t, err)
	assert.True(t, lock.Conflicted)
	assert.Empty(t, lock.Digest, "neither side says what is on disk")
	assert.Len(t, lock.of("a_gen.go"), 2)
	assert.Len(t, lock.of("b_gen.go"), 1)
	assert.Empty(t, lock.of("c_gen.go"))
}

func TestLockRefusesOtherLines(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"{",
		"inputs",
		"warnings many",
		"warnings 0",
		"a.go generated",
		"a.go user md5:01",
		"a.go user sha256:01 more",
		"a.go somebody sha256:01",
		"a.go generated md5:01",
		"../a.go generated sha256:01",
		"/etc/passwd generated sha256:01",
		"a//b generated sha256:01",
		"source",
		"source ",
		"source ..",
		"source ../",
		"source ../..",
		"source /etc/passwd",
		"source a/otp.yaml",
		"source ../a/otp.yaml",
		"source ./otp.yaml",
		`source "../../etc/passwd"`,
		`source "a\x00b"`,
	} {
		_, err := ParseLock([]byte("# comment\n" + line + "\n"))
		var bad *LockError
		require.ErrorAs(t, err, &bad, line)
		assert.Equal(t, 2, bad.Line)
		assert.Equal(t, line, bad.Text)
		assert.Contains(t, bad.Problem(), "did not write")
		assert.Contains(t, err.Error(), "otp.lock:2")
	}
}
