package otp_test

import (
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
)

func TestIdle(t *testing.T) {
	proof.Of(t, 167)
	bubble(t, func(t *testing.T) {
		var j journal
		begin := time.Now()
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error { w.c.Idle(time.Second); return nil }
			k.Idle = func(*worker) { j.add("idle after %v", time.Since(begin)) }
			k.Timers = []otp.Timer[worker]{{Name: "tick", Fire: func(*worker) { j.add("tick") }}}
		}))
		idle := func(d time.Duration) { tell(t, w.at("a"), func(w *worker) { w.c.Idle(d) }) }
		pass := func(d time.Duration) []string { time.Sleep(d); synctest.Wait(); return j.take() }

		assert.Equal(t, []string{"idle after 1s"}, pass(10*time.Second), "once, from Init too")
		idle(2 * time.Second)
		assert.Empty(t, pass(time.Second))
		tell(t, w.at("a"), func(*worker) {})
		assert.Empty(t, pass(time.Hour), "a message takes it back")

		idle(2 * time.Second)
		idle(3 * time.Second)
		assert.Empty(t, pass(2900*time.Millisecond))
		assert.Len(t, pass(time.Second), 1, "the last one counts")

		tell(t, w.at("a"), func(w *worker) { w.c.Idle(time.Minute); w.c.ArmTimer("tick", time.Second) })
		assert.Equal(t, []string{"tick"}, pass(time.Hour), "a tick is a message")

		idle(0)
		assert.Len(t, pass(0), 1, "at once")
		tell(t, w.at("a"), func(w *worker) {
			w.c.Idle(0)
			tell(t, w.c.Self().Addr(), func(*worker) { j.add("message") })
		})
		assert.Equal(t, []string{"message"}, pass(time.Hour), "a message that waits comes first")

		tell(t, w.at("a"), func(w *worker) { w.c.Idle(time.Second); w.c.Continue(func() { j.add("continue") }) })
		assert.Equal(t, "continue", pass(time.Hour)[0], "a continue callback is no message")
	})
}

func TestIdleOfTheDeadReachesNobody(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Idle = func(*worker) { j.add("idle") } }))
		tell(t, w.at("a"), func(w *worker) { w.c.Idle(time.Second) })
		w.crash("a")
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.Empty(t, j.take())
	})
}

func TestIdleWithoutCallbackIsACrash(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		ref := w.ref("a")
		tell(t, ref.Addr(), func(w *worker) { w.c.Idle(time.Second) })
		<-ref.Done()
		why, _ := ref.Reason()
		assert.Equal(t, "exception:otp: Worker has no Idle callback", why.String())
	})
}
