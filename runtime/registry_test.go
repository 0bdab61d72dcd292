package otp_test

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// registryOf makes a registry of that id and name; change may alter its spec.
func registryOf(id string, keys otp.Keys, change ...func(s *otp.RegistrySpec[string, int])) otp.ChildSpec {
	spec := otp.RegistrySpec[string, int]{Keys: keys}
	for _, f := range change {
		f(&spec)
	}
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.Registry(spec)}
}

type registrations = otp.Registrations[string, int]

func (w *world) registry(name string) registrations { return otp.RegistryAt[string, int](w.at(name)) }

// as runs f in a worker.
func (w *world) as(name string, f func(c *otp.Ctx) error) error {
	w.t.Helper()
	_, err := do(w.t.Context(), w.at(name), func(w *worker) (int, error) { return 0, f(w.c) })
	return err
}

// register registers a worker, which must succeed.
func (w *world) register(name string, r registrations, key string, value int) {
	w.t.Helper()
	require.NoError(w.t, w.as(name, func(c *otp.Ctx) error { return r.Register(c, key, value) }))
}

// values are those of entries, in order.
func values(entries []otp.Entry[int]) []int {
	list := []int{}
	for _, e := range entries {
		list = append(list, e.Value)
	}
	return list
}

// As Elixir 1.14: {already_registered, Pid} for the holder itself, too.
func TestUniqueKeyHasOneHolder(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 194)
		w := start(t, registryOf("r", otp.Unique), workerOf("a"), workerOf("b"))
		r := w.registry("r")
		w.register("a", r, "k", 1)
		for _, name := range []string{"a", "b"} {
			err := w.as(name, func(c *otp.Ctx) error { return r.Register(c, "k", 2) })
			require.ErrorIs(t, err, otp.ErrAlreadyRegistered)
			var taken *otp.AlreadyRegisteredError
			require.ErrorAs(t, err, &taken)
			assert.Equal(t, w.ref("a"), taken.Ref)
			assert.EqualError(t, err, "{already_registered,Root/a#1}")
		}
		assert.Equal(t, []otp.Entry[int]{{Ref: w.ref("a"), Value: 1}}, r.Lookup("k"))
		ref, ok := r.WhereIs("k")
		assert.True(t, ok)
		assert.Equal(t, w.ref("a"), ref)
		assert.Equal(t, 1, r.Count())
	})
}

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

func TestUnregisterIsAboutOwnEntriesOnly(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 197)
		w := start(t, registryOf("r", otp.Unique), registryOf("d", otp.Duplicate), workerOf("a"), workerOf("b"))
		r, d := w.registry("r"), w.registry("d")
		w.register("a", r, "k", 1)
		for value := range 3 {
			w.register("a", d, "k", value)
		}
		w.register("b", d, "k", 10)
		unregister := func(name string, r registrations, key string) {
			require.NoError(t, w.as(name, func(c *otp.Ctx) error { r.Unregister(c, key); return nil }))
		}
		unregister("b", r, "k")
		unregister("b", r, "none")
		assert.Equal(t, []int{1}, values(r.Lookup("k")))
		unregister("a", r, "k")
		assert.Empty(t, r.Lookup("k"))
		w.register("b", r, "k", 2)

		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			d.UnregisterMatch(c, "k", func(v int) bool { return v == 1 || v == 10 })
			return nil
		}))
		assert.Equal(t, []int{0, 2, 10}, values(d.Lookup("k")))
		unregister("a", d, "k")
		assert.Equal(t, []int{10}, values(d.Lookup("k")))
		assert.Equal(t, 1, d.Count())
		assert.Empty(t, d.Keys(w.ref("a")))
	})
}

// As Elixir 1.14: {New, Old} for the owner, error for others, and an
// ArgumentError for a registry with duplicate keys.
func TestUpdateValueIsForTheOwner(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 198)
		w := start(t, registryOf("r", otp.Unique), registryOf("d", otp.Duplicate), workerOf("a"), workerOf("b"))
		r, d := w.registry("r"), w.registry("d")
		w.register("a", r, "k", 1)
		double := func(v int) int { return 2 * v }
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			now, was, err := r.UpdateValue(c, "k", double)
			assert.Equal(t, []int{2, 1}, []int{now, was})
			return err
		}))
		assert.Equal(t, []int{2}, values(r.Lookup("k")))
		assert.ErrorIs(t, w.as("b", func(c *otp.Ctx) error {
			now, was, err := r.UpdateValue(c, "k", double)
			assert.Zero(t, now)
			assert.Zero(t, was)
			return err
		}), otp.ErrNotRegistered)
		assert.ErrorIs(t, w.as("a", func(c *otp.Ctx) error {
			_, _, err := r.UpdateValue(c, "none", double)
			return err
		}), otp.ErrNotRegistered)
		assert.ErrorIs(t, w.as("a", func(c *otp.Ctx) error {
			now, _, err := r.UpdateValue(c, "k", func(int) int { r.Unregister(c, "k"); return 9 })
			assert.Zero(t, now)
			return err
		}), otp.ErrNotRegistered, "given up meanwhile")
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			assert.PanicsWithValue(t, "otp: UpdateValue is for unique keys; those of Root/d are duplicate",
				func() { _, _, _ = d.UpdateValue(c, "k", double) })
			return nil
		}))
	})
}

