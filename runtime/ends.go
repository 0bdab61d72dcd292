package otp

// ends watches both sides of a request, so that everybody who waits for the
// answer is told if there will be none: because the server has ended, or because
// the caller has, to whom alone the server answers. It watches for as long as the
// answer is open, and holds nothing but that.
type ends struct {
	of             *pending
	server, caller watch
}

// watchEnds begins, before the request is sent.
func (p *pending) watchEnds() {
	e := &ends{of: p}
	e.server.fire = func(why Reason) { p.abandon(&CallError{Kind: ErrDown, Reason: why}) }
	e.caller.fire = func(Reason) { p.abandon(&CallError{Kind: ErrStopped}) }
	p.ends = e
	p.server.watch(&e.server) // one that is over is found so by who waits
	// Of a process that asks itself, the server has ended.
	if p.caller != nil && p.caller != p.server && !p.caller.watch(&e.caller) {
		p.abandon(&CallError{Kind: ErrStopped})
	}
	if p.state.Load() != answerOpen { // settled by one before the other was there
		e.unwatch()
	}
}

func (e *ends) unwatch() {
	e.of.server.unwatch(&e.server)
	if e.of.caller != nil {
		e.of.caller.unwatch(&e.caller)
	}
}
