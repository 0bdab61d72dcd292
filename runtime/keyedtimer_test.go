package otp_test

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
)

func startKeyed(t *testing.T, every time.Duration) *clocked {
	t.Helper()
	var c *clocked
	c = startClocked(t, workerOf("a", func(k *otp.ServerKind[worker]) {
		k.Timers = []otp.Timer[worker]{
			{Name: "lease", Every: every, FireKey: func(_ *worker, key any) { c.add("%v %v", key, time.Since(c.begin)) }},
			{Name: "plain", Fire: func(*worker) {}},
		}
	}))
	return c
}

func TestKeyedTimers(t *testing.T) {
	proof.Of(t, 423)
	bubble(t, func(t *testing.T) {
		c := startKeyed(t, 0)
		c.run("a", func(w *worker) {
			w.c.ArmKeyed("lease", "ann", 3*time.Second)
			w.c.ArmKeyed("lease", "bob", 2*time.Second)
			w.c.ArmKeyed("lease", 7, time.Second)
			w.c.ArmKeyed("lease", "bob", 4*time.Second) // replaces
			w.c.ArmKeyed("lease", "eve", time.Second)
			assert.True(t, w.c.CancelKeyed("lease", "eve"))
			assert.False(t, w.c.CancelKeyed("lease", "eve"), "twice")
			w.c.ArmKeyed("lease", "joe", time.Second)
			w.c.ArmKeyed("lease", "joe", otp.Infinity)
			assert.False(t, w.c.CancelKeyed("lease", "joe"), "never")
		})
		assert.Equal(t, []string{"7 1s", "ann 3s", "bob 4s"}, c.pass(time.Minute))
		c.run("a", func(w *worker) { assert.False(t, w.c.CancelKeyed("lease", "bob"), "it has fired") })

		c.run("a", func(w *worker) {
			w.c.ArmKeyed("lease", "ann", time.Second)
			w.c.ArmKeyed("lease", "bob", time.Second)
			time.Sleep(2 * time.Second) // both ticks are in the mailbox
			assert.True(t, w.c.CancelKeyed("lease", "ann"))
			w.c.ArmKeyed("lease", "bob", time.Second)
		})
		assert.Equal(t, []string{"bob 1m3s"}, c.pass(time.Minute), "what was cancelled or armed again is void")
	})
}

func TestPeriodicKeyedTimers(t *testing.T) {
	proof.Of(t, 423)
	bubble(t, func(t *testing.T) {
		c := startKeyed(t, 2*time.Second)
		assert.Empty(t, c.pass(10*time.Second), "nothing arms it but the handler")
		c.run("a", func(w *worker) { w.c.ArmKeyed("lease", 1, time.Second); w.c.ArmKeyed("lease", 2, 0) })
		assert.Equal(t, []string{"2 10s", "1 11s", "2 12s", "1 13s"}, c.pass(3500*time.Millisecond))
		c.run("a", func(w *worker) { w.c.CancelKeyed("lease", 2) })
		assert.Equal(t, []string{"1 15s"}, c.pass(2*time.Second))
	})
}

func TestKeysWhereTheyDoNotBelong(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startKeyed(t, 0)
		for want, f := range map[string]func(c *otp.Ctx){
			`the timer "plain" of Worker has no keys`: func(c *otp.Ctx) { c.ArmKeyed("plain", 1, 0) },
			`the timer "lease" of Worker needs a key`: func(c *otp.Ctx) { c.ArmTimer("lease", 0) },
			`Worker has no timer "none"`:              func(c *otp.Ctx) { c.CancelKeyed("none", 1) },
		} {
			assert.Equal(t, "exception:otp: "+want, c.crashWith(func(w *worker) { f(w.c) }))
		}
	})
}

func TestDeclaredTimersThatMakeNoSense(t *testing.T) {
	t.Parallel()
	fire := func(*worker) {}
	for want, timer := range map[string]otp.Timer[worker]{
		"has a negative time": {Every: -1, Fire: fire},
		"has the jitter -0.1, which is not from 0 to less than 1": {Every: 1, Jitter: -0.1, Fire: fire},
		"has the jitter 1, which is not from 0 to less than 1":    {Every: 1, Jitter: 1, Fire: fire},
		"must have one of Fire and FireKey":                       {Every: 1},
		"has keys, so nothing arms it after its start":            {After: 1, FireKey: func(*worker, any) {}},
	} {
		timer.Name = "t"
		assert.PanicsWithValue(t, `otp: the timer "t" of Worker `+want, func() {
			otp.Server(otp.ServerKind[worker]{Service: "Worker", Timers: []otp.Timer[worker]{timer}})
		})
	}
}

func TestTimerThatIsNever(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, ticking(&j,
			otp.Timer[worker]{Name: "every", Every: otp.Infinity},
			otp.Timer[worker]{Name: "after", After: otp.Infinity},
			otp.Timer[worker]{Name: "once", After: time.Second, Every: otp.Infinity},
			otp.Timer[worker]{Name: "off", After: time.Second},
		))
		tell(t, w.at("a"), func(w *worker) { w.c.ArmTimer("off", otp.Infinity) })
		time.Sleep(1000 * time.Hour)
		synctest.Wait()
		assert.Equal(t, []string{"once 1s"}, j.take())
	})
}

func TestKeyOfATimerThatIsNotItself(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startKeyed(t, 0)
		why := c.crashWith(func(w *worker) { w.c.ArmKeyed("lease", math.NaN(), time.Second) })
		assert.Equal(t, "exception:otp: NaN cannot be a key: it is not equal to itself", why)
		assert.Empty(t, c.pass(time.Minute))
	})
}
