package otp

import "context"

// Caller is who made a call. Callers can be compared: all calls of one
// incarnation have the same, each call from outside of the system has its own,
// which is gone when the context of the call is done.
type Caller struct {
	in   *incarnation
	call *pending // of an outside caller
}

// String prints the path and incarnation of the caller, or "outside".
func (c Caller) String() string {
	if c.in == nil {
		return "outside"
	}
	return Ref{c.in}.String()
}

// callerWatch is an operation's interest in the end of a caller.
type callerWatch struct {
	op  any // *CallOp
	who Caller
}

// callerDown is the notice of that end.
type callerDown struct {
	key callerWatch
	f   func(why Reason)
	why Reason
}

var labelCallerDown = "caller down"

func (callerDown) label() *string { return &labelCallerDown }
func (callerDown) drop(error)     {}

// watchCaller calls f in this process, once, when the caller has ended. A
// caller that is watched already for the same operation is watched once.
func (in *incarnation) watchCaller(op any, p *pending, f func(why Reason)) {
	key := callerWatch{op, p.who()}
	notify := func(why Reason) { in.box.push(callerDown{key, f, why}) }
	if p.caller == nil {
		if p.ctx.Done() == nil { // a caller that never gives up
			return
		}
		in.keepWatch(key, func() func() {
			stop := context.AfterFunc(p.ctx, func() {
				// Whoever is reported gone gets no answer any more, also if it
				// is given in the very same instant.
				kind, cause := kindOf(p.ctx)
				p.abandon(&CallError{Kind: kind, Cause: cause})
				notify(Failed(context.Cause(p.ctx)))
			})
			return func() { stop() }
		})
		return
	}
	in.keepWatch(key, func() func() {
		w := &watch{fire: notify}
		if !p.caller.watch(w) {
			notify(NoProc)
		}
		return func() { p.caller.unwatch(w) }
	})
}

// keepWatch begins a watch unless there is one, and keeps how to end it. Only
// the process itself calls it, so nobody begins the same one meanwhile.
func (in *incarnation) keepWatch(key callerWatch, begin func() (end func())) {
	in.mu.Lock()
	_, twice := in.callers[key]
	in.mu.Unlock()
	if twice {
		return
	}
	end := begin()
	in.mu.Lock()
	over := in.buried
	if !over {
		if in.callers == nil {
			in.tie().callers = make(map[callerWatch]func())
		}
		in.callers[key] = end
	}
	in.mu.Unlock()
	if over {
		end()
	}
}

// handle runs in the process that watches.
func (d callerDown) handle(in *incarnation) {
	if d.take(in) {
		d.f(d.why)
	}
}

// take begins the handling of the notice; false if it is void, because the watch
// was given up when it was on its way.
func (d callerDown) take(in *incarnation) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	_, watched := in.callers[d.key]
	delete(in.callers, d.key)
	return watched
}

// forgetCaller ends every watch of who.
func (in *incarnation) forgetCaller(who Caller) {
	var ends []func()
	in.mu.Lock()
	for key, end := range in.callers {
		if key.who == who {
			delete(in.callers, key)
			ends = append(ends, end)
		}
	}
	in.mu.Unlock()
	for _, end := range ends {
		end()
	}
}

// dropCallers ends the watches of a process that is over.
func (in *incarnation) dropCallers() {
	in.mu.Lock()
	callers := in.callers
	if callers != nil {
		in.callers = nil
	}
	in.mu.Unlock()
	for _, end := range callers {
		end()
	}
}
