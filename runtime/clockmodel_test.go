package otp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The clock of a waiter as a state machine: a caller that makes three calls, one
// after the other, on one waiter, and the goroutines on which the clock runs out.
// Each access to due, to set and to the clock is a step, and time may pass
// between any two of them.

const (
	clockEnd   = 6 // when time stops
	clockUnset = 99
)

type clockAt uint8

const (
	clockIdle  clockAt = iota // the caller before a call; no goroutine of the clock
	clockDue                  // begin: has stored due
	clockRun                  // run: is to store set
	clockReset                // run: is to reset the clock
	clockWait                 // the caller waits for the bell
	clockLook                 // ranOut: has stored unset, and is to load due
	clockAgain                // ranOut: has run, and is to look whether due is another now
)

// clockRunner is who is in run: the caller, or a goroutine of the clock.
type clockRunner struct {
	at  clockAt
	due int8 // what it runs for
}

type clockWorld struct {
	now, due, set, rings int8 // rings: when the clock runs out; 0: it does not
	bell, answered       bool
	calls                uint8 // that are over
	caller               clockRunner
	clocks               [2]clockRunner // goroutines of the clock: one may be late when the next begins
}

// clockModel is three timeouts, 0 for none, and a mutation.
type clockModel struct {
	timeouts [3]int8
	mutant   string
}

const (
	clockLooksOnce  = "who has set the clock does not look again"
	clockKeepsSet   = "set stays when the clock runs out"
	clockSetLater   = "set is stored when the clock has been reset"
	clockNeverAgain = "a clock that runs out too early is not set again"
	clockSetOnce    = "a call sets the clock only if none is set"
)

type clockStep struct {
	name string
	next clockWorld
}

func (m *clockModel) steps(w clockWorld) (all []clockStep) {
	add := func(name string, change func(w *clockWorld)) {
		next := w
		change(&next)
		all = append(all, clockStep{name, next})
	}
	if w.now < clockEnd && !w.late() {
		add("time passes", func(w *clockWorld) { w.now++ })
	}
	if w.rings != 0 && w.rings <= w.now {
		for i, c := range w.clocks {
			if c.at == clockIdle {
				add("runs out", func(w *clockWorld) {
					w.rings, w.clocks[i] = 0, clockRunner{at: clockLook}
					if m.mutant != clockKeepsSet {
						w.set = clockUnset
					}
				})
				break
			}
		}
	}
	m.call(w, add)
	for i, c := range w.clocks {
		m.clock(i, c, add)
	}
	return all
}

// late reports whether a bell should have rung by now, or will in a step that
// takes no time: what follows is allowed to happen before time goes on, since a
// goroutine that is not given a processor is nobody's mistake.
func (w *clockWorld) late() bool {
	busy := w.bell || w.caller.at != clockWait || w.rings != 0 && w.rings <= w.now
	for _, c := range w.clocks {
		busy = busy || c.at != clockIdle
	}
	return w.caller.at == clockWait && !w.answered && w.due != 0 && w.due <= w.now && !busy
}

type addClockStep func(name string, change func(w *clockWorld))

// call goes on with the caller.
func (m *clockModel) call(w clockWorld, add addClockStep) {
	switch w.caller.at {
	case clockIdle:
		if int(w.calls) == len(m.timeouts) {
			return
		}
		add("calls", func(w *clockWorld) {
			w.caller.at, w.answered = clockWait, false
			if timeout := m.timeouts[w.calls]; timeout != 0 {
				w.due = w.now + timeout
				w.caller = clockRunner{clockDue, w.due}
			}
		})
	case clockDue:
		add("looks at set", func(w *clockWorld) {
			w.caller.at = clockWait
			if w.set > w.due && (m.mutant != clockSetOnce || w.set == clockUnset) {
				w.caller.at = clockRun
			}
		})
	case clockRun, clockReset:
		m.run(w.caller, clockWait, func(w *clockWorld) *clockRunner { return &w.caller }, add)
	case clockWait:
		if !w.answered {
			add("is answered", func(w *clockWorld) { w.answered, w.bell = true, true })
		}
		if w.bell {
			add("hears the bell", func(w *clockWorld) {
				w.bell = false
				if w.answered || w.due != 0 && w.due <= w.now {
					w.calls++
					w.due, w.caller = 0, clockRunner{}
				}
			})
		}
	}
}

