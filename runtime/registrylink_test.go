package otp_test

import (
	"errors"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/probe"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// As Elixir 1.14, which was asked: kill gives killed, shutdown and a normal stop
// give shutdown; a holder that traps exits lives on without its entries.
func TestEndOfARegistryReachesThoseWhoAreRegistered(t *testing.T) {
	ends := []struct {
		how, want string
		end       func(t *testing.T, w *world)
	}{
		{"kill", "killed", func(_ *testing.T, w *world) { w.ref("r").Exit(otp.Killed) }},
		{"shutdown", "shutdown", func(t *testing.T, w *world) {
			require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "r"))
			_, err := otp.RestartChild(t.Context(), w.Root(), "r")
			require.NoError(t, err)
		}},
		{"crash", "exception:boom", func(_ *testing.T, w *world) { w.ref("r").Probe(probe.Crash{Err: errors.New("boom")}) }},
		{"normal", "shutdown", func(t *testing.T, w *world) { require.NoError(t, w.ref("r").Stop(t.Context(), otp.Normal)) }},
	}
	for _, end := range ends {
		t.Run(end.how, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				proof.Of(t, 196)
				var j journal
				trapping := workerOf("trapping", func(k *otp.ServerKind[worker]) {
					k.Terminate = func(*worker, otp.Reason) {}
					k.ExitSignal = func(_ *worker, why otp.Reason) { j.add("trapped %s", why) }
				})
				holder := workerOf("holder", func(k *otp.ServerKind[worker]) {
					k.Init = func(self *worker) error {
						return otp.RegistryAt[string, int](self.c.Lookup(otp.Name{Service: "r"})).Register(self.c, "k", 1)
					}
				})
				children := []otp.ChildSpec{registryOf("r", otp.Unique), workerOf("stranger"), workerOf("former"), trapping, holder}
				// The holder's restart fails until there is a registry again.
				w := startRoot(t, supervisorOf("Root", children, func(s *otp.SupervisorSpec) { s.MaxRestarts = 1 << 20 }))
				r := w.registry("r")
				w.register("trapping", r, "t", 1)
				w.register("trapping", r, "u", 1)
				w.register("former", r, "f", 1)
				require.NoError(t, w.as("former", func(c *otp.Ctx) error { r.Unregister(c, "f"); return nil }))
				was := w.ref("holder")
				end.end(t, w)
				<-was.Done()
				why, _ := was.Reason()
				assert.Equal(t, end.want, why.String())
				synctest.Wait()
				assert.Equal(t, []string{"trapped " + end.want}, j.take(), "once, however many entries it had")
				for _, name := range []string{"stranger", "former", "trapping"} {
					assert.EqualValues(t, 1, w.ref(name).Incarnation(), name)
				}
				assert.Empty(t, r.Lookup("t"))
				assert.Equal(t, w.ref("holder"), r.Lookup("k")[0].Ref, "it is registered again by its restart")
				assert.Equal(t, 1, r.Count())
				w.register("trapping", r, "t", 2)
			})
		})
	}
}

// A registry traps exits, and its end by a fault is an end like any other.
func TestRegistryDropsForeignSignals(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, registryOf("r", otp.Unique), workerOf("a"))
		w.register("a", w.registry("r"), "k", 1)
		ref := w.ref("r")
		ref.Exit(otp.Shutdown)
		ref.Exit(otp.Normal)
		synctest.Wait()
		assert.Equal(t, ref, w.ref("r"))
		assert.Equal(t, 1, w.registry("r").Count())
	})
}
