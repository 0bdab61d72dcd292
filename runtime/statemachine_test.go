package otp_test

// The service Gate, a state machine for tests: its messages carry the code that
// it is to run in the state that it is in.

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

type gateState int

const (
	shut gateState = iota + 1
	open
)

func (s gateState) String() string { return [...]string{shut: "shut", open: "open"}[s] }

type barrier struct {
	c *otp.Ctx
	m *otp.Machine[gateState]
	*journal
}

var gateTell = otp.CastOp[barrier, func(*barrier)]{
	Service: "Gate", Message: "Tell",
	Handle: func(g *barrier, f func(*barrier)) { f(g) },
}

// gatePass is answered when the gate is open.
var gatePass = otp.CallOp[barrier, string, string]{
	Service: "Gate", Message: "Pass",
	Handle: func(g *barrier, who string) (string, error) {
		g.add("%s at a gate that is %v", who, g.m.State())
		if g.m.State() == shut {
			g.m.Postpone()
			return "not looked at", errors.New("nor is this")
		}
		return who + " has passed", nil
	},
}

// gateOf makes a gate that is shut first; change may alter its kind.
func gateOf(j *journal, change ...func(k *otp.StateMachineKind[barrier, gateState])) otp.ChildSpec {
	kind := otp.StateMachineKind[barrier, gateState]{
		Service: "Gate",
		New:     func(c *otp.Ctx, m *otp.Machine[gateState]) *barrier { return &barrier{c, m, j} },
		Init:    func(*barrier) (gateState, error) { return shut, nil },
	}
	for _, f := range change {
		f(&kind)
	}
	return otp.ChildSpec{ID: "gate", Name: otp.Name{Service: "gate"}, Start: otp.StateMachine(kind)}
}

// gates is a tree with one gate.
type gates struct {
	*clocked
	t *testing.T
}

func startGate(t *testing.T, change ...func(k *otp.StateMachineKind[barrier, gateState])) *gates {
	t.Helper()
	g := &gates{t: t}
	var j journal
	g.clocked = &clocked{t: t, begin: time.Now(), world: start(t, gateOf(&j, change...), workerOf("w"))}
	g.journal = &j
	return g
}

func (g *gates) tell(f func(*barrier)) {
	g.t.Helper()
	require.NoError(g.t, otp.Cast(g.t.Context(), g.at("gate"), &gateTell, f))
	synctest.Wait()
}

// pass calls in a goroutine of its own; the answer goes to the journal.
func (g *gates) pass(who string) {
	go func() { g.add("%s", answerOf(otp.Call(g.t.Context(), g.at("gate"), &gatePass, who))) }()
	synctest.Wait()
}

func answerOf(v string, err error) string {
	if err != nil {
		return err.Error()
	}
	return v
}

func (g *gates) open() { g.tell(func(g *barrier) { g.m.Next(open) }) }

// fails lets the gate do something that crashes it, and returns the reason.
func (g *gates) fails(f func(*barrier)) string {
	g.t.Helper()
	ref := g.ref("gate")
	g.tell(f)
	why, over := ref.Reason()
	require.True(g.t, over)
	return why.String()
}

func TestPostponedCallIsAnsweredLater(t *testing.T) {
	proof.Of(t, 307, 316)
	bubble(t, func(t *testing.T) {
		g := startGate(t)
		g.pass("ann")
		g.pass("bob")
		assert.Equal(t, []string{"ann at a gate that is shut", "bob at a gate that is shut"}, g.take())
		g.open()
		assert.ElementsMatch(t, []string{
			"ann at a gate that is open", "bob at a gate that is open", "ann has passed", "bob has passed",
		}, g.take())
	})
}

func TestPostponedCallOfACallerThatHasGivenUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t)
		g.pass("ann")
		time.Sleep(6 * time.Second)
		assert.Equal(t, []string{"ann at a gate that is shut", "Gate.Pass to Root/gate: timeout"}, g.take())
		g.open()
		assert.Equal(t, []string{"ann at a gate that is open"}, g.take(), "as in OTP, the server is not told")
	})
}

