package otp

// eventQueue holds the events of a state machine that have left the mailbox and
// are not handled yet. Entries that are bounded hold a place in the mailbox
// until they are.
type eventQueue struct {
	inHand    entry
	next      ring[entry] // to be handled before the mailbox
	postponed []entry     // until the state changes, oldest first
}

// function is an event that is a function: one that was inserted, or whatever
// came as a message and may be postponed like any event.
type function struct {
	name *string
	f    func()
}

func (e function) label() *string { return e.name }
func (function) drop(error)       {}

// turn puts in order what comes after the event in hand: the inserted events,
// then what was postponed if the state has changed, then what waited already.
func (q *eventQueue) turn(inserted []func(), changed bool) {
	if changed {
		for i := len(q.postponed) - 1; i >= 0; i-- {
			q.next.pushFront(q.postponed[i])
		}
		clear(q.postponed)
		q.postponed = q.postponed[:0]
	}
	for i := len(inserted) - 1; i >= 0; i-- {
		q.next.pushFront(entry{m: function{&labelNextEvent, inserted[i]}})
	}
}

var labelNextEvent = "next event"
