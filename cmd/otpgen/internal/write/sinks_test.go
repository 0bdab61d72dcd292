package write

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/internal/hostile"
)

// The name of a schema may be anything that the file system takes. In the lock
// and in the journal it is one line, and the same when it is read again.
func TestAnyNameOfASchemaIsReadBack(t *testing.T) {
	t.Parallel()
	combinations := 0
	for _, v := range hostile.Texts("planted") {
		name := strings.NewReplacer("/", "", "\x00", "").Replace(v.Text)
		combinations += 2
		lock := &Lock{Sources: []string{name, "../" + name}, Digest: "sha256:00", Entries: []Entry{{Path: "a.go", Owner: User}}}
		oneLineEach(t, lock.Bytes(), 5, v.Name)
		read, err := ParseLock(lock.Bytes())
		if assert.NoError(t, err, v.Name) {
			assert.Equal(t, lock, read, v.Name)
		}

		if strings.ToValidUTF8(name, "") != name {
			continue // os.Root takes it, package fs does not
		}
		steps := []step{{path: name, owner: User, old: nothing, new: "sha256:00"}, {path: "d/" + name, owner: Generated, old: "sha256:00", new: nothing, n: 1}}
		oneLineEach(t, journalBytes(steps), 4, v.Name)
		again, err := parseJournal(journalBytes(steps))
		if assert.NoError(t, err, v.Name) {
			assert.Equal(t, steps, again, v.Name)
		}
	}
	t.Logf("%d combinations", combinations)
}

func oneLineEach(t *testing.T, content []byte, lines int, about string) {
	t.Helper()
	require.Equal(t, lines, strings.Count(string(content), "\n"), about)
	for _, r := range string(content) {
		assert.True(t, r == '\n' || unicode.IsPrint(r), "%s: %U", about, r)
	}
}
