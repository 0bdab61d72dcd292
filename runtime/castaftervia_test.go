package otp_test

import (
	"testing"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
)

// What is wrong with the address of a timed cast is the crash of whoever set it,
// and of nothing else.
func TestCastAfterToAnAddressThatMakesNoSense(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startClocked(t, registryOf("d", otp.Duplicate), registryOf("r", otp.Unique), workerOf("a"), workerOf("b"))
		listed := func(name string) otp.Registrations[string, int] { return otp.RegistryAt[string, int](c.at(name)) }
		uncomparable := otp.RegistryAt[any, int](c.at("nobody")).Addr([]int{1})
		for name, to := range map[string]otp.Addr{
			"Root/d are duplicate":     listed("d").Addr("k"),
			"Root/b is no registry":    listed("b").Addr("k"),
			"is no registry for":       otp.RegistryAt[int, int](c.at("r")).Addr(1),
			"cannot be compared":       uncomparable,
			"keys; those of Root/d":    otp.RegistryAt[string, int](listed("d").Addr("r")).Addr("k"),
			"[1] cannot be a key: it ": otp.RegistryAt[string, int](uncomparable).Addr("k"),
		} {
			why := c.crashWith(func(w *worker) {
				otp.CastAfter(w.c, to, &workerTell, func(*worker) { c.note("told")() }, time.Second)
			})
			assert.Contains(t, why, name)
		}
		assert.Empty(t, c.pass(time.Minute))
	})
}

// The process may turn out to be no such registry only when the time has come.
func TestCastAfterToAnAddressThatMakesNoSenseLater(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"), registryOf("later", otp.Duplicate))
		at := c.at("later")
		_ = otp.TerminateChild(t.Context(), c.Root(), "later")
		c.run("a", func(w *worker) {
			otp.CastAfter(w.c, otp.RegistryAt[string, int](at).Addr("k"), &workerTell, func(*worker) { c.note("told")() }, time.Second)
		})
		a := c.ref("a")
		_, err := otp.RestartChild(t.Context(), c.Root(), "later")
		assert.NoError(t, err)
		assert.Empty(t, c.pass(time.Minute))
		why, over := a.Reason()
		assert.True(t, over)
		assert.Contains(t, why.String(), "are duplicate")
	})
}
