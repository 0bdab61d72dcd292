package otp_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEntriesVanishWithTheirHolder(t *testing.T) {
	ends := map[string]func(t *testing.T, w *world){
		"crash":    func(_ *testing.T, w *world) { w.crash("a") },
		"kill":     func(_ *testing.T, w *world) { w.ref("a").Exit(otp.Killed) },
		"stop":     func(t *testing.T, w *world) { require.NoError(t, w.ref("a").Stop(t.Context(), otp.Normal)) },
		"shutdown": func(t *testing.T, w *world) { require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "a")) },
		"signal": func(t *testing.T, w *world) {
			ref := w.ref("a")
			ref.Exit(otp.Failed(errors.New("away")))
			<-ref.Done()
		},
	}
	for how, end := range ends {
		t.Run(how, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				proof.Of(t, 195, 196)
				w := start(t, registryOf("r", otp.Unique), registryOf("d", otp.Duplicate), workerOf("a"), workerOf("b"))
				r, d := w.registry("r"), w.registry("d")
				w.register("a", r, "k", 1)
				w.register("a", r, "l", 2)
				w.register("a", d, "k", 3)
				ref := w.ref("a")
				end(t, w)
				// No wait: at this moment it is gone.
				assert.Empty(t, r.Lookup("k"))
				_, ok := r.WhereIs("l")
				assert.False(t, ok)
				assert.Empty(t, d.Lookup("k"))
				assert.Empty(t, r.Keys(ref))
				assert.Empty(t, r.Values("k", ref))
				assert.Zero(t, r.Count())
				w.register("b", r, "k", 4)
				assert.Equal(t, []int{4}, values(r.Lookup("k")))
			})
		})
	}
}

// A holder that is fenced off goes on for as long as it likes. It holds nothing,
// and what it does to the registry has no effect.
func TestFencedHolderHoldsNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 195)
		a := workerOf("a")
		a.Restart = otp.Temporary
		var j journal
		w := start(t, listenerOf("l", &j), registryOf("r", otp.Unique, listenedBy("l")), a, workerOf("b"))
		r, gate := w.registry("r"), make(chan struct{})
		w.register("a", r, "k", 1)
		ref := w.ref("a")
		hang(t, w.at("a"), gate, func(self *worker) {
			assert.ErrorIs(t, r.Register(self.c, "new", 1), otp.ErrStopped)
			assert.ErrorIs(t, r.Register(self.c, "k", 1), otp.ErrAlreadyRegistered)
			_, _, err := r.UpdateValue(self.c, "k", func(int) int { return 7 })
			assert.ErrorIs(t, err, otp.ErrNotRegistered)
			r.Unregister(self.c, "k")
			r.UnregisterMatch(self.c, "k", func(int) bool { return true })
		})
		ref.Exit(otp.Killed)
		assert.Empty(t, r.Lookup("k"))
		w.register("b", r, "k", 2)
		synctest.Wait()
		j.take()
		close(gate)
		synctest.Wait()
		assert.Equal(t, []int{2}, values(r.Lookup("k")))
		assert.Empty(t, r.Lookup("new"))
		assert.Equal(t, 1, r.Count())
		assert.Empty(t, j.take(), "its unregistration is not announced")
	})
}

// The successor registers in its start, again and again: 300 ends in a row,
// each while others look.
func TestRestartedHolderRegistersAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 190, 195)
		const lives = 300
		var failed error
		ups := make(chan otp.Ref, 1)
		root := supervisorOf("Root", []otp.ChildSpec{
			registryOf("r", otp.Unique),
			workerOf("a", func(k *otp.ServerKind[worker]) {
				k.Init = func(w *worker) error {
					life := int(w.c.Self().Incarnation())
					err := otp.RegistryAt[string, int](w.c.Lookup(otp.Name{Service: "r"})).Register(w.c, "k", life)
					failed = errors.Join(failed, err)
					w.c.Continue(func() { ups <- w.c.Self() })
					return err
				}
			}),
		}, func(s *otp.SupervisorSpec) { s.MaxRestarts = lives })
		w := startRoot(t, root)
		r, done := w.registry("r"), make(chan struct{})
		go func() {
			for {
				select {
				case <-done:
					return
				default:
					if n := len(r.Lookup("k")); n > 1 {
						t.Errorf("%d have a unique key", n)
					}
					runtime.Gosched()
				}
			}
		}()
		for life := range lives {
			ref := <-ups
			if life%2 == 0 {
				ref.Exit(otp.Killed)
			} else {
				tell(t, ref.Addr(), func(*worker) { panic("boom") })
			}
		}
		last := <-ups
		close(done)
		require.NoError(t, failed)
		assert.Equal(t, []otp.Entry[int]{{Ref: last, Value: lives + 1}}, r.Lookup("k"))
		assert.Equal(t, 1, r.Count())
	})
}

func TestOneOfManyGetsAUniqueKey(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 194)
		const contenders = 50
		children := []otp.ChildSpec{registryOf("r", otp.Unique)}
		for i := range contenders {
			children = append(children, workerOf(fmt.Sprint(i)))
		}
		w := start(t, children...)
		r := w.registry("r")
		results := make(chan error, contenders)
		for i := range contenders {
			tell(t, w.at(fmt.Sprint(i)), func(self *worker) { results <- r.Register(self.c, "k", i) })
		}
		won := 0
		for range contenders {
			err := <-results
			if err == nil {
				won++
				continue
			}
			var taken *otp.AlreadyRegisteredError
			require.ErrorAs(t, err, &taken)
			holder, _ := r.WhereIs("k")
			assert.Equal(t, holder, taken.Ref)
		}
		assert.Equal(t, 1, won)
		assert.Equal(t, 1, r.Count())
	})
}

func TestStartThatFailsLeavesNoEntry(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 193)
		for _, end := range []error{errors.New("no"), otp.Ignore} {
			w := start(t, registryOf("r", otp.Unique), workerOf("b"))
			r := w.registry("r")
			_, err := otp.StartChild(t.Context(), w.Root(), workerOf("a", func(k *otp.ServerKind[worker]) {
				k.Init = func(self *worker) error {
					require.NoError(t, r.Register(self.c, "k", 1))
					assert.Len(t, r.Lookup("k"), 1, "it is found while it starts")
					return end
				}
			}))
			require.Error(t, err)
			assert.Empty(t, r.Lookup("k"))
			w.register("b", r, "k", 2)
		}
	})
}

// A key that is taken is a failed start like any other, and says who has it.
func TestStartUnderATakenKey(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 191, 202)
		w := start(t, registryOf("r", otp.Unique), workerOf("a"))
		r := w.registry("r")
		w.register("a", r, "k", 1)
		_, err := otp.StartChild(t.Context(), w.Root(), workerOf("b", func(k *otp.ServerKind[worker]) {
			k.Init = func(self *worker) error { return r.Register(self.c, "k", 2) }
		}))
		var failed *otp.StartError
		require.ErrorAs(t, err, &failed)
		var taken *otp.AlreadyRegisteredError
		require.ErrorAs(t, err, &taken)
		assert.Equal(t, w.ref("a"), taken.Ref)
	})
}
