package otp

import (
	"fmt"
	"sync"
)

// Overflow says what happens to a message that finds a mailbox full.
type Overflow uint8

const (
	// Reject refuses the message: the sender gets ErrOverloaded.
	Reject Overflow = iota
	// Block makes the sender wait for room, for as long as its context and deadline allow. A call that has waited
	// in vain fails with ErrTimeout, a cast with ErrOverloaded and the error of its context. A cast that waits is
	// not part of the search for call cycles: two servers that cast to each other from their handlers, each with a
	// full mailbox, wait until the context of one ends. Bound such casts, or give one of the two another policy.
	Block
	// DropOldest makes room by dropping the message that has waited longest, a cast or a call, whose caller gets
	// ErrOverloaded.
	DropOldest
	// DropNewest drops the message itself: a cast does not learn of it, a call gets ErrOverloaded.
	DropNewest
)

// Mailbox bounds the messages that wait in a process. Exit signals, DOWN
// notices and timers ignore the bound.
type Mailbox struct {
	Capacity int // messages; 0: 1024
	Overflow Overflow
}

// String returns the word used in schemas.
func (o Overflow) String() string {
	switch o {
	case Reject:
		return "reject"
	case Block:
		return "block"
	case DropOldest:
		return "drop_oldest"
	case DropNewest:
		return "drop_newest"
	default:
		return fmt.Sprintf("overflow(%d)", uint8(o))
	}
}

const defaultCapacity = 1024

// message is one entry of a mailbox.
type message interface {
	// label is what the message is called in reports.
	label() *string
	// drop says that the message will not be handled, and why.
	drop(why error)
}

// mailbox is a queue with many senders and one receiver, which has the turn while
// it takes messages out. It needs no goroutine while it is empty.
//
// Whether the sender is over is looked at under the lock under which its message
// is put in. So whoever knows of the death of a process, and then asks the
// receiver anything, has in front of the question all that the process will ever
// have said: what comes from a process that is over is [unsent].
type mailbox struct {
	rule  Mailbox
	turn  turn
	owner *incarnation

	mu        sync.Mutex
	queue     ring[entry]
	inHand    message   // what was taken out last, until the receiver rests
	bounded   int       // messages in the queue that count against the capacity
	held      int       // messages that a state machine has postponed, which count, too
	closed    bool      // the receiver has ended: what comes now is lost
	interrupt bool      // the receiver is to stop before the next message
	start     bool      // the turn was free and has been taken: unlock has to start it
	line      line      // senders that wait for room; the mailbox is full while there are any
	full      bool      // the overload has been reported and is not over
	spare     []message // casts that have been handled, to be used again
	batch     batch
	batches   bool   // the receiver handles a cast once and for all
	batched   int    // casts in the batch that the receiver has not begun with
	taken     uint64 // messages that the receiver has begun with
}

// unlock ends a change and starts the receiver if it has something to do now.
func (b *mailbox) unlock() {
	start := b.start
	b.start = false
	b.mu.Unlock()
	if start {
		b.owner.sys.crew.start(b.owner)
	}
}

// outcome of an attempt to put a message into a mailbox.
type outcome uint8

const (
	_ outcome = iota
	accepted
	overloaded // refused by the bound
	expired    // there was no room for as long as the sender waited
	ended      // the receiver is no more
	unsent     // the sender is no more
)

// push adds a message of nobody in particular that ignores the bound; false if
// the receiver has ended.
func (b *mailbox) push(m message) bool { return b.pushFrom(nil, m) == accepted }

// pushFrom adds a message of a process, nil for none, that ignores the bound.
func (b *mailbox) pushFrom(from *incarnation, m message) outcome {
	b.mu.Lock()
	defer b.unlock()
	switch {
	case b.closed:
		return ended
	case from.isOver():
		return unsent
	}
	b.putLocked(entry{m: m})
	return accepted
}

// post adds a message within the bound, or puts it in line if it has to wait for
// room: see awaitRoom. Without mayWait it never has to. first is true when this
// message begins an overload.
func (b *mailbox) post(from *incarnation, mayWait bool, m message) (o outcome, first bool, waiting *blocked) {
	o, first, waiting, dropped := b.trySend(from, mayWait, m)
	if dropped != nil {
		dropped.drop(errDropped)
	}
	return o, first, waiting
}

// trySend is post but for telling whom it has dropped.
func (b *mailbox) trySend(from *incarnation, mayWait bool, m message) (o outcome, first bool, waiting *blocked, dropped message) {
	b.mu.Lock()
	defer b.unlock()
	switch {
	case b.closed:
		return ended, false, nil, nil
	case from.isOver():
		return unsent, false, nil, nil
	}
	if b.line.isEmpty() && b.hasRoomLocked() { // room that there is belongs to the first in line
		b.acceptLocked(m)
		return accepted, false, nil, nil
	}
	first, b.full = !b.full, true
	switch b.rule.Overflow {
	case Reject, DropNewest:
		return overloaded, first, nil, nil
	case DropOldest:
		oldest, ok := b.queue.remove(func(e entry) bool { return e.bounded })
		if !ok { // all that is there is postponed
			return overloaded, first, nil, nil
		}
		dropped = oldest.m
		b.bounded--
		b.acceptLocked(m)
		return accepted, first, nil, dropped
	case Block:
		if !mayWait {
			return overloaded, first, nil, nil
		}
		return 0, first, b.joinLocked(from, m), nil
	default:
		panic("otpgen: internal: unknown overflow policy")
	}
}