// As Elixir 1.14: entries in the order of registration, keys once for each, and
// an ArgumentError for :via.
func TestDuplicateKeys(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 199)
		w := start(t, registryOf("d", otp.Duplicate), workerOf("a"), workerOf("b"))
		d := w.registry("d")
		w.register("a", d, "k", 1)
		w.register("b", d, "k", 2)
		w.register("a", d, "k", 3)
		w.register("a", d, "l", 4)
		all := []otp.Entry[int]{{Ref: w.ref("a"), Value: 1}, {Ref: w.ref("b"), Value: 2}, {Ref: w.ref("a"), Value: 3}}
		assert.Equal(t, all, d.Lookup("k"))
		d.Dispatch("k", func(entries []otp.Entry[int]) { assert.Equal(t, all, entries) })
		assert.ElementsMatch(t, []string{"k", "k", "l"}, d.Keys(w.ref("a")))
		assert.Equal(t, []int{1, 3}, d.Values("k", w.ref("a")))
		assert.Equal(t, 4, d.Count())
		assert.Equal(t, 2, d.CountMatch("k", func(v int) bool { return v > 1 }))
		assert.Equal(t, []int{1, 3}, values(d.Match("k", func(v int) bool { return v != 2 })))

		const refused = "otp: the address of a key is for unique keys; those of Root/d are duplicate"
		assert.PanicsWithValue(t, refused, func() { d.WhereIs("k") })
		assert.PanicsWithValue(t, refused, func() { _, _ = do(t.Context(), d.Addr("k"), answer(1)) })

		w.crash("a")
		assert.Equal(t, []int{2}, values(d.Lookup("k")))
	})
}

func TestDispatch(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 200)
		w := start(t, registryOf("d", otp.Duplicate), workerOf("a"), workerOf("b"))
		d := w.registry("d")
		calls := 0
		d.Dispatch("k", func([]otp.Entry[int]) { calls++ })
		assert.Zero(t, calls, "there are no entries")
		for value := range 100 { // spread over all there is, one key is in one place
			w.register("a", d, "k", value)
			w.register("b", d, fmt.Sprint(value), value)
		}
		d.Dispatch("k", func(entries []otp.Entry[int]) {
			calls++
			assert.Len(t, entries, 100)
			// Those who end meanwhile get nothing, and block nobody.
			w.crash("a")
			for _, e := range entries {
				assert.NoError(t, otp.Cast(t.Context(), e.Ref.Addr(), &workerTell, func(*worker) { t.Error("to the dead") }))
			}
			assert.Empty(t, d.Lookup("k"))
		})
		assert.Equal(t, 1, calls)
		d.Dispatch("k", func([]otp.Entry[int]) { t.Error("of the dead") })
	})
}