// run is waiter.run.
func (m *clockModel) run(r clockRunner, then clockAt, of func(w *clockWorld) *clockRunner, add addClockStep) {
	store := func(w *clockWorld) { w.set = r.due }
	reset := func(w *clockWorld) { w.rings = r.due }
	if m.mutant == clockSetLater {
		store, reset = reset, store
	}
	if r.at == clockRun {
		add("runs", func(w *clockWorld) { store(w); of(w).at = clockReset })
	} else {
		add("resets", func(w *clockWorld) { reset(w); of(w).at = then })
	}
}

// clock goes on with ranOut.
func (m *clockModel) clock(i int, c clockRunner, add addClockStep) {
	of := func(w *clockWorld) *clockRunner { return &w.clocks[i] }
	switch c.at {
	case clockLook, clockAgain:
		add(fmt.Sprint(i, " looks at due"), func(w *clockWorld) {
			switch {
			case w.due == 0 || c.at == clockAgain && w.due >= c.due:
				*of(w) = clockRunner{}
			case w.due <= w.now:
				w.bell = true
				*of(w) = clockRunner{}
			case m.mutant == clockNeverAgain:
				*of(w) = clockRunner{}
			default:
				*of(w) = clockRunner{clockRun, w.due}
			}
		})
	case clockRun, clockReset:
		m.run(c, clockAgain, of, func(name string, change func(w *clockWorld)) {
			add(fmt.Sprint(i, " ", name), func(w *clockWorld) {
				if change(w); m.mutant == clockLooksOnce && c.at == clockReset {
					*of(w) = clockRunner{}
				}
			})
		})
	}
}

// explore visits every state, and returns how many there are or the shortest way
// to one in which a timeout is late.
func (m *clockModel) explore() (states int, wrong string) {
	type arrival struct {
		from clockWorld
		step string
	}
	start := clockWorld{set: clockUnset}
	seen := map[clockWorld]arrival{start: {}}
	for queue := []clockWorld{start}; len(queue) > 0; queue = queue[1:] {
		w := queue[0]
		if w.late() {
			var way []string
			for at := w; at != start; at = seen[at].from {
				way = append([]string{seen[at].step}, way...)
			}
			return len(seen), strings.Join(way, ", ")
		}
		for _, s := range m.steps(w) {
			if _, known := seen[s.next]; !known {
				seen[s.next] = arrival{w, s.name}
				queue = append(queue, s.next)
			}
		}
	}
	return len(seen), ""
}

// exploreClocks explores three calls with all timeouts.
func exploreClocks(mutant string) (states int, wrong string) {
	const longest = 4
	for n := range longest * longest * longest {
		m := &clockModel{timeouts: [3]int8{int8(n % longest), int8(n / longest % longest), int8(n / longest / longest)}, mutant: mutant}
		some, late := m.explore()
		if states += some; late != "" {
			return states, fmt.Sprintf("timeouts %v: %s", m.timeouts, late)
		}
	}
	return states, ""
}

func TestNoTimeoutIsLost(t *testing.T) {
	t.Parallel()
	states, late := exploreClocks("")
	assert.Empty(t, late)
	t.Log(states, "states")
}

func TestClockMutantsAreFound(t *testing.T) {
	t.Parallel()
	for _, mutant := range []string{clockLooksOnce, clockKeepsSet, clockSetLater, clockNeverAgain, clockSetOnce} {
		_, late := exploreClocks(mutant)
		assert.NotEmpty(t, late, mutant)
		t.Log(mutant+":", late)
	}
}
