package otp

import "context"

// Cast sends a message without an answer, as gen_server:cast/2: nil for nobody
// and for the dead, too. With a full mailbox it does what the mailbox's policy
// says, and may fail with [ErrOverloaded]. ctx bounds the wait of the policy
// Block, its error is then in the one returned, and says which process sends; one that has been fenced off reaches
// nobody.
func Cast[P, A any](ctx context.Context, to Addr, op *CastOp[P, A], a A) error {
	return castTo(ctx, to, op, a, true)
}

// castTo is Cast; without mayWait a mailbox with the policy Block refuses what it
// has no room for.
func castTo[P, A any](ctx context.Context, to Addr, op *CastOp[P, A], a A, mayWait bool) error {
	in, sender := to.receiver(), processOf(ctx)
	if in == nil || sender.isOver() {
		return nil
	}
	if op.CopyArgs != nil {
		a = op.CopyArgs(a)
	}
	o, line := in.post(sender, mayWait, &cast[P, A]{op, a})
	if line != nil {
		o = in.box.awaitRoom(ctx, sender, nil, line)
	}
	switch o {
	case accepted, ended, unsent:
		return nil
	case overloaded:
		if in.box.rule.Overflow == DropNewest {
			return nil
		}
		return in.failure(op.Service, op.Message, ErrOverloaded)
	case expired:
		failed := in.failure(op.Service, op.Message, ErrOverloaded)
		failed.Cause = ctx.Err() // which ended the wait for room
		return failed
	default:
		panic("otpgen: internal: unknown outcome of a send")
	}
}

// cast is a cast on its way.
type cast[P, A any] struct {
	op   *CastOp[P, A]
	args A
}

func (c *cast[P, A]) label() *string     { return &c.op.Message }
func (c *cast[P, A]) drop(error)         {}
func (c *cast[P, A]) serve(s *server[P]) { c.op.Handle(s.state, c.args) }
