package write

import (
	"context"
	"errors"
	"maps"
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
	require.NoError(t, Apply(t.Context(), d, p))

	got := d.content()
	lock, err := ParseLock([]byte(got[LockName]))
	require.NoError(t, err)
	assert.Equal(t, lock.seal("sha256:11"), lock.Digest)
	assert.Len(t, lock.Entries, 4)
	delete(got, LockName)
	assert.Equal(t, done(), got)

	again := classify(t, d, w)
	assert.True(t, again.Idle(), "a second run has nothing to do")
	assert.Empty(t, again.Drift())
	_, ok := Unchanged(d.FS(), "sha256:11")
	assert.True(t, ok)
}

func TestApplyKeepsTheModeOfAFile(t *testing.T) {
	t.Parallel()
	d, w := scene()
	d.files["a_gen.go"].Mode = 0o664
	require.NoError(t, Apply(t.Context(), d, classify(t, d, w)))
	assert.EqualValues(t, 0o664, d.files["a_gen.go"].Mode)
}

func TestApplyWritesOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	d, w := scene()
	require.NoError(t, Apply(t.Context(), d, classify(t, d, w)))
	before := maps.Clone(d.files)
	w.Files[0].Content = []byte(gen("a3"))
	require.NoError(t, Apply(t.Context(), d, classify(t, d, w)))
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
	assert.Panics(t, func() { _ = Apply(t.Context(), d, p) })
	assert.Zero(t, d.ops)
}

func TestApplyStopsWhenItIsInterrupted(t *testing.T) {
	t.Parallel()
	stop := errors.New("stop")
	for n, stopped := 1, true; stopped; n++ {
		d, w := scene()
		before := d.content()
		p := classify(t, d, w)
		ctx, cancel := context.WithCancelCause(t.Context())
		d.fault = func(op operation) outcome {
			if op.n == n {
				cancel(stop)
			}
			return works
		}
		err := Apply(ctx, d, p)
		stopped = err != nil
		if stopped {
			require.ErrorIs(t, err, stop)
			require.Equal(t, before, d.content())
			continue
		}
		require.Greater(t, n, 5, "once the journal is there, it is too late")
		assert.Equal(t, gen("a2"), d.content()["a_gen.go"])
	}
}

func TestApplyFindsTheFolderMoved(t *testing.T) {
	t.Parallel()
	d, w := scene()
	before := d.content()
	p := classify(t, d, w)
	d.moved = true
	require.ErrorContains(t, Apply(t.Context(), d, p), "moved")
	assert.Equal(t, before, d.content())
}

func TestApplyFindsAFileChangedSince(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"a_gen.go": "edited", "old/c_gen.go": "edited", "new/e.go": "just made"} {
		d, w := scene()
		p := classify(t, d, w)
		for folder := range newMemDisk(map[string]string{name: ""}).files {
			d.files[folder] = newMemDisk(map[string]string{name: content}).files[folder]
		}
		before := d.content()
		require.ErrorContains(t, Apply(t.Context(), d, p), name+" was changed by somebody else", name)
		assert.Equal(t, before, d.content())
	}
}