// However a machine ends before it has handled what it postponed, its callers
// get the reason, its timeouts reach nobody, and the next incarnation begins
// anew.
func TestEndOfAMachine(t *testing.T) {
	proof.Of(t, 318, 333)
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(g *barrier)
		want string
	}{
		"stop":  {func(g *barrier) { g.c.Stop(otp.ShutdownWith("tired")) }, "{shutdown,tired}"},
		"crash": {func(*barrier) { panic("boom") }, "exception:boom"},
		"kill":  {func(g *barrier) { g.c.Self().Exit(otp.Killed) }, "killed"},
		"fence": {func(g *barrier) { g.c.Self().Exit(otp.Killed); time.Sleep(5 * time.Second); g.m.Next(open) }, "killed"},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := startGate(t)
				g.pass("ann")
				g.tell(func(x *barrier) {
					x.m.StateTimeout(time.Second, g.note("state"))
					x.m.EventTimeout(time.Second, g.note("event"))
					x.m.Timeout("t", time.Second, g.note("named"))
				})
				ref := g.ref("gate")
				g.tell(func(x *barrier) {
					x.m.NextEvent(g.note("inserted"))
					x.m.Timeout("now", 0, g.note("now"))
					c.end(x)
				})
				why, _ := ref.Reason()
				assert.Equal(t, c.want, why.String())
				assert.Equal(t, []string{"ann at a gate that is shut", "Gate.Pass to Root/gate: process down: " + c.want}, g.clocked.pass(time.Minute))
				g.pass("bob")
				assert.Equal(t, []string{"bob at a gate that is shut"}, g.take())
				g.open()
				assert.ElementsMatch(t, []string{"bob at a gate that is open", "bob has passed"}, g.take())
			})
		})
	}
}

func TestMachineAnswersBeforeTerminate(t *testing.T) {
	proof.Of(t, 317)
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Terminate = func(g *barrier, why otp.Reason) {
				time.Sleep(time.Second)
				g.add("terminate %v", why)
				g.m.Next(open) // nothing of all this does anything
				g.m.Repeat()
				g.m.Postpone()
				g.m.NextEvent(func() { panic("inserted") })
				g.m.StateTimeout(0, func() { panic("timeout") })
				g.add("%v", g.m.State())
			}
		})
		op := otp.CallOp[barrier, int, int]{Service: "Gate", Message: "Stop", Handle: func(g *barrier, n int) (int, error) {
			g.c.Stop(otp.Normal)
			return n, nil
		}}
		n, err := otp.Call(t.Context(), g.at("gate"), &op, 7)
		require.NoError(t, err)
		assert.Equal(t, 7, n)
		assert.Empty(t, g.take(), "stop_and_reply")
		assert.Equal(t, []string{"terminate normal", "shut"}, g.clocked.pass(time.Minute))
	})
}

func TestStatesTable(t *testing.T) {
	proof.Of(t, 302)
	bubble(t, func(t *testing.T) {
		g := startGate(t)
		table := otp.States[gateState, func() string]{open: func() string { return "open" }}
		other := func() string { return "other" }
		g.tell(func(x *barrier) { x.add("%s", table.InOr(x.m, other)()); x.m.Next(open) })
		g.tell(func(x *barrier) { x.add("%s %s", table.In(x.m)(), table.InOr(x.m, other)()); x.m.Next(shut) })
		assert.Equal(t, []string{"other", "open open"}, g.take())
		ref := g.ref("gate")
		assert.Equal(t, "exception:otp: Gate does not handle Tell in the state shut", g.fails(func(x *barrier) { table.In(x.m) }))
		why, _ := ref.Reason()
		var unhandled *otp.UnhandledEventError
		require.ErrorAs(t, why.Err(), &unhandled)
		assert.Equal(t, otp.UnhandledEventError{Service: "Gate", Event: "Tell", State: shut}, *unhandled)
		assert.Equal(t, "exception:otp: Gate does not handle next event in the state shut",
			g.fails(func(x *barrier) { x.m.NextEvent(func() { panic(x.m.Unhandled()) }) }))
	})
}

func TestEnterTable(t *testing.T) {
	proof.Of(t, 303)
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Enter = otp.States[gateState, func(*barrier, gateState)]{
				open: func(g *barrier, from gateState) { g.add("opened from %v", from) },
			}
			k.EnterOther = func(g *barrier, from gateState) { g.add("%v from %v", g.m.State(), from) }
		})
		g.open()
		assert.Equal(t, []string{"shut from shut", "opened from shut"}, g.take())
	})
}

