package otp

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

func (in *incarnation) monitor(to Addr, down func(why Reason)) {
	who := to.pin
	if who == nil {
		who = to.target()
	}
	m := &monitor{owner: in, target: target{to.slot, who, nil}, via: to.via, down: down}
	switch {
	case to.via == nil:
	case who == nil:
		m.target.via = to.via
	default:
		m.target.slot = who.slot // monitored once, whichever way it was found
	}
	m.watch.fire = func(why Reason) { in.box.push(downMessage{m, why}) }
	in.mu.Lock()
	if _, twice := in.monitors[m.target]; twice || in.phase == phaseOver {
		in.mu.Unlock()
		return
	}
	if in.monitors == nil {
		in.monitors = make(map[target]*monitor)
	}
	in.monitors[m.target] = m
	in.mu.Unlock()
	if who == nil || !who.watch(&m.watch) {
		m.watch.fire(NoProc)
	}
}

// demonitor ends the monitors of an incarnation, or of all that were monitored
// in a slot.
func (in *incarnation) demonitor(to Addr) {
	in.mu.Lock()
	var over []*monitor
	for t, m := range in.monitors {
		if m.via == to.via && to.via != nil || to.via == nil && t.slot == to.slot && (to.pin == nil || t.in == to.pin) {
			delete(in.monitors, t)
			over = append(over, m)
		}
	}
	in.mu.Unlock()
	for _, m := range over {
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
func (d downMessage) take() bool {
	in, m := d.monitor.owner, d.monitor
	in.mu.Lock()
	defer in.mu.Unlock()
	counts := in.monitors[m.target] == m
	if counts {
		delete(in.monitors, m.target)
	}
	return counts
}

// dropMonitors ends all monitors of a process that is over.
func (in *incarnation) dropMonitors() {
	in.mu.Lock()
	monitors := in.monitors
	in.monitors = nil
	in.mu.Unlock()
	for _, m := range monitors {
		m.release()
	}
}