func TestAddressOfAKey(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 192, 202)
		w := start(t, registryOf("r", otp.Unique), workerOf("a"), workerOf("b"))
		r := w.registry("r")
		to := r.Addr("k")
		assert.Equal(t, "Root/r(k)", to.Path())
		assert.False(t, to.IsZero())
		assert.True(t, to == r.Addr("k"), "addresses of one key are equal")
		assert.False(t, to == r.Addr("l"))

		_, ok := to.Ref()
		assert.False(t, ok)
		_, err := do(t.Context(), to, answer(1))
		require.ErrorIs(t, err, otp.ErrNoProc)
		assert.EqualError(t, err, "Worker.Do to Root/r(k): no process")
		_, err = otp.Call(t.Context(), to, &workerRetry, answer(1))
		require.ErrorIs(t, err, otp.ErrNoProc)
		require.NoError(t, otp.Cast(t.Context(), to, &workerTell, func(*worker) { t.Error("to nobody") }))
		_, err = otp.StartChild(t.Context(), to, workerOf("x"))
		require.ErrorIs(t, err, otp.ErrNoProc)
		assert.True(t, to.In(otp.Name{Service: "a"}).IsZero())

		for i, name := range []string{"a", "b"} {
			w.register(name, r, "k", i)
			ref, ok := to.Ref()
			assert.True(t, ok)
			assert.Equal(t, w.ref(name), ref)
			n, err := do(t.Context(), to, answer(i+10))
			require.NoError(t, err)
			assert.Equal(t, i+10, n)
			assert.True(t, w.at(name).In(otp.Name{Service: "x"}) == to.In(otp.Name{Service: "x"}))
			_, err = otp.StartChild(t.Context(), to, workerOf("x"))
			require.ErrorIs(t, err, otp.ErrWrongService)
			_, err = otp.EnsureInstance(t.Context(), to, otp.Name{Service: "x", Key: 1}, nil)
			require.ErrorIs(t, err, otp.ErrUnsupported)
			_, err = do(t.Context(), to, func(*worker) (int, error) { panic("boom") })
			require.ErrorIs(t, err, otp.ErrDown)
			synctest.Wait()
		}
	})
}

// An idempotent call finds the next incarnation of the holder, if that registers
// in its start.
func TestIdempotentCallToAKey(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 410)
		var silent atomic.Bool
		w := start(t, registryOf("r", otp.Unique), workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(self *worker) error {
				if self.c.Self().Incarnation() > 1 {
					time.Sleep(time.Second)
				}
				if silent.Load() {
					return nil
				}
				return otp.RegistryAt[string, int](self.c.Lookup(otp.Name{Service: "r"})).Register(self.c, "k", 1)
			}
		}))
		to, slow := w.registry("r").Addr("k"), func(self *worker) (int, error) {
			if self.c.Self().Incarnation()%2 == 1 {
				<-self.c.Done()
			}
			return int(self.c.Self().Incarnation()), nil
		}
		kill := func() {
			synctest.Wait()
			w.ref("a").Exit(otp.Killed)
		}
		go kill()
		n, err := otp.Call(t.Context(), to, &workerRetry, slow)
		require.NoError(t, err)
		assert.Equal(t, 2, n)

		w.ref("a").Exit(otp.Killed)
		time.Sleep(time.Millisecond)
		_, err = otp.Call(t.Context(), to, &workerRetry, slow)
		require.ErrorIs(t, err, otp.ErrNoProc, "it began between two lives, when nobody has the key")
		time.Sleep(2 * time.Second)
		silent.Store(true)
		go kill()
		_, err = otp.Call(t.Context(), to, &workerRetry, slow)
		require.ErrorIs(t, err, otp.ErrDown, "its successor has not registered")
	})
}

func TestMonitorOfAKey(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, registryOf("r", otp.Unique), workerOf("w"), workerOf("a"), workerOf("b"))
		r := w.registry("r")
		w.register("a", r, "k", 1)
		watch(t, w, &j, r.Addr("k"), w.at("a"), w.ref("a").Addr())
		watch(t, w, &j, r.Addr("none"), r.Addr("nor this"))
		assert.Equal(t, []string{"Root/r(none) noproc", "Root/r(nor this) noproc"}, j.take())
		w.crash("a")
		assert.Equal(t, []string{"Root/r(k) exception:boom"}, j.take(), "one incarnation is watched once")

		w.register("a", r, "k", 1)
		w.register("b", r, "l", 1)
		watch(t, w, &j, r.Addr("k"), r.Addr("l"))
		require.NoError(t, w.as("w", func(c *otp.Ctx) error { c.Unwatch(r.Addr("k")); return nil }))
		w.crash("a")
		w.crash("b")
		assert.Equal(t, []string{"Root/r(l) exception:boom"}, j.take())
	})
}

// place is a key of two parts.
type place struct {
	floor int
	room  string
}

func TestCompositeKeys(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, otp.ChildSpec{ID: "r", Name: otp.Name{Service: "r"}, Start: otp.Registry(otp.RegistrySpec[place, string]{Keys: otp.Unique})}, workerOf("a"))
		r := otp.RegistryAt[place, string](w.at("r"))
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			return errors.Join(r.Register(c, place{1, "x"}, "one"), r.Register(c, place{2, "x"}, "two"))
		}))
		assert.Equal(t, "two", r.Lookup(place{2, "x"})[0].Value)
		assert.Empty(t, r.Lookup(place{2, "y"}))
		found := map[place]string{}
		for key, e := range r.All() {
			assert.Equal(t, w.ref("a"), e.Ref)
			found[key] = e.Value
		}
		assert.Equal(t, map[place]string{{1, "x"}: "one", {2, "x"}: "two"}, found)
		for range r.All() {
			break
		}
	})
}

