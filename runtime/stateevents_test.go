package otp_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Notices and ticks are events like any other: they may be postponed, and then
// come again.
func TestNoticesMayBePostponed(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var once func(g *barrier, what string)
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Terminate = func(*barrier, otp.Reason) {}
			k.ExitSignal = func(g *barrier, why otp.Reason) { once(g, "exit "+why.String()) }
			k.Timers = []otp.Timer[barrier]{{Name: "tick", After: 2 * time.Second, Fire: func(g *barrier) { once(g, "tick") }}}
		})
		once = func(g *barrier, what string) {
			g.add("%s %v", what, g.m.State())
			if g.m.State() == shut {
				g.m.Postpone()
			}
		}
		watched := otp.CallOp[barrier, int, int]{
			Service: "Gate", Message: "Watched", Timeout: otp.Infinity,
			Later:      func(*barrier, int, otp.Reply[int]) {},
			CallerDown: func(g *barrier, _ otp.Caller, why otp.Reason) { once(g, "caller "+why.String()) },
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() { _, _ = otp.Call(ctx, g.at("gate"), &watched, 0) }()
		g.tell(func(x *barrier) {
			x.c.Monitor(g.at("w"), func(why otp.Reason) { once(x, "down "+why.String()) })
			x.c.SendAfter(3*time.Second, func() { once(x, "sent") })
			x.c.Continue(func() { once(x, "continue") })
		})
		g.crash("w")
		cancel(errors.New("left"))
		synctest.Wait()
		g.ref("gate").Exit(otp.Failed(errors.New("odd")))
		want := []string{"continue", "down exception:boom", "caller left", "exit odd", "tick", "sent"}
		assert.Equal(t, in(want, shut), g.clocked.pass(time.Minute))
		g.open()
		assert.Equal(t, in(want, open), g.clocked.pass(time.Minute))
	})
}

func TestPublishedMessagesAreEvents(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, gateOf(&j), pubSubOf("p"))
		g := &gates{t: t, clocked: &clocked{journal: &j, world: w, t: t, begin: time.Now()}}
		p := w.topics("p")
		g.tell(func(x *barrier) {
			assert.NoError(t, p.Subscribe(x.c, "x", func(m []int) {
				x.add("%v %v", m, x.m.State())
				if x.m.State() == shut {
					x.m.Postpone()
				}
			}))
		})
		w.publish(p, "x", 1)
		w.publish(p, "x", 2)
		synctest.Wait()
		assert.Equal(t, []string{"[1] shut", "[2] shut"}, g.take())
		g.open()
		assert.Equal(t, []string{"[1] open", "[2] open"}, g.take())

		g.tell(func(x *barrier) {
			w.publish(p, "x", 3)
			p.Unsubscribe(x.c, "x") // what waits is void, and so no event
			x.m.EventTimeout(time.Second, g.note("event timeout"))
		})
		assert.Equal(t, []string{"event timeout 1s"}, g.clocked.pass(time.Minute))
	})
}

func in(events []string, s gateState) []string {
	all := make([]string, len(events))
	for i, event := range events {
		all[i] = fmt.Sprintf("%s %v", event, s)
	}
	return all
}

// What is void is no event, so it leaves the event timeout alone.
func TestVoidTicksLeaveTheEventTimeout(t *testing.T) {
	proof.Of(t, 310, 314)
	bubble(t, func(t *testing.T) {
		g := startGate(t)
		g.tell(func(x *barrier) {
			sent := x.c.SendAfter(time.Second, func() { panic("void") })
			ref := x.c.Monitor(g.at("w"), func(otp.Reason) { panic("void") })
			tell(t, g.at("w"), func(*worker) { panic("boom") })
			time.Sleep(2 * time.Second) // tick and notice wait in the mailbox
			sent.Cancel()
			x.c.Demonitor(ref)
			x.m.EventTimeout(time.Second, g.note("event timeout"))
		})
		assert.Equal(t, []string{"event timeout 3s"}, g.clocked.pass(time.Minute))
		assert.Len(t, eventsOf[otp.Crashed](g.world), 1, "that of w")
	})
}

func TestTicksAreEvents(t *testing.T) {
	proof.Of(t, 310)
	bubble(t, func(t *testing.T) {
		g := startGate(t)
		g.tell(func(x *barrier) {
			x.c.SendAfter(time.Second, g.note("tick"))
			x.m.EventTimeout(2*time.Second, g.note("event timeout"))
		})
		assert.Equal(t, []string{"tick 1s"}, g.clocked.pass(time.Minute), "it cancels the event timeout")
	})
}

// A caller that is gone is reported once, also if its call was postponed and is
// handled again afterwards.
func TestCallerDownOfAPostponedCall(t *testing.T) {
	proof.Of(t, 416)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, gateOf(&j), temporary(workerOf("a")))
		op := otp.CallOp[barrier, string, string]{
			Service: "Gate", Message: "Watched",
			CallerDown: func(g *barrier, _ otp.Caller, why otp.Reason) { g.add("down %s", why) },
			Later: func(g *barrier, who string, _ otp.Reply[string]) {
				g.add("%s in %v", who, g.m.State())
				if g.m.State() == shut {
					g.m.Postpone()
				}
			},
		}
		change := func(to gateState) {
			require.NoError(t, otp.Cast(t.Context(), w.at("gate"), &gateTell, func(g *barrier) { g.m.Next(to) }))
			synctest.Wait()
		}
		_, err := otp.Call(within(t, time.Second), w.at("gate"), &op, "outside")
		require.ErrorIs(t, err, otp.ErrTimeout)
		synctest.Wait()
		change(open)
		assert.Equal(t, []string{"outside in shut", "down context deadline exceeded", "outside in open"}, j.take())
		change(shut)
		tell(t, w.at("a"), func(a *worker) {
			for _, name := range []string{"one", "two"} {
				otp.SendRequest(a.c, w.at("gate"), &op, name)
			}
		})
		synctest.Wait()
		w.ref("a").Exit(otp.Killed)
		synctest.Wait()
		change(open)
		assert.Equal(t, []string{"one in shut", "two in shut", "down killed", "one in open", "two in open"}, j.take())
	})
}