func TestMisuseOfAMachineIsACrash(t *testing.T) {
	proof.Of(t, 304)
	bubble(t, func(t *testing.T) {
		var inEnter, inInit func(*barrier)
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Init = func(g *barrier) (gateState, error) {
				if f := inInit; f != nil {
					inInit = nil
					f(g)
				}
				return shut, nil
			}
			k.Enter = otp.States[gateState, func(*barrier, gateState)]{open: func(g *barrier, _ gateState) { inEnter(g) }}
		})
		for want, f := range map[string]func(*barrier){
			"Next":      func(g *barrier) { g.m.Next(shut) },
			"Postpone":  func(g *barrier) { g.m.Postpone() },
			"NextEvent": func(g *barrier) { g.m.NextEvent(func() {}) },
			"Continue":  func(g *barrier) { g.c.Continue(func() {}) },
		} {
			inEnter = f
			assert.Equal(t, "exception:otp: "+want+" in the enter call of the state open of Gate",
				g.fails(func(g *barrier) { g.m.Next(open) }))
		}
		for want, f := range map[string]func(*barrier){
			"Next":     func(g *barrier) { g.m.Next(open) },
			"Repeat":   func(g *barrier) { g.m.Repeat() },
			"Postpone": func(g *barrier) { g.m.Postpone() },
		} {
			var got any
			inInit = func(g *barrier) {
				defer func() { got = recover() }()
				f(g)
			}
			g.fails(func(*barrier) { panic("boom") })
			assert.Equal(t, "otp: "+want+" in Init of Gate", got)
		}
		assert.Equal(t, "exception:otp: the time -1ns of a timeout is negative", g.fails(func(g *barrier) { g.m.StateTimeout(-1, nil) }))
		assert.Equal(t, "exception:otp: Gate has no Idle callback", g.fails(func(g *barrier) { g.c.Idle(time.Second) }))
	})
}

func TestStateMachineNeedsNewAndInit(t *testing.T) {
	t.Parallel()
	assert.PanicsWithValue(t, "otp: the state machine Gate needs New and Init", func() {
		otp.StateMachine(otp.StateMachineKind[barrier, gateState]{Service: "Gate"})
	})
}

func TestStartOfAMachine(t *testing.T) {
	t.Parallel()
	for want, init := range map[string]func(*barrier) (gateState, error){
		"ignore":         func(*barrier) (gateState, error) { return 0, otp.Ignore },
		"odd":            func(*barrier) (gateState, error) { return 0, errors.New("odd") },
		"exception:boom": func(*barrier) (gateState, error) { panic("boom") },
		"shutdown":       func(g *barrier) (gateState, error) { g.c.Stop(otp.Shutdown); return shut, nil },
	} {
		t.Run(want, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var j journal
				entered := func(*barrier, gateState) { j.add("entered") }
				w := start(t)
				_, err := otp.StartChild(t.Context(), w.Root(), gateOf(&j, func(k *otp.StateMachineKind[barrier, gateState]) {
					k.Init, k.EnterOther = init, entered
				}))
				var failed *otp.StartError
				if errors.As(err, &failed) {
					assert.Equal(t, want, failed.Reason.String())
				} else {
					assert.ErrorIs(t, err, otp.ErrIgnored)
				}
				synctest.Wait()
				assert.Empty(t, j.take())
			})
		})
	}
}

// What a machine postpones holds its place in the mailbox, so that a machine
// which waits for something cannot hoard messages without bound.
func TestPostponedMessagesCountAgainstTheCapacity(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		overflow otp.Overflow
		third    string // what becomes of a message that finds two postponed in a mailbox for two
	}{
		{otp.Reject, "Gate.Pass to Root/gate: process overloaded"},
		{otp.DropNewest, "Gate.Pass to Root/gate: process overloaded"},
		{otp.DropOldest, "Gate.Pass to Root/gate: process overloaded"},
		{otp.Block, "eve has passed"},
	} {
		t.Run(c.overflow.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
					k.Init = func(g *barrier) (gateState, error) {
						g.m.StateTimeout(time.Second, func() { g.m.Next(open) }) // passes by the bound
						return shut, nil
					}
					k.Mailbox = otp.Mailbox{Capacity: 2, Overflow: c.overflow}
				})
				g.pass("ann")
				g.pass("bob")
				g.take()
				g.pass("eve")
				if c.overflow != otp.Block {
					assert.Equal(t, []string{c.third}, g.take())
				}
				assert.Subset(t, g.clocked.pass(2*time.Second), []string{"ann has passed", "bob has passed"})
				if c.overflow != otp.Block {
					g.pass("eve")
					assert.Contains(t, g.take(), "eve has passed", "there is room again")
				}
			})
		})
	}
}

