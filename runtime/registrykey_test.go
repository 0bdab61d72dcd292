package otp_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
