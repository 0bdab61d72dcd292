package otp

import (
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var errTest = errors.New("test")

// workers makes n refs that differ; the broker looks no further.
func workers(n int) []Ref {
	refs := make([]Ref, n)
	for i := range refs {
		refs[i] = Ref{in: new(incarnation)}
	}
	return refs
}

// openBroker is a broker with a running worker in every place.
func openBroker(refs ...Ref) *broker {
	b := newBroker(len(refs))
	for i, ref := range refs {
		b.up(i, ref)
	}
	return b
}

// verify checks what must hold between any two operations.
func (b *broker) verify(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	idle := make(map[int]bool)
	for _, at := range b.idle {
		assert.False(t, idle[at], "place %d is idle twice", at)
		idle[at] = true
	}
	for at, p := range b.places {
		running := p.worker != Ref{}
		assert.Equal(t, running && p.lent == nil, idle[at], "place %d: idle means running and not lent", at)
		if p.lent != nil {
			assert.True(t, running, "place %d is lent without a worker", at)
			assert.Equal(t, loanLent, p.lent.state)
			assert.Equal(t, at, p.lent.place)
			assert.Equal(t, p.worker, p.lent.worker)
		}
	}
	if len(b.idle) > 0 {
		assert.Zero(t, b.waiting.Len(), "somebody waits while a worker is idle")
	}
}

func (l *loan) isSettled() bool {
	select {
	case <-l.settled:
		return true
	default:
		return false
	}
}

func TestBrokerServesInOrder(t *testing.T) {
	t.Parallel()
	w := workers(2)
	b := openBroker(w...)
	a, c := b.ask(), b.ask()
	require.True(t, a.isSettled())
	require.True(t, c.isSettled())
	assert.Equal(t, w, []Ref{a.worker, c.worker})

	first, second := b.ask(), b.ask()
	require.False(t, first.isSettled())
	c.end(nil)
	b.verify(t)
	require.True(t, first.isSettled())
	require.False(t, second.isSettled())
	assert.Equal(t, w[1], first.worker)
	a.end(nil)
	assert.Equal(t, w[0], second.worker)
	b.verify(t)
}

func TestBrokerLendsTheLongestIdleFirst(t *testing.T) {
	t.Parallel()
	w := workers(3)
	b := openBroker(w...)
	a := b.ask()
	a.end(nil)
	assert.Equal(t, w[1], b.ask().worker)
	assert.Equal(t, w[2], b.ask().worker)
	assert.Equal(t, w[0], b.ask().worker)
}

func TestBrokerReturnTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	b := openBroker(workers(1)...)
	a := b.ask()
	a.end(nil)
	holder := b.ask()
	a.end(nil) // must not end the lease of the next holder
	b.verify(t)
	assert.Equal(t, loanLent, holder.state)
	assert.False(t, b.ask().isSettled())
}

func TestBrokerWorkerDies(t *testing.T) {
	t.Parallel()
	w := workers(2)
	b := openBroker(w[0])
	a := b.ask()
	forgotten := 0
	a.watched(func() { forgotten++ })
	next := b.ask()

	b.down(0, w[0])
	b.verify(t)
	assert.Equal(t, loanOver, a.state, "the lease ends with its worker")
	assert.Equal(t, 1, forgotten)
	assert.False(t, next.isSettled(), "nobody gets a place without a worker")
	a.end(nil)
	b.verify(t)
	assert.False(t, next.isSettled(), "returning a dead worker brings no place back")

	b.up(0, w[1])
	b.verify(t)
	require.True(t, next.isSettled())
	assert.Equal(t, w[1], next.worker)
	a.end(nil)
	b.down(0, w[0]) // late news of the old worker
	b.verify(t)
	assert.Equal(t, loanLent, next.state)
	assert.Equal(t, 1, forgotten)
}

func TestBrokerIdleWorkerDies(t *testing.T) {
	t.Parallel()
	w := workers(2)
	b := openBroker(w...)
	b.down(0, w[0])
	b.verify(t)
	assert.Equal(t, w[1], b.ask().worker)
	assert.False(t, b.ask().isSettled())
}

func TestBrokerWaiterLeaves(t *testing.T) {
	t.Parallel()
	b := openBroker(workers(1)...)
	a, gone, next := b.ask(), b.ask(), b.ask()
	gone.end(errTest)
	require.True(t, gone.isSettled())
	assert.Equal(t, errTest, gone.refused)
	a.end(nil)
	b.verify(t)
	assert.True(t, next.isSettled(), "the one behind it moves up")
	assert.Equal(t, loanOver, gone.state)
}

func TestBrokerCloses(t *testing.T) {
	t.Parallel()
	w := workers(2)
	b := openBroker(w[0])
	a, waiter := b.ask(), b.ask()
	forgotten := 0
	a.watched(func() { forgotten++ })
	b.close(errTest)
	b.verify(t)
	assert.Equal(t, loanOver, a.state)
	assert.Equal(t, 1, forgotten)
	require.True(t, waiter.isSettled())
	assert.Equal(t, errTest, waiter.refused)

	late := b.ask()
	require.True(t, late.isSettled())
	assert.Equal(t, errTest, late.refused)
	b.down(0, w[0])
	b.up(0, w[1])
	a.end(nil)
	b.close(errTest)
	b.verify(t)
	assert.Zero(t, b.waiting.Len())
}

func TestBrokerHolderIsForgottenOnce(t *testing.T) {
	t.Parallel()
	b := openBroker(workers(1)...)
	forgotten := 0
	a := b.ask()
	a.watched(func() { forgotten++ })
	a.end(nil)
	a.end(nil)
	assert.Equal(t, 1, forgotten)

	over := b.ask()
	over.end(nil)
	over.watched(func() { forgotten++ })
	assert.Equal(t, 2, forgotten, "a lease that is over stops watching at once")
}

func TestBrokerRandomly(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		b := newBroker(1 + rnd.IntN(4))
		var leases []*loan
		for range 100 {
			at := rnd.IntN(len(b.places))
			switch worker := b.places[at].worker; {
			case rnd.IntN(2) == 0:
				leases = append(leases, b.ask())
			case rnd.IntN(2) == 0 && len(leases) > 0:
				leases[rnd.IntN(len(leases))].end(errTest)
			case worker == Ref{}:
				b.up(at, workers(1)[0])
			default:
				b.down(at, worker)
			}
			b.verify(t)
		}
		b.close(errTest)
		b.verify(t)
		for _, l := range leases {
			assert.Equal(t, loanOver, l.state)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestBrokerUnderContention(t *testing.T) {
	t.Parallel()
	const size = 3
	b := openBroker(workers(size)...)
	var holders [size]atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			for range 50 {
				l := b.ask()
				<-l.settled
				if n := holders[l.place].Add(1); n != 1 {
					t.Errorf("place %d has %d holders", l.place, n)
				}
				runtime.Gosched()
				holders[l.place].Add(-1)
				go l.end(nil) // returned twice, at once
				l.end(nil)
			}
		})
	}
	all.Wait()
	b.verify(t)
}
