package otp

import (
	"context"
	"time"
)

// sysTimeout bounds the requests of this file, as the functions of module sys.
const sysTimeout = 5 * time.Second

// GetState returns a copy of the state of a server, made between two messages,
// for debugging and tests, as sys:get_state/1. What the state points to is not
// copied and still belongs to the server; [ReplaceState] can look at that.
//
// It is a system message: it waits its turn, the bound of the mailbox does not
// apply, and a suspended server answers it. The error is a [CallError],
// [ErrWrongService] if no server with a state P is there. ctx bounds the wait, and
// so do 5 s.
func GetState[P any](ctx context.Context, to Addr) (P, error) {
	return inspect(ctx, to, "get_state", func(p *P) P { return *p })
}

// ReplaceState makes a server run f on its state between two messages, as
// sys:replace_state/2; for debugging and tests. A panic in f crashes the server.
// Otherwise it is as [GetState].
func ReplaceState[P any](ctx context.Context, to Addr, f func(p *P)) error {
	mustFunc("ReplaceState", f != nil)
	_, err := inspect(ctx, to, "replace_state", func(p *P) struct{} { f(p); return struct{}{} })
	return err
}

// Suspend makes a server leave its messages where they are until it is resumed,
// as sys:suspend/1. It still handles [GetState], [ReplaceState], Suspend and
// [Resume], and ends when its supervisor or [Ref.Stop] says so. Suspending it
// twice is suspending it once.
func Suspend(ctx context.Context, to Addr) error { return suspend(ctx, to, "suspend", true) }

// Resume makes a suspended server go on, as sys:resume/1.
func Resume(ctx context.Context, to Addr) error { return suspend(ctx, to, "resume", false) }

// sysMessage is a message that a suspended server handles, too.
type sysMessage interface{ isSys() }

func isSys(m message) bool {
	_, is := m.(sysMessage)
	return is
}

func (sysMark) isSys()       {}
func (sysMark) tellsCaller() {}
func (exitMessage) isSys()   {}
func (probeMessage) isSys()  {}

type sysMark struct{}

// inspector is an inspection whatever it returns. It is no envelope: no event of
// a state machine.
type inspector[P any] interface{ inspect(p *P) }

// inspection looks at the state of a server.
type inspection[P, R any] struct {
	sysMark
	name   string
	look   func(*P) R
	answer answer[R]
}

func (i *inspection[P, R]) label() *string { return &i.name }
func (i *inspection[P, R]) drop(why error) { refuseSys(&i.answer.pending, i.name, why) }
func (i *inspection[P, R]) inspect(p *P)   { i.answer.give(i.look(p), nil) }

func inspect[P, R any](ctx context.Context, to Addr, name string, look func(*P) R) (R, error) {
	i := &inspection[P, R]{name: name, look: look}
	return askSys(ctx, to, name, i, &i.answer)
}

// suspension suspends and resumes.
type suspension struct {
	sysMark
	name   string
	on     bool
	answer answer[struct{}]
}

func (m *suspension) label() *string { return &m.name }
func (m *suspension) drop(why error) { refuseSys(&m.answer.pending, m.name, why) }

func suspend(ctx context.Context, to Addr, name string, on bool) error {
	m := &suspension{name: name, on: on}
	_, err := askSys(ctx, to, name, m, &m.answer)
	return err
}

func (in *incarnation) setSuspended(on bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.held = on
}

// sysService is what this file is called in errors.
const sysService = "sys"

func refuseSys(p *pending, name string, why error) {
	p.refuse(p.server.failure(sysService, name, why))
}

// askSys sends a system message to a server and waits for its answer a.
func askSys[R any](ctx context.Context, to Addr, name string, m message, a *answer[R]) (R, error) {
	var none R
	w := newWait(ctx, to, sysService, name, sysTimeout)
	defer w.end()
	in, err := w.begin()
	if err != nil {
		return none, err
	}
	defer w.finish(in)
	if _, isServer := in.body.(interface{ handles() }); !isServer {
		return none, w.fail(ErrWrongService)
	}
	a.pending = pending{done: make(chan struct{}), server: in, caller: w.caller, ctx: ctx}
	if err := w.push(in, m); err != nil {
		return none, err
	}
	if err := w.await(in, &a.pending); err != nil {
		return none, err
	}
	return a.value, a.err
}
