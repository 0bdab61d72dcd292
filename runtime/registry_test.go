package otp_test

import (
	"fmt"
	"math"
	"testing"

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

// place is a key of two parts.
type place struct {
	floor int
	room  string
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
