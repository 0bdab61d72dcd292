package otp

import (
	"slices"
	"sync"
	"time"
)

// maxQueued is how many events wait for a log or an observer that is slow. What
// comes beyond that is counted, see [EventsLost].
const maxQueued = 10_000

// tellGrace is how long those wait for the log who have no time left for it, or
// no context that says how much they have.
const tellGrace = 250 * time.Millisecond

// feed hands the events of a system to its sinks, one at a time and in the order
// in which they were emitted. Whoever emits does not wait for that: sinks are
// the user's code and may hang, panic or call the system, and neither a
// supervisor nor the sender of a message may pay for it. Its goroutine runs only
// while there is something to hand out, so that an idle system has none and is
// durably blocked for testing/synctest.
type feed struct {
	sinks    []*sink // used by its goroutine only
	fallback *sink   // gets what there is to say about a logger that has failed; nil: there is no other

	mu    sync.Mutex
	queue []tiding
	lost  int  // events that found the queue full and are not reported yet
	busy  bool // its goroutine runs
}

// tiding is an event or, without one, a mark.
type tiding struct {
	ev   Event
	told chan struct{} // of a mark: closed when all that came before is handed out
}

// emit hands out one event, later. It does not block.
func (s *System) emit(ev Event) { s.feed.add(tiding{ev: ev}) }

func (f *feed) add(e tiding) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if e.ev != nil && len(f.queue) >= maxQueued {
		f.lost++
		return
	}
	f.noteLostLocked()
	f.queue = append(f.queue, e)
	if !f.busy {
		f.busy = true
		go f.run()
	}
}

// addNext adds what its own goroutine has to say, before all that waits.
func (f *feed) addNext(ev Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.queue = slices.Insert(f.queue, 0, tiding{ev: ev})
}

func (f *feed) noteLostLocked() {
	if f.lost > 0 {
		f.queue = append(f.queue, tiding{ev: EventsLost{Origin{At: time.Now()}, f.lost}})
		f.lost = 0
	}
}

// run is the goroutine. If a sink ends it with runtime.Goexit, as testing's
// FailNow does, another one goes on.
func (f *feed) run() {
	goesOn := true
	defer func() {
		if goesOn {
			go f.run()
		}
	}()
	for {
		e, ok := f.next()
		switch {
		case !ok:
			goesOn = false
			return
		case e.ev == nil:
			close(e.told)
		default:
			f.handOut(e.ev)
		}
	}
}

func (f *feed) next() (tiding, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.queue) == 0 {
		f.noteLostLocked()
	}
	if len(f.queue) == 0 {
		f.busy, f.queue = false, nil
		return tiding{}, false
	}
	e := f.queue[0]
	f.queue[0] = tiding{}
	f.queue = f.queue[1:]
	return e, true
}

// flush waits until all that has been emitted so far is handed out, and no
// longer than tellGrace after done is closed.
func (f *feed) flush(done <-chan struct{}) {
	f.mu.Lock()
	idle := !f.busy
	f.mu.Unlock()
	if idle {
		return
	}
	told := make(chan struct{})
	f.add(tiding{told: told})
	select {
	case <-told:
		return
	case <-done:
	}
	grace := time.NewTimer(tellGrace)
	defer grace.Stop()
	select {
	case <-told:
	case <-grace.C:
	}
}
