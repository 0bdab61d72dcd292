package write

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// generate is what a run of the command does behind its run lock.
func generate(ctx context.Context, d Disk, w Wanted) error {
	if err := Recover(d); err != nil {
		return err
	}
	p, err := Classify(d.FS(), w)
	if err != nil {
		return err
	}
	if refused := p.With(Refuse); len(refused) > 0 {
		return fmt.Errorf("%s is %s", refused[0].Path, refused[0].State)
	}
	if p.Idle() {
		return Clear(d)
	}
	return Apply(ctx, d, p)
}

// story is a run that something happens to.
type story struct {
	disk map[string]string
	run  Wanted
	next Wanted // of the run after it, if the user changes the schema in between
}

func generated(path, body string) File {
	return File{Path: path, Owner: Generated, Content: []byte(gen(body))}
}

func users(path string) File {
	return File{Path: path, Owner: User, Content: []byte("skeleton " + path)}
}

func want(digest string, files ...File) Wanted {
	return Wanted{Digest: "sha256:" + digest, Files: files}
}

// after is a folder in which the files of a generation are.
func after(t *testing.T, w Wanted, more ...string) map[string]string {
	t.Helper()
	d := newMemDisk(nil)
	require.NoError(t, generate(t.Context(), d, w))
	files := map[string]string{}
	for name, content := range d.content() {
		if !strings.HasSuffix(name, "/") {
			files[name] = content
		}
	}
	for i := 0; i < len(more); i += 2 {
		files[more[i]] = more[i+1]
	}
	return files
}

func stories(t *testing.T) map[string]story {
	t.Helper()
	two := want("2", generated("cart_gen.go", "2"), users("cart.go"), generated("t/fix_gen.go", "2"))
	three := want("3", generated("cart_gen.go", "3"), users("cart.go"), generated("t/fix_gen.go", "3"), generated("new_gen.go", "3"), users("new.go"))
	renamed := want("4", generated("basket_gen.go", "2"), users("basket.go"), generated("u/fix_gen.go", "2"))
	takesName := want("5", generated("cart_gen_gen.go", "5"), users("cart_gen.go"), generated("t/fix_gen.go", "5"))
	goesOn := want("6", generated("cart_gen_gen.go", "6"), users("cart_gen.go"), generated("t/fix_gen.go", "6"))
	forced := three
	forced.Force = true
	return map[string]story{
		"the first":        {map[string]string{"mine.go": "mine"}, two, three},
		"a change":         {after(t, two, "cart.go", "mine", "t/mine.txt", "mine"), three, renamed},
		"a removal":        {after(t, three, "cart.go", "mine", "new.go", "mine"), two, three},
		"a rename":         {after(t, two, "cart.go", "mine"), renamed, two},
		"a name taken":     {after(t, two, "cart.go", "mine"), takesName, goesOn},
		"a force":          {after(t, two, "cart_gen.go", gen("edited"), "cart.go", "mine"), forced, forced},
		"files were lost":  {map[string]string{LockName: after(t, two)[LockName], "cart.go": "mine"}, two, three},
		"the lock alone":   {after(t, two), want("9", two.Files...), three},
		"nothing to do":    {after(t, two), two, three},
		"a line end moved": {after(t, two, "cart_gen.go", strings.ReplaceAll(gen("2"), "\n", "\r\n")), three, two},
	}
}

// undisturbed is the disk after the runs, when nothing happens to them.
func undisturbed(t *testing.T, disk map[string]string, runs ...Wanted) map[string]string {
	t.Helper()
	d := newMemDisk(disk)
	for _, w := range runs {
		require.NoError(t, generate(t.Context(), d, w))
	}
	return d.content()
}

// survives runs f, which may be killed.
func survives(f func() error) (err error, dead bool) {
	defer func() {
		if what := recover(); what != nil {
			if _, ok := what.(killed); !ok {
				panic(what)
			}
			dead = true
		}
	}()
	return f(), false
}

// killedAt runs w on d and kills it at an operation. It reports whether the
// run got that far.
func killedAt(t *testing.T, d *memDisk, w Wanted, n int, how outcome) (dead bool) {
	t.Helper()
	return dies(t, d, n, how, func() error { return generate(t.Context(), d, w) })
}

// dies runs f, which is killed at an operation on d if it gets that far.
func dies(t *testing.T, d *memDisk, n int, how outcome, f func() error) (dead bool) {
	t.Helper()
	d.fault = func(op operation) outcome {
		if op.n == n {
			return how
		}
		return works
	}
	err, dead := survives(f)
	require.NoError(t, err)
	return dead
}

var deaths = []outcome{killsBefore, killsWithin, killsAfter}

