package otp_test

import (
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
)

// ticking makes a worker whose timers write their name and the time to the
// journal.
func ticking(j *journal, timers ...otp.Timer[worker]) otp.ChildSpec {
	begin := time.Now()
	return workerOf("a", func(k *otp.ServerKind[worker]) {
		for _, timer := range timers {
			timer.Fire = func(*worker) { j.add("%s %v", timer.Name, time.Since(begin)) }
			k.Timers = append(k.Timers, timer)
		}
	})
}

func TestTimers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		start(t, ticking(&j,
			otp.Timer[worker]{Name: "every", Every: 2 * time.Second},
			otp.Timer[worker]{Name: "once", After: 3 * time.Second},
			otp.Timer[worker]{Name: "both", After: 500 * time.Millisecond, Every: 4 * time.Second},
			otp.Timer[worker]{Name: "manual"},
		))
		time.Sleep(5 * time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"both 500ms", "every 2s", "once 3s", "every 4s", "both 4.5s"}, j.take())
	})
}

func TestTimersArmedByTheHandler(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, ticking(&j, otp.Timer[worker]{Name: "t"}))
		tell(t, w.at("a"), func(w *worker) {
			w.c.ArmTimer("t", time.Second)
			w.c.ArmTimer("t", 2*time.Second) // replaces the first
		})
		time.Sleep(5 * time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"t 2s"}, j.take(), "once")
		tell(t, w.at("a"), func(w *worker) { w.c.ArmTimer("t", time.Second); w.c.CancelTimer("t") })
		time.Sleep(5 * time.Second)
		synctest.Wait()
		assert.Empty(t, j.take())
	})
}

func TestInitDecidesAboutDeclaredTimers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		spec := workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error {
				w.c.ArmTimer("early", time.Second)
				w.c.CancelTimer("never")
				return nil
			}
			for _, name := range []string{"early", "never"} {
				k.Timers = append(k.Timers, otp.Timer[worker]{Name: name, Every: 10 * time.Second, Fire: func(*worker) { j.add("%s", name) }})
			}
		})
		start(t, spec)
		time.Sleep(12 * time.Second)
		synctest.Wait()
		assert.Equal(t, []string{"early", "early"}, j.take(), "at 1 s and at 11 s")
	})
}

func TestStaleTicksAreDropped(t *testing.T) {
	proof.Of(t, 421)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, ticking(&j, otp.Timer[worker]{Name: "t", After: time.Second}))
		tell(t, w.at("a"), func(w *worker) {
			time.Sleep(2 * time.Second) // the tick is in the mailbox now
			w.c.CancelTimer("t")
		})
		time.Sleep(5 * time.Second)
		synctest.Wait()
		assert.Empty(t, j.take())
	})
}

func TestBusyServerGetsOneTick(t *testing.T) {
	proof.Of(t, 421)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, ticking(&j, otp.Timer[worker]{Name: "t", Every: time.Second}))
		tell(t, w.at("a"), func(*worker) { time.Sleep(3500 * time.Millisecond) })
		time.Sleep(5500 * time.Millisecond)
		synctest.Wait()
		assert.Equal(t, []string{"t 3.5s", "t 4s", "t 5s"}, j.take())
	})
}

func TestTimersEndWithTheirIncarnation(t *testing.T) {
	proof.Of(t, 421)
	bubble(t, func(t *testing.T) {
		var j journal
		spec := ticking(&j, otp.Timer[worker]{Name: "t", After: 3 * time.Second})
		spec.Restart = otp.Temporary
		w := start(t, spec)
		w.crash("a")
		time.Sleep(10 * time.Second)
		synctest.Wait()
		assert.Empty(t, j.take())
	})
}

func TestUnknownTimerIsACrash(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		ref := w.ref("a")
		tell(t, w.at("a"), func(w *worker) { w.c.ArmTimer("t", time.Second) })
		<-ref.Done()
		why, _ := ref.Reason()
		assert.Equal(t, `exception:otp: Worker has no timer "t"`, why.String())
	})
}
