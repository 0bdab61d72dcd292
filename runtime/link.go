package otp

// linkKind is what one side of a link gets when the other side ends.
type linkKind uint8

const (
	_           linkKind = iota
	linkSignals          // an exit signal
	linkQuiet            // nothing
)

// link ties in and another process together, as erlang:link/1: when one of the
// two ends, the other gets an exit signal with the reason. A normal end does
// nothing to a process that does not trap exits. The signal comes once, and from
// no process that has been unlinked. Who links to a process that is over gets
// the signal noproc at once.
//
// A supervisor is linked to its children from the start, and its own machine
// handles their ends: such a link changes nothing. Other links cannot bring a
// supervisor down, as it drops what does not come from a parent or a child.
func (in *incarnation) link(other *incarnation) { in.connect(other, linkSignals) }

// linkStream is link to a task of a stream. A process that traps exits gets no
// signal from it: in Elixir a process of the stream stands between the two, and
// what is to be heard of the tasks is in the stream.
func (in *incarnation) linkStream(task *incarnation) {
	if in.body.traps() {
		in.connect(task, linkQuiet)
		return
	}
	in.link(task)
}

// connect is link, of that kind for in.
func (in *incarnation) connect(other *incarnation, kind linkKind) {
	if other == in || in.sup == other || other.sup == in {
		return
	}
	if fresh, _ := in.addLink(other, kind); !fresh {
		return
	}
	if _, alive := other.addLink(in, linkSignals); !alive {
		in.breakLink(other, NoProc)
		return
	}
	if in.over.Load() { // it was killed meanwhile, and may have told all that it knew of
		other.breakLink(in, in.exitReason())
	}
}

// unlink ends a link for both sides. A signal that waits in the mailbox of a
// process that traps exits stays there.
func (in *incarnation) unlink(other *incarnation) {
	in.dropLink(other)
	other.dropLink(in)
}

// addLink notes one side of a link; fresh: it was not there. A process that is
// over has no links.
func (in *incarnation) addLink(other *incarnation, kind linkKind) (fresh, alive bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.phase == phaseOver {
		return false, false
	}
	if _, linked := in.links[other]; linked {
		return false, true
	}
	if in.links == nil {
		in.tie().links = make(map[*incarnation]linkKind)
	}
	in.links[other] = kind
	return true, true
}

// dropLink forgets one side of a link and returns its kind; 0: it is not there.
func (in *incarnation) dropLink(other *incarnation) linkKind {
	in.mu.Lock()
	defer in.mu.Unlock()
	kind := in.links[other]
	delete(in.links, other)
	return kind
}

// breakLink is the exit signal of the other side, which is over. Of several that
// tell of the same end, as can happen while the link is made, one gets through.
func (in *incarnation) breakLink(other *incarnation, why Reason) {
	if in.dropLink(other) == linkSignals {
		in.exitSignal(why)
	}
}
