package otp

// MonitorRef is one monitor, as the reference that erlang:monitor/2 returns. The
// zero MonitorRef is none.
type MonitorRef struct{ m *monitor }

// Monitor calls down once, as a message of this process, when the incarnation
// that runs at to now has ended; at once and with [NoProc] if none runs. Each
// call is a monitor of its own, as erlang:monitor/2: two of one incarnation are
// two calls of down, so two pieces of code in one server need not know of each
// other.
func (c *Ctx) Monitor(to Addr, down func(why Reason)) MonitorRef {
	c.mustServe("Monitor")
	mustFunc("Monitor", down != nil)
	m := newMonitor(c.in, to, down)
	m.begin(false)
	return MonitorRef{m}
}

// Demonitor ends a monitor. A notice that waits in the mailbox is void, as with
// demonitor(Ref, [flush]). One that has fired, and the zero MonitorRef, change
// nothing; that of another process panics.
func (c *Ctx) Demonitor(ref MonitorRef) {
	switch m := ref.m; {
	case m == nil:
	case m.owner != c.in:
		panic("otp: Demonitor: the monitor belongs to another process: " + m.owner.path())
	default:
		m.end()
	}
}

// Watch is [Ctx.Monitor] but once: watching an incarnation that is watched already
// changes nothing, and the first down stays. It is for a server that is told of a
// process again and again, in its messages, and wants to hear once of its end.
// Erlang has no such thing.
func (c *Ctx) Watch(to Addr, down func(why Reason)) {
	c.mustServe("Watch")
	mustFunc("Watch", down != nil)
	newMonitor(c.in, to, down).begin(true)
}

// Unwatch ends the watch of an incarnation, or of whatever was watched at an
// address, with flush as [Ctx.Demonitor] does. Monitors are not touched.
func (c *Ctx) Unwatch(to Addr) {
	for _, m := range c.in.watchesOf(to) {
		m.end()
	}
}

// target is what a monitor is about: the incarnation that ran in the slot when
// it was made, or nobody.
type target struct {
	slot *slot
	in   *incarnation
	via  via // the key that nobody held
}

// monitor is one process's interest in the end of another.
type monitor struct {
	owner  *incarnation
	target target
	via    via // the key that was monitored; nil: a place
	watch  watch
	down   func(why Reason)
}

// downMessage is the DOWN notice. It counts only while its monitor does, so
// Demonitor takes back a notice that is already queued.
type downMessage struct {
	monitor *monitor
	why     Reason
}

var labelDown = "DOWN"

func (downMessage) label() *string { return &labelDown }
func (downMessage) drop(error)     {}

func newMonitor(owner *incarnation, to Addr, down func(why Reason)) *monitor {
	who := to.pin
	if who == nil {
		who = to.target()
	}
	m := &monitor{owner: owner, target: target{to.slot, who, nil}, via: to.via, down: down}
	switch {
	case to.via == nil:
	case who == nil:
		m.target.via = to.via
	default:
		m.target.slot = who.slot // watched once, whichever way it was found
	}
	m.watch.fire = func(why Reason) { owner.box.push(downMessage{m, why}) }
	return m
}

// begin makes the monitor count; with once, only if nobody of the owner watches
// the same already.
func (m *monitor) begin(once bool) {
	if !m.owner.addMonitor(m, once) {
		return
	}
	if who := m.target.in; who == nil || !who.watch(&m.watch) {
		m.watch.fire(NoProc)
	}
}

// addMonitor is false if m is not needed, or too late.
func (in *incarnation) addMonitor(m *monitor, once bool) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.phase == phaseOver || once && in.watched[m.target] != nil {
		return false
	}
	if in.monitors == nil {
		in.tie().monitors = make(map[*monitor]struct{})
	}
	in.monitors[m] = struct{}{}
	if once {
		if in.watched == nil {
			in.tie().watched = make(map[target]*monitor)
		}
		in.watched[m.target] = m
	}
	return true
}

// forgetMonitor makes m count no more; false if it does not count anyway.
func (in *incarnation) forgetMonitor(m *monitor) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if _, counts := in.monitors[m]; !counts {
		return false
	}
	delete(in.monitors, m)
	if in.watched[m.target] == m {
		delete(in.watched, m.target)
	}
	return true
}

// watchesOf returns what [Ctx.Watch] has made of an incarnation, or of all that
// were watched at an address.
func (in *incarnation) watchesOf(to Addr) []*monitor {
	in.mu.Lock()
	defer in.mu.Unlock()
	var found []*monitor
	for t, m := range in.watched {
		if m.via == to.via && to.via != nil || to.via == nil && t.slot == to.slot && (to.pin == nil || t.in == to.pin) {
			found = append(found, m)
		}
	}
	return found
}

// end takes the monitor back, and the notice if it waits.
func (m *monitor) end() {
	if m.owner.forgetMonitor(m) {
		m.release()
	}
}

func (m *monitor) release() {
	if m.target.in != nil {
		m.target.in.unwatch(&m.watch)
	}
}

// handle runs in the owner.
func (d downMessage) handle() {
	if d.take() {
		d.monitor.down(d.why)
	}
}

// take begins the handling of the notice; false if it is void.
func (d downMessage) take() bool { return d.monitor.owner.forgetMonitor(d.monitor) }

// dropMonitors ends all monitors of a process that is over.
func (in *incarnation) dropMonitors() {
	in.mu.Lock()
	monitors := in.monitors
	if monitors != nil {
		in.monitors, in.watched = nil, nil
	}
	in.mu.Unlock()
	for m := range monitors {
		m.release()
	}
}
