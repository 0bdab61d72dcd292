package write

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// scene is a folder in which everything happens at once: a file is new, one
// is changed, one stale and alone in its folder, one the user's.
func scene() (*memDisk, Wanted) {
	lock := Lock{Digest: "sha256:00", Entries: []Entry{
		{Path: "a_gen.go", Owner: Generated, Hash: hash([]byte(gen("a1")))},
		{Path: "b.go", Owner: User},
		{Path: "old/c_gen.go", Owner: Generated, Hash: hash([]byte(gen("c1")))},
	}}
	d := newMemDisk(map[string]string{
		LockName:       string(lock.Bytes()),
		"a_gen.go":     gen("a1"),
		"b.go":         "mine",
		"old/c_gen.go": gen("c1"),
		"other.txt":    "not ours",
	})
	return d, Wanted{Digest: "sha256:11", Files: []File{
		{Path: "a_gen.go", Owner: Generated, Content: []byte(gen("a2"))},
		{Path: "b.go", Owner: User, Content: []byte("skeleton")},
		{Path: "new/deep/d_gen.go", Owner: Generated, Content: []byte(gen("d"))},
		{Path: "new/e.go", Owner: User, Content: []byte("skeleton e")},
	}}
}

// done is the scene after one run, but for the lock.
func done() map[string]string {
	return map[string]string{
		"a_gen.go":          gen("a2"),
		"b.go":              "mine",
		"new/":              "",
		"new/deep/":         "",
		"new/deep/d_gen.go": gen("d"),
		"new/e.go":          "skeleton e",
		"other.txt":         "not ours",
	}
}

func classify(t *testing.T, d *memDisk, w Wanted) *Plan {
	t.Helper()
	p, err := Classify(d.FS(), w)
	require.NoError(t, err)
	return p
}

func TestApply(t *testing.T) {
	t.Parallel()
	d, w := scene()
	p := classify(t, d, w)
	written, removed, unchanged := p.Count()
	assert.Equal(t, []int{3, 1, 1}, []int{written, removed, unchanged})
	require.NoError(t, Apply(d, p))

	got := d.content()
	lock, err := ParseLock([]byte(got[LockName]))
	require.NoError(t, err)
	assert.Equal(t, "sha256:11", lock.Digest)
	assert.Len(t, lock.Entries, 4)
	delete(got, LockName)
	assert.Equal(t, done(), got)

	again := classify(t, d, w)
	assert.True(t, again.Idle(), "a second run has nothing to do")
	assert.Empty(t, again.Drift())
	_, ok := Unchanged(d.FS(), "sha256:11")
	assert.True(t, ok)
}

// operations is how many changing operations the scene takes.
func operations(t *testing.T) int {
	t.Helper()
	d, w := scene()
	require.NoError(t, Apply(d, classify(t, d, w)))
	require.Greater(t, d.ops, 8)
	return d.ops
}

func TestApplyUndoesAfterAnyFailure(t *testing.T) {
	t.Parallel()
	n := operations(t)
	for i := 1; i <= n; i++ {
		t.Run(fmt.Sprintf("operation %d", i), func(t *testing.T) {
			t.Parallel()
			d, w := scene()
			before := d.content()
			d.failAt = i
			err := Apply(d, classify(t, d, w))
			if i == n { // the emptied folder: no reason to fail
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, errDisk)
			assert.Equal(t, before, d.content())
		})
	}
}

func TestApplyKilledAnywhereLeavesWholeFiles(t *testing.T) {
	t.Parallel()
	n := operations(t)
	for i := 1; i <= n; i++ {
		t.Run(fmt.Sprintf("operation %d", i), func(t *testing.T) {
			t.Parallel()
			d, w := scene()
			before := d.content()
			d.failAt, d.dies = i, true
			_ = Apply(d, classify(t, d, w))

			after := done()
			for name, content := range d.content() {
				if name == LockName || strings.HasSuffix(name, tempSuffix) {
					continue
				}
				assert.Contains(t, []string{before[name], after[name]}, content, "%s is torn", name)
			}

			next := d.clone() // the disk as the next run finds it
			p := classify(t, next, w)
			assert.Empty(t, p.With(Refuse), "what a killed run wrote is still ours")
			require.NoError(t, Apply(next, p))
			got := next.content()
			delete(got, LockName)
			delete(got, "old/") // left empty by a run that was killed just before
			assert.Equal(t, after, got)
		})
	}
}

func TestApplyKeepsTheModeOfAFile(t *testing.T) {
	t.Parallel()
	d, w := scene()
	d.files["a_gen.go"].Mode = 0o664
	require.NoError(t, Apply(d, classify(t, d, w)))
	assert.EqualValues(t, 0o664, d.files["a_gen.go"].Mode)
}

func TestApplyWritesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	d, w := scene()
	require.NoError(t, Apply(d, classify(t, d, w)))
	before := maps.Clone(d.files)
	w.Files[0].Content = []byte(gen("a3"))
	require.NoError(t, Apply(d, classify(t, d, w)))
	for name, f := range before {
		if name != "a_gen.go" && name != LockName {
			assert.Same(t, f, d.files[name], name)
		}
	}
}

func TestApplyPanicsOnARefusal(t *testing.T) {
	t.Parallel()
	d, w := scene()
	d.files["a_gen.go"].Data = []byte(gen("edited"))
	p := classify(t, d, w)
	require.Len(t, p.With(Refuse), 1)
	assert.Panics(t, func() { _ = Apply(d, p) })
	assert.Zero(t, d.ops)
}