func (b *mailbox) acceptLocked(m message) {
	_, light := m.(interface{ isCast() })
	b.acceptEntryLocked(entry{m: m, bounded: true, light: light})
}

func (b *mailbox) acceptEntryLocked(e entry) {
	if b.full {
		b.accountLocked()
		b.noteRoomLocked()
	}
	b.bounded++
	b.putLocked(e)
}

func (b *mailbox) putLocked(e entry) {
	if b.queue.count == keepBuffer && len(b.queue.buf) == keepBuffer {
		b.burstLocked()
	}
	b.queue.push(e)
	if b.turn.word.Load()&turnState != turnTaken { // else whoever has it will look
		b.claimLocked(isSys(e.m))
	}
}

func (b *mailbox) claimLocked(urgent bool) {
	if b.turn.claim(urgent) {
		b.owner.put() // what it had in hand when it went to rest
		b.start = true
	}
}

// news is what a receiver finds in its mailbox.
type news uint8

const (
	mail     news = iota // a message
	nothing              // and it has given its turn up: it must return without touching anything
	noFuture             // it is to stop at once: it was interrupted, or has been declared dead
)

// next takes the first message out. Without one the receiver goes to rest.
func (b *mailbox) next() (message, news) { return b.receive(false) }

// nextSys is next for a suspended server: it leaves all other messages in the
// queue.
func (b *mailbox) nextSys() (message, news) { return b.receive(true) }

func (b *mailbox) receive(onlySys bool) (message, news) {
	if m := b.batch.next(); m != nil {
		if b.batch.crowded.Load() {
			b.makeRoom()
		}
		return m, mail
	}
	b.mu.Lock()
	defer b.unlock()
	if b.closed || b.interrupt {
		return nil, noFuture
	}
	b.spareLocked()
	b.accountLocked()
	if !onlySys {
		b.fillLocked()
	}
	if m := b.batch.next(); m != nil {
		b.inHand = nil
		b.accountLocked()
		b.roomLocked()
		return m, mail
	}
	e, ok := b.popLocked(onlySys)
	b.inHand = e.m
	if !ok {
		b.restLocked()
		b.turn.rest(onlySys)
		return nil, nothing
	}
	b.taken++
	if e.bounded {
		b.bounded--
		b.roomLocked()
	}
	return e.m, mail
}

func (b *mailbox) popLocked(onlySys bool) (entry, bool) {
	if !onlySys {
		return b.queue.shift()
	}
	return b.queue.remove(func(e entry) bool { return isSys(e.m) })
}

// retract takes back a message that ignores the bound, if it is still there.
func (b *mailbox) retract(m message) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.queue.remove(func(e entry) bool { return e.m == m })
}

// retractAll takes back all messages of a kind that ignores the bound.
func (b *mailbox) retractAll(is func(message) bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.queue.removeAll(func(e entry) bool { return is(e.m) })
}

// stopNext makes the receiver stop before the next message, whatever waits.
func (b *mailbox) stopNext() {
	b.mu.Lock()
	defer b.unlock()
	b.interrupt = true
	b.claimLocked(true)
}

// close loses what is queued and everything that comes. Callers learn it at the
// end of the process, see toll. It reports whether the receiver was at rest: then
// nobody will ever have its turn again.
func (b *mailbox) close() (atRest bool) {
	b.mu.Lock()
	defer b.unlock()
	b.closed = true
	b.spare = nil
	for b.line.leave(ended) != nil {
	}
	return b.turn.end()
}

// toll rings all whose calls were lost, or are in hand for ever.
func (b *mailbox) toll() {
	b.mu.Lock()
	lost, inHand := b.queue, b.inHand
	b.queue, b.inHand = ring[entry]{}, nil
	b.mu.Unlock()
	ringCaller(inHand)
	for e, ok := lost.pop(); ok; e, ok = lost.pop() {
		ringCaller(e.m)
	}
}

// ringCaller wakes who waits for the answer to a call, if it is one that has a
// waiter. A call that has been answered may be somebody else's by now.
func ringCaller(m message) {
	if c, ok := m.(interface{ waits() *waiter }); ok && c.waits() != nil {
		c.waits().ring()
	}
}

// depth is the number of messages that wait.
func (b *mailbox) depth() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0
	}
	b.accountLocked()
	return b.queue.count + b.batched
}

// handled is how many messages the receiver has begun with, inline calls too.
func (b *mailbox) handled() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.accountLocked()
	return b.taken + b.turn.visits()
}
