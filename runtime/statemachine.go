package otp

import "time"

// StateMachineKind describes a state machine: a server whose reactions depend on
// a state S, as gen_statem. P is its data, which the states share.
//
// Calls, casts, ticks, DOWN notices, publications, exit signals, callers that have
// ended and timeouts are its events. They are handled one at a time; what their handlers
// ask of the [Machine] happens when the handler has returned, in this order: the
// enter calls of a new state, then the event in hand is put aside if it is
// postponed, then timeouts stop and start, then the next event is chosen: the
// inserted ones first, then, after a change of state, what was postponed, oldest
// first, then timeouts of 0, then the mailbox.
type StateMachineKind[P any, S comparable] struct {
	Service string
	// New makes the data of an incarnation. m is its state machine.
	New func(c *Ctx, m *Machine[S]) *P
	// Init is the rest of the start and says in which state the machine begins. It may set timeouts and insert
	// events. Its error is as that of [ServerKind].Init. The start is complete when it has returned: the first
	// enter call comes after that.
	Init func(p *P) (S, error)
	// Enter is called when a state is entered: the first one too, with itself as from, and again after
	// [Machine.Repeat]. It may set timeouts, answer calls and stop. To change the state, to postpone and to
	// insert events is a crash there, as in gen_statem. States that are not in the table have nothing to do.
	Enter States[S, func(p *P, from S)]
	// EnterOther is called for states that Enter does not have; nil: nothing.
	EnterOther func(p *P, from S)
	// The rest is as in [ServerKind]. A call that stops the machine is answered before Terminate, as with
	// stop_and_reply. Messages that are postponed count against the capacity of the mailbox until they are
	// handled.
	StartTimeout time.Duration
	Terminate    func(p *P, why Reason)
	NoTrapExit   bool
	ExitSignal   func(p *P, why Reason)
	Timers       []Timer[P]
	Mailbox      Mailbox
}

// StateMachine makes processes of that kind. It panics as [Server] does, and
// without New or Init.
func StateMachine[P any, S comparable](k StateMachineKind[P, S]) Start {
	if k.New == nil || k.Init == nil {
		panic("otp: the state machine " + k.Service + " needs New and Init")
	}
	base := checkedServer(ServerKind[P]{
		Service: k.Service, StartTimeout: k.StartTimeout, Terminate: k.Terminate, NoTrapExit: k.NoTrapExit,
		ExitSignal: k.ExitSignal, Timers: k.Timers, Mailbox: k.Mailbox,
	})
	return Start{&stateMachineKind[P, S]{base, k}}
}

type stateMachineKind[P any, S comparable] struct {
	*serverKind[P]
	states StateMachineKind[P, S]
}

func (k *stateMachineKind[P, S]) newBody(in *incarnation) body {
	m := &Machine[S]{in: in}
	l := &stateLoop[P, S]{kind: &k.states, m: m}
	// The server's own kind, with a start that knows the machine of this incarnation.
	kind := *k.serverKind
	kind.New = func(c *Ctx) *P { return k.states.New(c, m) }
	kind.Init = l.init
	if k.states.Terminate != nil {
		kind.Terminate = func(p *P, why Reason) {
			m.stage = stageNone
			k.states.Terminate(p, why)
		}
	}
	l.server = kind.newServer(in)
	l.server.states = l
	return l.server
}
