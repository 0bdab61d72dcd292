package otp

import "context"

// Lease is the right to be the only user of one worker of a pool. Leases can be
// compared. The zero Lease is over and has nobody.
type Lease struct{ loan *loan }

// CheckoutWorker borrows a worker of a pool whose route is [CheckoutRoute],
// waiting for one to be returned if all are lent; those who wait are served in
// the order of asking.
//
//	lease, err := otp.CheckoutWorker(ctx, pool)
//	if err != nil {
//		return err
//	}
//	defer lease.Return()
//
// The wait is bounded by the deadline of ctx, and by 5 s if ctx has none. It
// fails as a call does: [ErrTimeout], [ErrDown] when the pool ends meanwhile,
// [ErrNoProc] and so on, and [ErrWrongService] for what is not such a pool.
//
// The lease ends with the first of these: Return, the end of the worker, the end
// of the holder. The holder is the process that ctx comes from, for as long as
// its incarnation lives; outside of a process it is ctx, for as long as it is
// not done. So a holder that crashes takes no worker with it.
func CheckoutWorker(ctx context.Context, at Addr) (Lease, error) {
	timeout := defaultCallTimeout
	if _, bounded := ctx.Deadline(); bounded {
		timeout = Infinity
	}
	w := newWait(ctx, at, poolService, labelCheckout, timeout)
	defer w.end()
	in, err := w.beginAt(at.target())
	if err != nil {
		return Lease{}, err
	}
	defer w.finish(in)
	p, ok := in.route.(*pool)
	if !ok || p.broker == nil {
		return Lease{}, w.fail(ErrWrongService)
	}
	l := p.broker.ask()
	l.watchHolder(w)
	if err := l.await(w); err != nil {
		l.end(err)
		return Lease{}, err
	}
	return Lease{l}, nil
}

// Addr returns the address of the borrowed worker, pinned to the incarnation
// that was borrowed: calls to it fail with [ErrDown] once it has ended. It is
// not taken away when the lease is over; do not use it then.
func (l Lease) Addr() Addr { return l.Ref().Addr() }

// Ref returns the incarnation that was borrowed.
func (l Lease) Ref() Ref {
	if l.loan == nil {
		return Ref{}
	}
	return l.loan.worker
}

// Return ends the lease, and the next in line gets the worker. Any further
// Return, and one after the lease has ended in another way, does nothing.
func (l Lease) Return() {
	if l.loan != nil {
		l.loan.end(nil)
	}
}

// watchHolder ends the lease, or the wait for it, when the holder ends.
func (l *loan) watchHolder(w *wait) {
	if w.caller == nil {
		stop := context.AfterFunc(w.ctx, func() { l.end(w.cancelled()) })
		l.watched(func() { stop() })
		return
	}
	end := &watch{fire: func(Reason) { l.end(w.fail(ErrStopped)) }}
	if !w.caller.watch(end) {
		l.end(w.fail(ErrStopped))
		return
	}
	l.watched(func() { w.caller.unwatch(end) })
}

// await waits until the worker is lent; the error says why it is not.
func (l *loan) await(w *wait) error {
	select {
	case <-l.settled:
		return l.refused
	case <-w.late():
		return w.fail(ErrTimeout)
	case <-w.ctx.Done():
		return w.cancelled()
	}
}
