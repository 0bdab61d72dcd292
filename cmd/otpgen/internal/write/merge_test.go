package write

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// conflict is a hunk of a merge conflict; a base of "-" is not shown.
func conflict(ours, base, theirs string) string {
	text := "<<<<<<< HEAD\n" + ours
	if base != "-" {
		text += "||||||| 1234567\n" + base
	}
	return text + "=======\n" + theirs + ">>>>>>> other\n"
}

func TestSides(t *testing.T) {
	t.Parallel()
	for title, tt := range map[string]struct {
		content string
		want    []string
	}{
		"no conflict":        {"a\nb\n", nil},
		"two sides":          {"a\n" + conflict("b\n", "-", "c\n") + "d\n", []string{"a\nb\nd\n", "a\nc\nd\n"}},
		"with the base":      {"a\n" + conflict("b\n", "x\n", "c\n") + "d\n", []string{"a\nb\nd\n", "a\nc\nd\n"}},
		"one side is empty":  {"a\n" + conflict("", "-", "c\n"), []string{"a\n", "a\nc\n"}},
		"several":            {conflict("1\n", "-", "2\n") + "m\n" + conflict("3\n", "-", "4\n"), []string{"1\nm\n3\n", "2\nm\n4\n"}},
		"CRLF":               {strings.ReplaceAll(conflict("1\n", "-", "2\n"), "\n", "\r\n"), []string{"1\n", "2\n"}},
		"a title outside":    {"T\n=======\n" + conflict("1\n", "-", "2\n"), []string{"T\n=======\n1\n", "T\n=======\n2\n"}},
		"no end of line":     {"<<<<<<< a\n1\n=======\n2\n>>>>>>> b", []string{"1\n", "2\n"}},
		"not closed":         {"<<<<<<< a\n1\n=======\n2\n", nil},
		"not opened":         {"1\n=======\n2\n>>>>>>> b\n", nil},
		"nested":             {"<<<<<<< a\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n", nil},
		"no middle":          {"<<<<<<< a\n1\n>>>>>>> b\n", nil},
		"longer marks":       {"<<<<<<<< a\n1\n========\n2\n>>>>>>>> b\n", nil},
		"two bases, one hid": {conflict("1\n", "x\n", "2\n") + conflict("3\n", "-", "4\n"), []string{"1\n3\n", "2\n4\n"}},
	} {
		var got []string
		for _, side := range sides([]byte(tt.content)) {
			got = append(got, string(side))
		}
		assert.Equal(t, tt.want, got, title)
	}
}

// A merge is generated again if nothing in it can be lost; an edit by hand is
// refused, wherever it hides.
func TestClassifyAfterAMerge(t *testing.T) {
	t.Parallel()
	const name = "a_gen.go"
	side := func(body string) string { return gen("a\n" + body + "z") }
	hunk := func(ours, theirs string) string { return side(conflict(ours, "-", theirs)) }
	lock := func(contents ...string) string { // of both sides
		text := lockConflict
		for _, c := range contents {
			text += name + " generated " + hash([]byte(c)) + "\n"
		}
		return text
	}
	resolved := func(content string) string { return lockOf(Generated, name, content) }
	both := lock(side("1\n"), side("2\n"))
	const want = "1\n2\n\t3   =\t3\n"
	for title, tt := range map[string]struct {
		lock, file string
		state      State
		known      bool // by its hashes alone
	}{
		"both sides are known":                  {both, hunk("1\n", "2\n"), Changed, true},
		"and the base":                          {both, side(conflict("1\n", "-", "2\n")), Changed, true},
		"both sides took out an edit":           {both, side(conflict("1\n", "mine\n", "2\n")), Changed, true},
		"one side is not":                       {both, hunk("1\n", "mine\n"), HandEdited, false},
		"edited outside the markers":            {both, hunk("1\n", "2\n") + "mine\n", HandEdited, false},
		"the lock knows one side alone":         {resolved(side("7\n")), hunk("7\n", "8\n"), HandEdited, false},
		"but the other is generated again":      {resolved(side("7\n")), hunk("1\n", "2\n"), Changed, false},
		"merged in part, all generated again":   {both, hunk("1\n", "2\n") + "3 = 3\n", Changed, false},
		"merged cleanly, all generated again":   {both, side("1\n2\n"), Changed, false},
		"one side, under a lock in conflict":    {both, side("2\n"), Changed, true},
		"the same, none of them known":          {lock("x"), side("mine\n"), HandEdited, false},
		"edited, under a lock in conflict":      {both, side("1\nmine\n"), HandEdited, false},
		"a lock that took both sides":           {"inputs sha256:aa\n" + resolved(side("1\n")), side("1\n"), Changed, true},
		"cleanly merged, the lock made its own": {resolved(side("1\n")), side("1\n2\n"), HandEdited, false},
		"without the header":                    {both, "1\n2\n", HandEdited, false},
		"not listed, all generated again":       {"", hunk("1\n", "2\n"), Changed, false},
		"not listed":                            {"", hunk("1\n", "mine\n"), Foreign, false},
		"not ours":                              {"", conflict("1\n", "-", "2\n"), Foreign, false},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			disk := newMemDisk(map[string]string{LockName: tt.lock, name: tt.file}).FS()
			p, err := Classify(disk, Wanted{Files: []File{{Path: name, Owner: Generated, Content: []byte(side(want))}}})
			require.NoError(t, err)
			assert.Equal(t, tt.state, p.Items[0].State, "%v", p.Items[0].State)

			// No longer wanted, there is nothing to compare with but the hashes.
			p, err = Classify(disk, Wanted{})
			require.NoError(t, err)
			if tt.lock != "" && hasHeader([]byte(tt.file)) {
				assert.Equal(t, tt.known, p.Items[0].State == Stale)
			}
		})
	}
}

func TestLockThatTookBothSides(t *testing.T) {
	t.Parallel()
	lock, err := ParseLock([]byte("inputs sha256:aa\ninputs sha256:bb\na_gen.go generated sha256:01\na_gen.go generated sha256:02\n"))
	require.NoError(t, err)
	assert.True(t, lock.Conflicted)
	assert.Empty(t, lock.Digest)
	assert.Len(t, lock.of("a_gen.go"), 2)
}

func TestADocumentNumbersWhatItLists(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]State{"OTP_SPEC.md": Changed, "a_gen.go": HandEdited} {
		lock := lockConflict + name + " generated sha256:01\n"
		disk := newMemDisk(map[string]string{LockName: lock, name: gen(conflict("| 2 | Foo |\n", "-", "| 2 | Bar |\n"))}).FS()
		p, err := Classify(disk, Wanted{Files: []File{{Path: name, Owner: Generated, Content: []byte(gen("| 2 | Foo |\n| 3 | Bar |"))}}})
		require.NoError(t, err)
		assert.Equal(t, want, p.Items[0].State)
	}
}
