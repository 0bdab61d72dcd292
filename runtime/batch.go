package otp

import "sync/atomic"

// batch is casts that a receiver has taken out of its mailbox together, so that
// it and the senders meet at the lock once for all of them. To everybody else
// they still wait: they count against the capacity until the receiver begins
// with them, one by one, which begun says without the lock.
//
// Only casts are taken so, and in their order with all else: nobody waits for
// one, so nobody has to be told when the receiver ends before its turn has come.
type batch struct {
	// These belong to the turn.
	casts   []message
	at      int       // the next one
	handled []message // those done with, for the spare ones

	begun   atomic.Int32 // how many the receiver has begun with since somebody with the lock has looked
	crowded atomic.Bool  // senders wait for room, so room is to be given at once; written with the lock
}

const (
	batchSize = 64 // casts at most
	batchFrom = 4  // casts in front, or it is not worth it
)

// next takes out a cast; nil: there is none.
func (b *batch) next() message {
	if b.at == len(b.casts) {
		return nil
	}
	m := b.casts[b.at]
	b.casts[b.at] = nil
	b.at++
	b.begun.Add(1)
	return m
}

// fillLocked takes casts from the front of the mailbox, if there are enough.
func (b *mailbox) fillLocked() {
	if !b.batches || b.rule.Overflow == DropOldest || b.queue.leading(isLight, batchFrom) < batchFrom {
		return
	}
	b.batch.casts, b.batch.at = b.batch.casts[:0], 0
	for len(b.batch.casts) < batchSize {
		if e, ok := b.queue.front(); !ok || !e.light {
			break
		}
		e, _ := b.queue.shift()
		b.batch.casts = append(b.batch.casts, e.m)
	}
	b.batched = len(b.batch.casts)
}

// isLight reports whether an entry may be in a batch: it is a cast within the bound.
func isLight(e entry) bool { return e.light }

// accountLocked notes what the receiver has begun with.
func (b *mailbox) accountLocked() {
	if b.batched == 0 {
		return
	}
	begun := int(b.batch.begun.Swap(0))
	b.batched -= begun
	b.taken += uint64(begun)
	b.bounded -= begun
}

// keepHandled keeps a cast that is done with until the lock is held anyway.
func (b *batch) keepHandled(m message) {
	if len(b.handled) < batchSize {
		b.handled = append(b.handled, m)
	}
}

// spareLocked makes what is done with ready to be used again.
func (b *mailbox) spareLocked() {
	for i, m := range b.batch.handled {
		b.batch.handled[i] = nil
		if len(b.spare) < b.rule.Capacity {
			b.spare = append(b.spare, m)
		}
	}
	b.batch.handled = b.batch.handled[:0]
}

// keepSpare is how many spare casts a process at rest keeps: most never have more,
// and a burst must not cost memory for ever.
const keepSpare = 64

// burst is what a mailbox needs while many messages wait. Processes pass it on by
// a pool of the system, which the garbage collector empties if nobody comes.
type burst struct {
	queue []entry
	spare []message
}

// burstLocked gives the mailbox what a burst before this one has left.
func (b *mailbox) burstLocked() {
	left, ok := b.owner.sys.bursts.Get().(*burst)
	if !ok {
		return
	}
	if len(left.queue) > len(b.queue.buf) {
		b.queue.moveTo(left.queue)
	}
	if len(b.spare) == 0 {
		b.spare = left.spare
	}
}

// restLocked lets go of what a burst has left. In the mailbox of a suspended
// server messages may wait.
func (b *mailbox) restLocked() {
	if b.queue.count == 0 && (len(b.queue.buf) > keepBuffer || len(b.spare) > keepSpare) {
		b.owner.sys.bursts.Put(&burst{b.queue.buf, b.spare})
		b.queue, b.spare = ring[entry]{}, nil
	}
	if cap(b.batch.casts) > 0 {
		b.batch.casts, b.batch.handled, b.batch.at = nil, nil, 0
	}
}
