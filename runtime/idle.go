package otp

import (
	"fmt"
	"time"
)

// Idle makes ServerKind.Idle run once if no message comes within d after this
// callback, as {noreply, State, Timeout}. Any message takes it back, a tick and a
// DOWN notice too. With 0 it runs at once unless a message waits already.
//
// It is for a [ServerKind] made by hand: the schema has no idle callback, and in
// a server without one Idle is a crash, as the arming of an undeclared timer is.
// A generated server arms a declared timer in each callback instead.
func (c *Ctx) Idle(d time.Duration) {
	c.mustServe("Idle")
	c.in.body.(interface{ idleAfter(time.Duration) }).idleAfter(d)
}

func (s *server[P]) idleAfter(d time.Duration) {
	if s.kind.Idle == nil {
		panic(fmt.Sprintf("otp: %s has no Idle callback", s.kind.Service))
	}
	s.idle.asked, s.idle.after = true, d
}

// idleTimer is the idle timeout of a server. Only the server's goroutine uses it.
type idleTimer struct {
	asked  bool // the callback in hand has asked for it
	after  time.Duration
	waits  bool   // for the timeout, or for a message
	arming uint64 // which arming counts: an idleMessage of an earlier one is stale
	clock  *time.Timer
}

// idleMessage says that no message has come. It takes its place in the mailbox,
// so whatever came before it makes it stale.
type idleMessage struct{ arming uint64 }

var labelIdle = "timeout"

func (idleMessage) label() *string { return &labelIdle }
func (idleMessage) drop(error)     {}

// arm begins the wait that a callback has asked for, if it has.
func (t *idleTimer) arm(in *incarnation) {
	if !t.asked {
		return
	}
	t.asked, t.waits = false, true
	m := idleMessage{t.arming}
	switch {
	case t.after > 0:
		t.clock = time.AfterFunc(t.after, func() { in.box.push(m) })
	case in.box.depth() == 0:
		in.box.push(m)
	}
}

// take takes the timeout back because of a message. True: the message is none,
// it is a timeout or a tick that has been taken back itself.
func (t *idleTimer) take(in *incarnation, m message) (stale bool) {
	switch m := m.(type) {
	case idleMessage:
		if m.arming != t.arming {
			return true
		}
	case *alarm:
		if m.isVoid() {
			return true
		}
	case sysMessage: // which begins the wait anew
		t.asked = t.asked || t.waits
	}
	t.disarm()
	return false
}

func (t *idleTimer) disarm() {
	t.arming++
	t.waits = false
	if t.clock != nil {
		t.clock.Stop()
		t.clock = nil
	}
}