func TestBlockedSenderGetsTheRoomOfAPostponedMessage(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Init = func(g *barrier) (gateState, error) {
				g.m.StateTimeout(time.Second, func() { g.m.Next(open) })
				return shut, nil
			}
			k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.Block}
		})
		for i := range 5 {
			g.pass(fmt.Sprint(i))
		}
		assert.Equal(t, []string{"0 at a gate that is shut"}, g.take()[:1])
		passed := g.clocked.pass(2 * time.Second)
		for i := range 5 {
			assert.Contains(t, passed, fmt.Sprintf("%d has passed", i))
		}
	})
}

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
			x.c.Monitor(g.at("w"), func(otp.Reason) { panic("void") })
			tell(t, g.at("w"), func(*worker) { panic("boom") })
			time.Sleep(2 * time.Second) // tick and notice wait in the mailbox
			sent.Cancel()
			x.c.Demonitor(g.at("w"))
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

// A request to stop waits behind what is inserted and what was in the mailbox,
// but what is postponed is lost.
func TestStopOfAMachine(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Terminate = func(g *barrier, why otp.Reason) { g.add("terminate %v in %v", why, g.m.State()) }
		})
		g.pass("ann")
		g.take()
		done := make(chan error)
		g.tell(func(x *barrier) {
			go func() { done <- otp.TerminateChild(context.Background(), g.Root(), "gate") }()
			<-x.c.Done()
			x.m.Timeout("now", 0, g.note("timeout of 0"))
			x.m.NextEvent(func() {
				g.note("inserted")()
				assert.NoError(t, x.c.Err(), "a fresh context")
			})
		})
		require.NoError(t, <-done)
		synctest.Wait()
		assert.Equal(t, []string{"inserted 0s", "timeout of 0 0s", "terminate shutdown in shut", "Gate.Pass to Root/gate: process down: shutdown"}, g.take())
	})
}

func TestMachineThatDoesNotTrapEndsAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.EnterOther = func(g *barrier, _ gateState) {
				if g.m.State() == open {
					<-g.c.Done()
				}
			}
		})
		g.tell(func(x *barrier) { x.m.Next(open); x.m.NextEvent(g.note("inserted")) })
		require.NoError(t, otp.TerminateChild(t.Context(), g.Root(), "gate"))
		assert.Empty(t, g.clocked.pass(time.Minute))
	})
}

func TestCrashInEnterNamesIt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.Enter = otp.States[gateState, func(*barrier, gateState)]{open: func(*barrier, gateState) { panic("boom") }}
			k.Terminate = func(g *barrier, why otp.Reason) { g.add("terminate %v in %v", why, g.m.State()) }
		})
		g.open()
		crashes := eventsOf[otp.Crashed](g.world)
		require.Len(t, crashes, 1)
		assert.Equal(t, "Enter", crashes[0].Message)
		assert.Equal(t, []string{"terminate exception:boom in shut"}, g.take())
	})
}

// A fenced machine that comes back from its handler begins nothing more.
func TestFencedMachineEntersNoState(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := startGate(t, func(k *otp.StateMachineKind[barrier, gateState]) {
			k.EnterOther = func(g *barrier, _ gateState) { g.add("entered %v", g.m.State()) }
		})
		synctest.Wait()
		assert.Equal(t, []string{"entered shut"}, g.take())
		g.tell(func(x *barrier) {
			x.c.Self().Exit(otp.Killed)
			time.Sleep(time.Second)
			x.m.Next(open)
		})
		assert.Equal(t, []string{"entered shut"}, g.clocked.pass(time.Minute), "the next incarnation only")
	})
}

func BenchmarkStateMachineCall(b *testing.B) {
	var j journal
	sys, err := otp.StartRoot(b.Context(), supervisorOf("Root", []otp.ChildSpec{gateOf(&j)}), quietly(&eventLog{})...)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, sys.Stop(context.Background())) })
	to := sys.Lookup(otp.Name{Service: "gate"})
	answers := otp.States[gateState, func(*barrier, int) (int, error)]{
		shut: func(_ *barrier, n int) (int, error) { return n, nil },
	}
	op := otp.CallOp[barrier, int, int]{Service: "Gate", Message: "Add", Handle: func(g *barrier, n int) (int, error) { return answers.In(g.m)(g, n) }}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := otp.Call(context.Background(), to, &op, 1); err != nil {
			b.Fatal(err)
		}
	}
}