// everyFileIsWhole checks what must hold at any moment: each file is as it was
// or as it will be, and what the user wrote is untouched.
func everyFileIsWhole(t *testing.T, before, now, after map[string]string) {
	t.Helper()
	for name, content := range now {
		if strings.HasPrefix(name, workFolder) {
			continue
		}
		old, wasThere := before[name]
		was, willBe := wasThere && content == old, content == after[name]
		assert.True(t, was || willBe, "%s is torn: %q", name, content)
	}
	for name, content := range before {
		if _, stays := after[name]; stays {
			assert.Contains(t, now, name)
		}
		if content == "mine" {
			assert.Equal(t, content, now[name])
		}
	}
}

func TestKilledAnywhereTheNextRunCompletes(t *testing.T) {
	t.Parallel()
	for title, s := range stories(t) {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			same, edited := undisturbed(t, s.disk, s.run), undisturbed(t, s.disk, s.run, s.next)
			never := undisturbed(t, s.disk, s.next)
			for n, more := 1, true; more; n++ {
				for _, how := range deaths {
					d := newMemDisk(s.disk)
					before := d.content()
					more = killedAt(t, d, s.run, n, how)
					everyFileIsWhole(t, before, d.content(), same)

					p, err := Classify(d.FS(), s.run)
					require.NoError(t, err)
					assert.Empty(t, p.With(Refuse), "all that is there is known as ours")

					next := d.clone()
					require.NoError(t, generate(t.Context(), next, s.run))
					require.Equal(t, same, next.content(), "operation %d, outcome %d: the same schema again", n, how)

					next = d.clone()
					require.NoError(t, generate(t.Context(), next, s.next))
					if got := next.content(); !maps.Equal(never, got) {
						require.Equal(t, edited, got, "operation %d, outcome %d: another schema", n, how)
					}
				}
			}
		})
	}
}

func TestKilledAgainWhileItCompletes(t *testing.T) {
	t.Parallel()
	for title, s := range stories(t) {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			edited, never := undisturbed(t, s.disk, s.run, s.next), undisturbed(t, s.disk, s.next)
			for n, more := 1, true; more; n++ {
				first := newMemDisk(s.disk)
				more = killedAt(t, first, s.run, n, killsAfter)
				for m, again := 1, true; again; m++ {
					second := first.clone()
					again = killedAt(t, second, s.next, m, killsWithin)
					third := second.clone()
					require.NoError(t, generate(t.Context(), third, s.next))
					if got := third.content(); !maps.Equal(never, got) {
						require.Equal(t, edited, got, "operations %d and %d", n, m)
					}
				}
			}
		})
	}
}

// A failure leaves the tree as it was, unless all is written already, and then
// the next run clears up.
func TestAfterAnyFailureTheTreeIsAsItWas(t *testing.T) {
	t.Parallel()
	for title, s := range stories(t) {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			same := undisturbed(t, s.disk, s.run)
			for n, failed := 1, true; failed; n++ {
				d := newMemDisk(s.disk)
				before := d.content()
				failed = false
				d.fault = func(op operation) outcome {
					if op.n == n {
						failed = true
						return fails
					}
					return works
				}
				err := generate(t.Context(), d, s.run)
				if !failed {
					break
				}
				if got := d.content(); err == nil {
					delete(got, "t/") // a folder that could not be removed does no harm
					want := maps.Clone(same)
					delete(want, "t/")
					require.Equal(t, want, got)
					continue
				} else if !strings.Contains(err.Error(), "every file is written") {
					require.ErrorIs(t, err, errDisk)
					require.Contains(t, err.Error(), "every file is as it was")
					require.Equal(t, before, got, "operation %d", n)
				}
				d.fault = nil
				require.NoError(t, generate(t.Context(), d, s.run))
				require.Equal(t, same, d.content())
			}
		})
	}
}

// A disk that is full at some operation stays full. Renaming and removing need
// no room.
func TestOnAFullDiskTheTreeIsAsItWas(t *testing.T) {
	t.Parallel()
	for title, s := range stories(t) {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			for n, full := 1, true; full; n++ {
				d := newMemDisk(s.disk)
				before := d.content()
				full = false
				d.fault = func(op operation) outcome {
					if op.n >= n && op.room {
						full = true
						return fails
					}
					return works
				}
				if err := generate(t.Context(), d, s.run); full {
					require.ErrorIs(t, err, errDisk)
					require.Equal(t, before, d.content(), "operation %d", n)
				}
			}
		})
	}
}

// A disk that fails for good lets nothing be undone, but each file is whole,
// and when it works again the next run completes.
func TestADiskThatFailsForGoodTearsNothing(t *testing.T) {
	t.Parallel()
	for title, s := range stories(t) {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			same := undisturbed(t, s.disk, s.run)
			for n, failed := 1, true; failed; n++ {
				d := newMemDisk(s.disk)
				before := d.content()
				failed = false
				d.fault = func(op operation) outcome {
					if op.n < n {
						return works
					}
					failed = true
					return fails
				}
				_ = generate(t.Context(), d, s.run)
				everyFileIsWhole(t, before, d.content(), same)
				next := d.clone()
				require.NoError(t, generate(t.Context(), next, s.run))
				require.Equal(t, same, next.content(), "operation %d", n)
			}
		})
	}
}
