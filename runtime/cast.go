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
	c, posted := postSpare(&in.box, sender, op, a)
	if posted {
		return nil
	}
	o, line := in.post(sender, mayWait, c)
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

// postSpare makes the message, of one that has been handled if there is any, and
// posts it if it is accepted at once. Otherwise somebody has to be told.
func postSpare[P, A any](b *mailbox, from *incarnation, op *CastOp[P, A], a A) (c *cast[P, A], posted bool) {
	b.mu.Lock()
	defer b.unlock()
	c = spareCast[P, A](b)
	c.op, c.args = op, a
	if b.closed || from.isOver() || !b.line.isEmpty() || !b.hasRoomLocked() {
		return c, false
	}
	b.acceptEntryLocked(entry{m: c, bounded: true, light: true})
	return c, true
}

// spareCast returns a cast that nobody uses, with the lock held.
func spareCast[P, A any](b *mailbox) *cast[P, A] {
	last := len(b.spare) - 1
	for i := last; i >= 0 && i > last-spareLooks; i-- {
		if c, ok := b.spare[i].(*cast[P, A]); ok {
			b.spare[i] = b.spare[last]
			b.spare[last] = nil
			b.spare = b.spare[:last]
			return c
		}
	}
	return new(cast[P, A])
}

// spareLooks is how many spare casts are looked at for one of the right type.
const spareLooks = 4

// cast is a cast on its way.
type cast[P, A any] struct {
	op   *CastOp[P, A]
	args A
}

func (c *cast[P, A]) label() *string { return &c.op.Message }
func (c *cast[P, A]) drop(error)     {}
func (c *cast[P, A]) isCast()        {}

// serve runs in the server. Only a state machine may need the message again.
func (c *cast[P, A]) serve(s *server[P]) {
	if s.states != nil {
		c.op.Handle(s.state, c.args)
		return
	}
	a := c.args
	var none A
	c.args = none
	c.op.Handle(s.state, a)
	s.in.box.batch.keepHandled(c)
}

func (c *cast[P, A]) deliver(to body) bool {
	s, ours := to.(*server[P])
	if ours {
		c.serve(s)
	}
	return ours
}
