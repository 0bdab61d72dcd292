package otp_test

// The service Gate, a state machine for tests: its messages carry the code that
// it is to run in the state that it is in.

import (
	"context"
	"errors"
	"math"
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

func TestNegativeTimeoutIsACrash(t *testing.T) {
	for _, d := range []time.Duration{-1, math.MinInt64} {
		t.Run(d.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var j journal
				w := start(t, gateOf(&j))
				gate := w.ref("gate")
				require.NoError(t, otp.Cast(t.Context(), gate.Addr(), &gateTell, func(b *barrier) {
					b.m.StateTimeout(d, func() { j.add("timeout") })
				}))
				<-gate.Done()
				why, _ := gate.Reason()
				assert.Contains(t, why.String(), "of a timeout is negative")
				assert.NotContains(t, j.take(), "timeout")
			})
		})
	}
}
