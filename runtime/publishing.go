package otp

import "context"

// publishing is one message on its way to the subscriptions of a topic.
type publishing[M any] struct {
	spec    *PubSubSpec[M]
	sender  *incarnation // nil: from outside
	reached int
	first   *CallError // of the first subscriber that did not get it
	waits   []roomWait[M]
}

// roomWait is a message in the line of a subscription that has no room.
type roomWait[M any] struct {
	to *subscription[M]
	in *blocked
}

// put gives a subscription its copy, or gets in line for room.
func (p *publishing[M]) put(to *subscription[M], m M) {
	if p.sender.isOver() { // fenced off meanwhile
		return
	}
	if p.spec.Copy != nil {
		m = p.spec.Copy(m)
	}
	o, first, waiting := to.put(p.sender, m)
	if first {
		to.in.sys.emit(Overloaded{Origin: to.in.origin(), Message: labelPublication, Capacity: to.rule.Capacity, Policy: to.rule.Overflow})
	}
	if waiting != nil {
		p.waits = append(p.waits, roomWait[M]{to, waiting})
		return
	}
	p.settle(to, o, nil)
}

// await waits for room in the queues that had none, each wait bounded by one
// and the same deadline.
func (p *publishing[M]) await(ctx context.Context) {
	if len(p.waits) == 0 {
		return
	}
	if timeout := timeoutOf(p.spec.Timeout); timeout != Infinity {
		bounded, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		ctx = bounded
	}
	for _, w := range p.waits {
		select {
		case <-w.in.settled:
		case <-ctx.Done():
		case <-p.sender.end():
		}
		p.settle(w.to, w.to.giveUp(w.in), ctx.Err())
	}
}

// leave gives up every place in line: the publisher has panicked in its copy, or
// knows by now what has become of the message.
func (p *publishing[M]) leave() {
	for _, w := range p.waits {
		w.to.giveUp(w.in)
	}
}

// settle counts what has become of the message in one subscription.
func (p *publishing[M]) settle(to *subscription[M], o outcome, cause error) {
	switch o {
	case accepted:
		p.reached++
	case ended, unsent: // one of the two has gone
	case overloaded:
		if p.first == nil && to.rule.Overflow != DropNewest {
			p.first = to.in.failure(p.spec.Service, "Publish", ErrOverloaded)
			p.first.Cause = cause
		}
	default:
		panic("otpgen: internal: unknown outcome of a publication")
	}
}

func (p *publishing[M]) refusal() error {
	if p.first == nil {
		return nil
	}
	return p.first
}
