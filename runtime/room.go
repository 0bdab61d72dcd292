package otp

import (
	"context"
	"time"
)

// The bound of a mailbox, and the senders that wait for room within it.

func (b *mailbox) hasRoomLocked() bool {
	if b.bounded+b.held < b.rule.Capacity {
		return true
	}
	b.accountLocked()
	return b.bounded+b.held < b.rule.Capacity
}

// noteRoomLocked ends an overload once half of the mailbox is empty.
func (b *mailbox) noteRoomLocked() {
	if b.bounded+b.held <= b.rule.Capacity/2 {
		b.full = false
	}
}

// awaitRoom waits in line until ctx, over or the sender's life ends that, and
// says what has become of the message.
func (b *mailbox) awaitRoom(ctx context.Context, from *incarnation, over <-chan time.Time, waiting *blocked) outcome {
	select {
	case <-waiting.settled:
	case <-over:
	case <-ctx.Done():
	case <-from.end():
	}
	o := b.giveUp(waiting)
	b.owner.sys.release(waiting)
	return o
}

// makeRoom gives room that a cast of a batch has left.
func (b *mailbox) makeRoom() {
	b.mu.Lock()
	defer b.unlock()
	b.accountLocked()
	b.roomLocked()
}

// roomLocked gives the room that there is to the sender who has waited longest.
func (b *mailbox) roomLocked() {
	if b.hasRoomLocked() {
		b.line.dropDead()
		if s := b.line.leave(accepted); s != nil {
			b.acceptLocked(s.m)
		}
		if b.batch.crowded.Load() && b.line.isEmpty() {
			b.batch.crowded.Store(false)
		}
	}
	b.noteRoomLocked()
}

// joinLocked puts a sender into the line. The receiver may have made room without
// the lock since we looked; if it does so from now on it will see the line.
func (b *mailbox) joinLocked(from *incarnation, m message) *blocked {
	waiting := b.line.join(b.owner.sys.blocked(), from, m)
	b.batch.crowded.Store(true)
	b.accountLocked()
	b.roomLocked()
	return waiting
}

// hold makes a message that was taken out count again until release. The mailbox
// may hold one more than its capacity then, since room was made meanwhile.
func (b *mailbox) hold() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held++
}

func (b *mailbox) release() {
	b.mu.Lock()
	defer b.unlock()
	b.held--
	b.roomLocked()
}

// giveUp ends the wait of a sender and says what has become of its message.
func (b *mailbox) giveUp(s *blocked) outcome {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s.outcome == 0 {
		b.line.remove(s)
		if s.from.isOver() {
			return unsent
		}
		return expired
	}
	return s.outcome
}