func TestMetadataOfARegistry(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, registryOf("r", otp.Unique, func(s *otp.RegistrySpec[string, int]) { s.Meta = map[string]any{"a": 1} }))
		r := w.registry("r")
		has := func(key string, want any) {
			value, ok := r.Meta(key)
			assert.Equal(t, want != nil, ok)
			assert.Equal(t, want, value)
		}
		has("a", 1)
		has("b", nil)
		require.NoError(t, r.PutMeta("b", "two"))
		has("b", "two")
		r.DeleteMeta("a")
		has("a", nil)
		require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "r"))
		assert.ErrorIs(t, r.PutMeta("b", 1), otp.ErrNoProc)
		has("b", nil)
		r.DeleteMeta("b")
		_, err := otp.RestartChild(t.Context(), w.Root(), "r")
		require.NoError(t, err)
		has("a", 1) // a new registry begins with what its spec says
		has("b", nil)
	})
}

func TestWrongUseOfARegistry(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, registryOf("r", otp.Unique), workerOf("a"))
		r := w.registry("r")
		assert.PanicsWithValue(t, "otp: a registry needs Keys: otp.Unique or otp.Duplicate",
			func() { otp.Registry(otp.RegistrySpec[string, int]{}) })
		for _, c := range []*otp.Ctx{nil, {}} {
			assert.PanicsWithValue(t, "otp: Register needs the Ctx of the process that it is about", func() { _ = r.Register(c, "k", 1) })
		}
		assert.PanicsWithValue(t, "otp: Root/a is no registry for otp.Registrations[string,int]", func() { w.registry("a").Lookup("k") })
		assert.PanicsWithValue(t, "otp: Root/r is no registry for otp.Registrations[int,int]",
			func() { otp.RegistryAt[int, int](w.at("r")).Count() })
		nan := otp.ChildSpec{ID: "nan", Name: otp.Name{Service: "nan"}, Start: otp.Registry(otp.RegistrySpec[float64, int]{Keys: otp.Unique})}
		_, err := otp.StartChild(t.Context(), w.Root(), nan)
		require.NoError(t, err)
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			assert.PanicsWithValue(t, "otp: NaN cannot be a key: it is not equal to itself",
				func() { _ = otp.RegistryAt[float64, int](w.at("nan")).Register(c, math.NaN(), 1) })
			return nil
		}))
		_, err = do(t.Context(), w.at("r"), answer(1))
		require.ErrorIs(t, err, otp.ErrWrongService, "a registry has no messages")
	})
}

// After the end of a process its Ctx registers nothing.
func TestRegisterAfterTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, registryOf("r", otp.Unique), workerOf("a"))
		r := w.registry("r")
		var late *otp.Ctx
		require.NoError(t, w.as("a", func(c *otp.Ctx) error { late = c; return nil }))
		w.crash("a")
		err := r.Register(late, "k", 1)
		require.ErrorIs(t, err, otp.ErrStopped)
		assert.EqualError(t, err, "Registry.Register to Root/r: process stopped")
		assert.Empty(t, r.Lookup("k"))
		assert.Zero(t, r.Count())
	})
}

func TestRegistryThatDoesNotRun(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		r := w.registry("r")
		require.ErrorIs(t, w.as("a", func(c *otp.Ctx) error { return r.Register(c, "k", 1) }), otp.ErrNoProc)
		require.ErrorIs(t, w.as("a", func(c *otp.Ctx) error {
			r.Unregister(c, "k")
			r.UnregisterMatch(c, "k", func(int) bool { return true })
			_, _, err := r.UpdateValue(c, "k", func(int) int { return 1 })
			return err
		}), otp.ErrNoProc)
		require.ErrorIs(t, r.PutMeta("k", 1), otp.ErrNoProc)
		assert.Empty(t, r.Lookup("k"))
		assert.Empty(t, r.Keys(w.ref("a")))
		assert.Empty(t, r.Values("k", w.ref("a")))
		assert.Zero(t, r.Count())
		for range r.All() {
			t.Error("there is nothing")
		}
		_, ok := r.WhereIs("k")
		assert.False(t, ok)
		_, err := do(t.Context(), r.Addr("k"), answer(1))
		require.ErrorIs(t, err, otp.ErrNoProc)
	})
}
