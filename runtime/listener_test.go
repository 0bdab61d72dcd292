package otp_test

import (
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ear is the state of a server that listens to a registry.
type ear struct {
	j    *journal
	gate <-chan struct{} // nil: it is open
}

var earHear = otp.CastOp[ear, otp.RegistryEvent[string, int]]{
	Service: "Ear", Message: "Hear",
	Handle: func(e *ear, ev otp.RegistryEvent[string, int]) {
		if e.gate != nil {
			<-e.gate
		}
		switch ev := ev.(type) {
		case otp.Registered[string, int]:
			e.j.add("%s has %s = %d", ev.Ref, ev.Key, ev.Value)
		case otp.Unregistered[string, int]:
			e.j.add("%s gives up %s", ev.Ref, ev.Key)
		}
	},
}

func listenerOf(id string, j *journal, change ...func(e *ear)) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.Server(otp.ServerKind[ear]{
		Service: "Ear", Mailbox: otp.Mailbox{Capacity: 1},
		New: func(*otp.Ctx) *ear {
			e := &ear{j: j}
			for _, f := range change {
				f(e)
			}
			return e
		},
	})}
}

func listenedBy(names ...string) func(*otp.RegistrySpec[string, int]) {
	return func(s *otp.RegistrySpec[string, int]) {
		for _, name := range names {
			s.Listeners = append(s.Listeners, otp.ListenerAt(otp.Name{Service: name}, &earHear))
		}
	}
}

// As Elixir 1.14, which announces an unregistration even if there was no entry,
// one for any number of entries, and neither an update nor an unregister_match.
func TestListeners(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 201)
		var j journal
		w := start(t, listenerOf("l", &j), registryOf("r", otp.Unique, listenedBy("l", "nobody", "a")),
			registryOf("d", otp.Duplicate, listenedBy("l")), workerOf("a"))
		r, d := w.registry("r"), w.registry("d")
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			require.NoError(t, r.Register(c, "k", 1))
			require.Error(t, r.Register(c, "k", 2))
			_, _, err := r.UpdateValue(c, "k", func(int) int { return 3 })
			r.Unregister(c, "none")
			r.Unregister(c, "k")
			return err
		}))
		synctest.Wait()
		assert.Equal(t, []string{"Root/a#1 has k = 1", "Root/a#1 gives up none", "Root/a#1 gives up k"}, j.take())

		w.register("a", d, "k", 1)
		w.register("a", d, "k", 2)
		w.register("a", d, "k", 3)
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			d.UnregisterMatch(c, "k", func(v int) bool { return v == 3 })
			d.Unregister(c, "k")
			return nil
		}))
		synctest.Wait()
		assert.Equal(t, []string{"Root/a#1 has k = 1", "Root/a#1 has k = 2", "Root/a#1 has k = 3", "Root/a#1 gives up k"}, j.take())

		w.register("a", r, "k", 4)
		w.crash("a")
		assert.Equal(t, []string{"Root/a#1 has k = 4"}, j.take(), "its death is not announced")
	})
}

// A listener that is slow keeps nobody from registering, misses nothing, and is
// found again after a restart.
func TestSlowListener(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 201)
		var j journal
		gate := make(chan struct{})
		w := start(t, listenerOf("l", &j, func(e *ear) { e.gate = gate }),
			registryOf("r", otp.Unique, listenedBy("l")), workerOf("a"))
		r := w.registry("r")
		const rounds = 100 // more than its mailbox has room for
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			for i := range rounds {
				require.NoError(t, r.Register(c, "k", i))
				r.Unregister(c, "k")
			}
			return nil
		}))
		close(gate)
		synctest.Wait()
		assert.Len(t, j.take(), 2*rounds)
		w.ref("l").Exit(otp.Killed)
		synctest.Wait()
		w.register("a", r, "k", 1)
		synctest.Wait()
		assert.Equal(t, []string{"Root/a#1 has k = 1"}, j.take())
	})
}
