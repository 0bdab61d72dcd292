package otp

import (
	"context"
	"errors"
)

// EnsureInstance returns the process that runs under a name below a dynamic
// supervisor, starting it with [StartInstance] if there is none. Two callers at
// the same time get the same one. While the one that ran is being restarted, it
// waits for that; while the supervisor is, it waits for that and then starts a
// new one, since instances are lost with their supervisor. A process that would
// wait for itself, such as an instance that ensures its own name in Init, gets
// [ErrCycle].
func EnsureInstance(ctx context.Context, sup Addr, name Name, args any) (Ref, error) {
	if sup.slot == nil { // nobody; or a key, which no supervisor holds
		return StartInstance(ctx, sup, args)
	}
	if err := name.check(); err != nil {
		return Ref{}, err
	}
	at := Addr{slot: sup.slot.childScope().here(name)}
	for {
		change := at.slot.sys.changes.next()
		if ref, ok := at.Ref(); ok {
			return ref, nil
		}
		if at.target() == nil && !at.slot.comesBack() && !sup.isBetweenLives() && at.slot.beginEnsure() {
			asked := sup.target()
			ref, err := startEnsured(ctx, sup, at, args)
			// Neither its end nor somebody faster is a reason to fail.
			lost := err != nil && (asked == nil || asked.over.Load()) && sup.pin == nil && sup.slot.comesBack()
			if !lost && !isTaken(err, at) {
				return ref, err
			}
			continue
		}
		if err := awaitChange(ctx, sup, at, change); err != nil {
			return Ref{}, err
		}
	}
}

// startEnsured starts the instance for all that wait for it.
func startEnsured(ctx context.Context, sup, at Addr, args any) (Ref, error) {
	defer at.slot.endEnsure() // also if the template panics
	return startInstance(ctx, sup, args, func(spec ChildSpec) error {
		if spec.Name != at.slot.name {
			return &WrongNameError{Asked: at.slot.name, Made: spec.Name}
		}
		return nil
	})
}

// WrongNameError refuses [EnsureInstance] for a name that the template does not
// give to the child: nobody would ever be found there.
type WrongNameError struct {
	Asked Name // by the caller
	Made  Name // by the template for these arguments; the zero Name: none
}

// Error prints e as "the template makes Room(2), and not Room(1)".
func (e *WrongNameError) Error() string {
	made := "a child without a name"
	if !e.Made.IsZero() {
		made = e.Made.String()
	}
	return "the template makes " + made + ", and not " + e.Asked.String()
}

// isTaken reports whether a start failed because a process runs at a. A name
// that is taken further down fails the start of the instance each time.
func isTaken(err error, a Addr) bool {
	var failed *StartError
	if !errors.As(err, &failed) {
		return false
	}
	taken, ok := failed.Reason.Err().(*AlreadyStartedError)
	return ok && taken.Ref.in != nil && taken.Ref.in.slot == a.slot
}

// awaitChange waits until it makes sense to look again for what runs at a. An
// instance that would wait for its own start, directly or through others, gets
// [ErrCycle].
func awaitChange(ctx context.Context, sup, a Addr, change <-chan struct{}) error {
	w := newWait(ctx, sup, "supervisor", "EnsureInstance", Infinity)
	on := a.target()
	if on == nil {
		on = sup.target()
	}
	if on != nil {
		if _, err := w.beginAt(on); err != nil {
			return err
		}
		defer w.finish(on)
	}
	select {
	case <-change:
		return nil
	case <-ctx.Done():
		return w.cancelled()
	}
}

// isBetweenLives reports whether the process at a, which may be pinned, is down
// for a moment only.
func (a Addr) isBetweenLives() bool { return a.pin == nil && a.target() == nil && a.slot.comesBack() }
