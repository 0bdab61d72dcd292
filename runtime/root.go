package otp

import (
	"context"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// StartRoot makes a system, or takes the one given by [InSystem], and starts its
// root; it returns when the whole tree is up. A second root in one system is
// refused with [ErrAlreadyStarted]. A start that fails is a [StartError] and
// leaves nothing behind. When ctx ends during the start, the tree is stopped in
// order and the error is that of ctx.
func StartRoot(ctx context.Context, root ChildSpec, opts ...Option) (*System, error) {
	s := collect(opts).system
	if s == nil {
		s = NewSystem(opts...)
	}
	in, err := s.begin(root)
	if err != nil {
		return nil, err
	}
	select {
	case <-s.settled:
	case <-ctx.Done():
		if !s.giveUpStart() {
			break
		}
		in.stopAsRoot()
		<-s.settled
		s.feed.flush(alwaysClosed())
		return nil, &StartError{ID: root.ID, Reason: Failed(context.Cause(ctx))}
	}
	s.feed.flush(alwaysClosed())
	return s.startedAs(in, root)
}

// giveUpStart makes the start of the root fail, also if it comes up all the same;
// false if it is over already.
func (s *System) giveUpStart() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.outcome == startOpen {
		s.outcome = startGivenUp
	}
	return s.outcome == startGivenUp
}

// begin launches the root of a system that has none.
func (s *System) begin(root ChildSpec) (*incarnation, error) {
	if root.Start.kind == nil {
		return nil, &StartError{ID: root.ID, Reason: Failed(errNoStart(root.ID))}
	}
	if root.ID == "" {
		missing := &SpecError{Problem: MissingID, Field: "ID", Value: `""`}
		return nil, &StartError{ID: root.ID, Reason: supcore.StartSpec(missing)}
	}
	s.mu.Lock()
	switch running, stopped := s.root, s.stopped; {
	case running != nil:
		s.mu.Unlock()
		return nil, &AlreadyStartedError{Ref: Ref{running}}
	case stopped:
		s.mu.Unlock()
		return nil, &StartError{ID: root.ID, Reason: Failed(ErrStopped)}
	}
	kid := &slot{sys: s, home: s.names}
	if !root.Name.IsZero() {
		kid = s.names.declare(root.Name)
	}
	in := newIncarnation(kid, place{nil, root.ID}, &root, nil, 0, s)
	s.root, s.outcome = in, startOpen
	s.settled = make(chan struct{})
	s.mu.Unlock()
	in.launch()
	return in, nil
}

// startedAs is the outcome of a start that is over.
func (s *System) startedAs(in *incarnation, root ChildSpec) (*System, error) {
	s.mu.Lock()
	outcome := s.outcome
	s.mu.Unlock()
	switch outcome {
	case rootUp:
		return s, nil
	case rootIgnored:
		return nil, ErrIgnored
	case rootFailed:
		return nil, &StartError{ID: root.ID, Reason: in.exitReason()}
	default:
		panic("otpgen: internal: a start has no outcome")
	}
}

// rootOutcome is how the start of a root went.
type rootOutcome uint8

const (
	startOpen    rootOutcome = iota
	startGivenUp             // the root is up no more, or not yet, and will be stopped
	rootUp
	rootIgnored
	rootFailed
)

// The system is the parent of its root.

func (s *System) childUp(in *incarnation) {
	s.emit(Started{in.origin()})
	s.settle(rootUp)
}

func (s *System) childIgnored(in *incarnation) {
	s.emit(Ignored{in.origin()})
	s.settle(rootIgnored)
}

func (s *System) childFailed(in *incarnation, why Reason) {
	s.emit(in.unstarted(why))
	s.settle(rootFailed)
}

func (s *System) childDown(in *incarnation, why Reason) {
	_, asked := in.askedToStop()
	s.emit(in.ended(why, asked))
	s.mu.Lock()
	s.reason = why
	givenUp := s.outcome == startGivenUp
	s.mu.Unlock()
	if givenUp {
		s.settle(rootFailed)
		return
	}
	close(s.done)
}

// settle ends the start. Without a root that is up the system is as it was. One
// that was given up is settled by the end of the root.
func (s *System) settle(outcome rootOutcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.outcome == startGivenUp && outcome == rootUp {
		return
	}
	s.outcome = outcome
	if outcome != rootUp {
		s.root = nil
	}
	close(s.settled)
}

// stopAsRoot stops the root by its shutdown rule, as its supervisor would.
func (in *incarnation) stopAsRoot() {
	if in.shutdown.IsBrutalKill() {
		in.kill()
		return
	}
	in.askToStop(Shutdown)
	in.limitEnd()
}
