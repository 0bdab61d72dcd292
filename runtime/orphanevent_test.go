package otp_test

import (
	"fmt"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
)

// endsOf returns the events of the end of one incarnation.
func endsOf(w *world, ref otp.Ref) (ends []otp.Event) {
	for _, ev := range eventsOf[otp.Event](w) {
		switch ev.(type) {
		case otp.Stopped, otp.Crashed, otp.StartFailed:
			if ev.From().Ref == ref {
				ends = append(ends, ev)
			}
		}
	}
	return ends
}

func TestEndOfAnOrphanIsReported(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, supervisorOf("s", []otp.ChildSpec{workerOf("a"), supervisorOf("t", []otp.ChildSpec{workerOf("b")})}))
		a, b := w.ref("a"), w.ref("b")
		w.ref("s").Exit(otp.Killed)
		synctest.Wait()
		if ends := endsOf(w, a); assert.Len(t, ends, 1) {
			assert.Equal(t, otp.Killed, ends[0].(otp.Stopped).Reason)
		}
		assert.Len(t, endsOf(w, b), 1)
		assert.EqualValues(t, 2, w.ref("b").Incarnation())
	})
}

// The supervisor may die with the news of the end before it, at it or after it.
func TestEndIsReportedOnceHoweverTheSupervisorDies(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for range 30 {
			w := start(t, supervisorOf("s", []otp.ChildSpec{workerOf("a"), workerOf("b")}))
			a, b, s := w.ref("a"), w.ref("b"), w.ref("s")
			a.Exit(otp.Killed)
			<-a.Done()
			b.Exit(otp.Killed)
			s.Exit(otp.Killed)
			synctest.Wait()
			for _, ref := range []otp.Ref{a, b, s} {
				if ends := endsOf(w, ref); assert.Len(t, ends, 1, ref) {
					assert.IsType(t, otp.Crashed{}, ends[0])
				}
			}
		}
	})
}

func TestStartOfAnOrphanIsReported(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, supervisorOf("s", nil))
		s := w.ref("s")
		var orphan otp.Ref
		_, err := otp.StartChild(t.Context(), s.Addr(), workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(self *worker) error { orphan = self.c.Self(); s.Exit(otp.Killed); <-s.Done(); return nil }
			k.Terminate = func(*worker, otp.Reason) {}
		}))
		assert.ErrorIs(t, err, otp.ErrDown)
		synctest.Wait()
		var kinds []string
		for _, ev := range eventsOf[otp.Event](w) {
			if ev.From().Ref == orphan {
				kinds = append(kinds, fmt.Sprintf("%T", ev))
			}
		}
		assert.Equal(t, []string{"otp.Started", "otp.Stopped"}, kinds)
	})
}
