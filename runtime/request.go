package otp

import (
	"context"
	"errors"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// request is an order to a supervisor, on its way or waiting in it.
type request struct {
	op     supcore.Op
	name   string // for errors
	about  *slot  // of a TerminateInstance
	answer answer[any]
}

func (r *request) label() *string { return &r.name }
func (r *request) drop(why error) { r.answer.refuse(why) }

// ask sends a request and waits for its answer. As in OTP there is no timeout
// but the context's: a supervisor may be busy for as long as a child takes to
// start or to stop.
func ask(ctx context.Context, sup Addr, name string, op supcore.Op) (any, error) {
	return askAt(ctx, sup, sup.target(), &request{op: op, name: name})
}

// askAt sends a request that is ready but for its answer to one life of the
// supervisor; nil: none runs.
func askAt(ctx context.Context, sup Addr, at *incarnation, r *request) (any, error) {
	w := newWait(ctx, sup, "supervisor", r.name, Infinity)
	defer w.end()
	in, err := w.beginAt(at)
	if err != nil {
		return nil, err
	}
	defer w.finish(in)
	if _, ok := in.body.(*shell); !ok {
		return nil, w.fail(ErrWrongService)
	}
	r.answer.pending = pending{done: make(chan struct{}), server: in, caller: w.caller, ctx: ctx}
	if err := w.push(in, r); err != nil {
		return nil, err
	}
	if err := w.await(in, &r.answer.pending); err != nil {
		return nil, err
	}
	return r.answer.value, r.answer.err
}

// reply answers a request. The refs of the machine become those of the program.
func (s *shell) reply(a supcore.Reply) {
	if a.To == toItself {
		s.settleAll(a.Result.(supcore.Children).List)
		return
	}
	r := s.requests[a.To]
	delete(s.requests, a.To)
	var value any
	var err error
	switch res := a.Result.(type) {
	case supcore.ChildStarted:
		value = s.ref(res.Ref)
	case supcore.ChildIgnored:
		err = ErrIgnored
	case supcore.Done:
		s.settle(r)
	case supcore.ChildSpec:
		value = specOf(res.Spec)
	case supcore.Children:
		value = s.infos(res.List)
	case supcore.Counts:
		value = s.counts(res)
	case supcore.Refused:
		err = s.refusal(res.Err)
		s.withdraw(r.op, res.Err)
	default:
		panic("otpgen: internal: unknown result of a supervisor")
	}
	r.answer.give(value, err)
}

// withdraw forgets the place and the name of a new child that could not start.
func (s *shell) withdraw(op supcore.Op, why error) {
	add, isAdd := op.(supcore.StartChild)
	if !isAdd {
		return
	}
	c := add.Spec.Data.(*childData)
	if s.transient {
		if c.slot != nil && c.spec.Name.Key != nil { // it may have been refused before it began
			c.slot.home.withdraw(c.spec.Name)
		}
		return
	}
	if _, failed := why.(*supcore.StartError); !failed {
		return
	}
	s.in.slot.dropChild(c.spec.ID, s.in.slot.kid(c.spec.ID))
	if c.declares {
		s.in.slot.childScope().withdraw(c.spec.Name)
	}
}

// settle notes that a child is down for good, before whoever asked is told.
func (s *shell) settle(r *request) {
	switch op := r.op.(type) {
	case supcore.TerminateChild:
		if kid := s.in.slot.kid(op.ID); kid != nil {
			kid.setExpected(false)
		}
		for _, a := range s.machine.Step(supcore.Request{To: toItself, Op: supcore.Which{}}, nil) {
			s.do(a)
		}
	case supcore.DeleteChild:
		if kid := s.in.slot.kid(op.ID); kid != nil {
			s.in.slot.dropChild(op.ID, kid)
		}
	case supcore.TerminateInstance:
		r.about.setExpected(false)
	default:
		panic("otpgen: internal: unknown request was done")
	}
}

// toItself is whom the machine answers if the shell itself has asked.
const toItself = 0

// settleAll notes which children are down for good after one has been
// terminated. While the start of that one was being retried, others may have
// waited for it to be started in their turn; nobody will do that any more.
func (s *shell) settleAll(list []supcore.ChildInfo) {
	for _, c := range list {
		if c.State == supcore.Restarting { // the retry starts those that wait
			return
		}
	}
	for _, c := range list {
		if kid := s.in.slot.kid(c.ID); kid != nil && c.State == supcore.Undefined {
			kid.setExpected(false)
		}
	}
}

func (s *shell) ref(ref supcore.Ref) Ref { return Ref{s.child(ref)} }

func (s *shell) infos(list []supcore.ChildInfo) []ChildInfo {
	infos := make([]ChildInfo, len(list))
	for i, c := range list {
		infos[i] = ChildInfo{ID: c.ID, Ref: s.ref(c.Ref), State: c.State, Supervisor: c.Type == supcore.Supervisor}
	}
	return infos
}

// counts leaves out of the active ones those whose end waits to be handled: OTP's
// supervisor asks each process whether it is alive. DynamicSupervisor does not.
func (s *shell) counts(c supcore.Counts) Counts {
	if s.transient {
		return Counts(c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, child := range s.children {
		if child.over.Load() {
			c.Active--
		}
	}
	return Counts(c)
}

// refusal puts the machine's errors into the words of this package.
func (s *shell) refusal(err error) error {
	var started *supcore.AlreadyStartedError
	var failed *supcore.StartError
	switch {
	case errors.As(err, &started):
		return &AlreadyStartedError{Ref: s.ref(started.Ref)}
	case errors.As(err, &failed):
		return &StartError{ID: failed.ID, Reason: failed.Reason}
	case errors.Is(err, supcore.ErrAlreadyPresent):
		return ErrAlreadyPresent
	case errors.Is(err, supcore.ErrRunning):
		return ErrRunning
	case errors.Is(err, supcore.ErrRestarting):
		return ErrChildRestarting
	case errors.Is(err, supcore.ErrNotFound):
		return ErrNotFound
	case errors.Is(err, supcore.ErrMaxChildren):
		return ErrMaxChildren
	case errors.Is(err, supcore.ErrUnsupported):
		return ErrUnsupported
	default:
		return s.sign(err)
	}
}

// sign adds to a SpecError, which this supervisor has just found, whose it is.
func (s *shell) sign(err error) error {
	var wrong *SpecError
	if errors.As(err, &wrong) && wrong.Supervisor == "" {
		wrong.Supervisor = s.in.path()
	}
	return err
}

// specOf is the program's spec of a child with the machine's defaults.
func specOf(spec supcore.Spec) ChildSpec {
	c := spec.Data.(*childData).spec
	c.ID, c.Restart, c.Shutdown, c.Significant = spec.ID, spec.Restart, spec.Shutdown, spec.Significant
	c.Backoff = Backoff(spec.Backoff)
	return c
}
