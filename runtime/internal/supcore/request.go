package supcore

// request answers an idle supervisor's request, or begins the work that will.
func (m *Static) request(r Request) {
	switch op := r.Op.(type) {
	case StartChild:
		m.startChild(r.To, op.Spec)
	case TerminateChild:
		if c := m.known(r.To, op.ID); c != nil {
			m.do(&work{purpose: terminating{r.To}, stop: []*child{c}})
		}
	case RestartChild:
		if c := m.known(r.To, op.ID); c != nil && m.isUndefined(r.To, c) {
			m.do(&work{purpose: reviving{r.To}, start: []*child{c}})
		}
	case DeleteChild:
		if c := m.known(r.To, op.ID); c != nil && m.isUndefined(r.To, c) {
			m.remove(c)
			m.reply(r.To, Done{})
		}
	case GetSpec:
		if c := m.known(r.To, op.ID); c != nil {
			m.reply(r.To, ChildSpec{Spec: c.spec})
		}
	case Which:
		m.reply(r.To, Children{List: m.children.list()})
	case Count:
		m.reply(r.To, m.children.counts())
	case TerminateInstance:
		m.refuse(r.To, ErrUnsupported)
	default:
		panic(unknown("request", op))
	}
}

// startChild never replaces a child. A bad spec is reported before a taken id.
func (m *Static) startChild(to uint64, spec Spec) {
	checked, wrong := m.check(spec)
	if wrong != nil {
		m.refuse(to, wrong)
		return
	}
	c := m.byID[spec.ID]
	switch {
	case c == nil:
		m.do(&work{purpose: adding{to}, start: []*child{newChild(checked)}})
	case c.state == Running:
		m.refuse(to, &AlreadyStartedError{ID: spec.ID, Ref: c.ref})
	default:
		m.refuse(to, ErrAlreadyPresent)
	}
}

// known returns the child of that id, or refuses.
func (m *Static) known(to uint64, id string) *child {
	c := m.byID[id]
	if c == nil {
		m.refuse(to, ErrNotFound)
	}
	return c
}

// isUndefined reports whether a child can be restarted by hand or deleted, or refuses.
func (m *Static) isUndefined(to uint64, c *child) bool {
	switch c.state {
	case Running:
		m.refuse(to, ErrRunning)
	case Restarting:
		m.refuse(to, ErrRestarting)
	case Undefined:
	default:
		panic("otpgen: internal: child in state " + c.state.String())
	}
	return c.state == Undefined
}
