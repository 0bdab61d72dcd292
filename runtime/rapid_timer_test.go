package otp_test

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// clock is one timer as the model sees it.
type clock struct {
	name  string        // of a declared timer; "": one of SendAfter or SendInterval
	id    int           // what it writes when it fires
	every time.Duration // 0: it fires once
	due   time.Duration
	ref   otp.TimerRef
}

// timerModel is a server with timers, and the list of those that run.
type timerModel struct {
	sys   *otp.System
	begin time.Time
	next  int
	runs  []*clock
	wants []fired // what must have fired

	mu  sync.Mutex
	got []fired
}

// fired is one tick, and when it was handled.
type fired struct {
	at time.Duration
	id int
}

// TestTimerModel: timers fire at their very time, periodic ones on their grid; what is
// cancelled or armed anew does not fire, and no timer survives a restart.
func TestTimerModel(t *testing.T) {
	property(t, func(rt *rapid.T) {
		m := &timerModel{begin: time.Now()}
		m.sys = grow(rt, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Timers = []otp.Timer[worker]{
				{Name: "once", Fire: func(*worker) { m.fire(-1) }},
				{Name: "every", Every: 7 * time.Millisecond, Fire: func(*worker) { m.fire(-2) }},
			}
		}))
		m.restarted()
		rt.Repeat(map[string]func(*rapid.T){
			"":              m.check,
			"send after":    m.sendAfter,
			"send interval": m.sendInterval,
			"arm":           m.arm,
			"disarm":        m.disarm,
			"cancel":        m.cancel,
			"read":          m.read,
			"sleep":         m.sleep,
			"crash":         m.crash,
		})
	})
}

func (m *timerModel) now() time.Duration { return time.Since(m.begin) }

func (m *timerModel) check(rt *rapid.T) {
	synctest.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, list := range [][]fired{m.wants, m.got} { // of those due at the same moment any may be first
		slices.SortFunc(list, func(a, b fired) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id)) })
	}
	require.Equal(rt, m.wants, m.got)
}

func (m *timerModel) fire(id int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.got = append(m.got, fired{m.now(), id})
}

// do runs f in the server, which fires what is due by then at once.
func (m *timerModel) do(rt *rapid.T, f func(c *otp.Ctx)) {
	inside(rt, m.sys, "a", func(w *worker) { f(w.c) })
}

// delay draws a time that has not passed when the model looks, and numbers the timer.
func (m *timerModel) delay(rt *rapid.T) time.Duration {
	m.next++
	return time.Duration(rapid.IntRange(1, 20).Draw(rt, "ms")) * time.Millisecond
}

func (m *timerModel) sendAfter(rt *rapid.T) {
	d := m.delay(rt)
	k := &clock{id: m.next, due: m.now() + d}
	m.do(rt, func(c *otp.Ctx) { k.ref = c.SendAfter(d, func() { m.fire(k.id) }) })
	m.runs = append(m.runs, k)
}

func (m *timerModel) sendInterval(rt *rapid.T) {
	d := m.delay(rt)
	k := &clock{id: m.next, due: m.now() + d, every: d}
	m.do(rt, func(c *otp.Ctx) { k.ref = c.SendInterval(d, func() { m.fire(k.id) }) })
	m.runs = append(m.runs, k)
}

var declaredTimers = map[string]clock{
	"once":  {name: "once", id: -1},
	"every": {name: "every", id: -2, every: 7 * time.Millisecond},
}

func (m *timerModel) arm(rt *rapid.T) {
	name := rapid.SampledFrom([]string{"once", "every"}).Draw(rt, "timer")
	k := declaredTimers[name]
	d := m.delay(rt)
	k.due = m.now() + d
	m.forget(name)
	m.do(rt, func(c *otp.Ctx) { c.ArmTimer(name, d) })
	m.runs = append(m.runs, &k)
}

func (m *timerModel) disarm(rt *rapid.T) {
	name := rapid.SampledFrom([]string{"once", "every"}).Draw(rt, "timer")
	m.forget(name)
	m.do(rt, func(c *otp.Ctx) { c.CancelTimer(name) })
}

func (m *timerModel) forget(name string) {
	m.runs = slices.DeleteFunc(m.runs, func(k *clock) bool { return k.name == name })
}

// sent draws one of the timers that have no name.
func (m *timerModel) sent(rt *rapid.T) *clock {
	var all []*clock
	for _, k := range m.runs {
		if k.name == "" {
			all = append(all, k)
		}
	}
	if len(all) == 0 {
		rt.Skip("no timer")
	}
	return all[rapid.IntRange(0, len(all)-1).Draw(rt, "timer")]
}

func (m *timerModel) cancel(rt *rapid.T) {
	k := m.sent(rt)
	left, ok := k.ref.Cancel()
	require.True(rt, ok)
	require.Equal(rt, k.due-m.now(), left)
	_, ok = k.ref.Cancel()
	require.False(rt, ok, "twice")
	m.runs = slices.DeleteFunc(m.runs, func(other *clock) bool { return other == k })
}

func (m *timerModel) read(rt *rapid.T) {
	k := m.sent(rt)
	left, ok := k.ref.Read()
	require.True(rt, ok)
	require.Equal(rt, k.due-m.now(), left)
}

// sleep lets time pass, and everything fire that is due by then.
func (m *timerModel) sleep(rt *rapid.T) {
	until := m.now() + time.Duration(rapid.IntRange(1, 30).Draw(rt, "ms"))*time.Millisecond
	time.Sleep(until - m.now())
	synctest.Wait()
	for {
		slices.SortFunc(m.runs, func(a, b *clock) int { return int(a.due - b.due) })
		if len(m.runs) == 0 || m.runs[0].due > until {
			return
		}
		k := m.runs[0]
		m.wants = append(m.wants, fired{k.due, k.id})
		k.due += k.every
		if k.every == 0 {
			m.runs = m.runs[1:]
		}
	}
}

func (m *timerModel) crash(rt *rapid.T) {
	ref, ok := m.sys.Lookup(otp.Name{Service: "a"}).Ref()
	require.True(rt, ok)
	require.NoError(rt, otp.Cast(context.Background(), ref.Addr(), &workerTell, func(*worker) { panic("boom") }))
	<-ref.Done()
	synctest.Wait()
	m.restarted()
}

// restarted begins with the timers that are declared to run from the start.
func (m *timerModel) restarted() {
	k := declaredTimers["every"]
	k.due = m.now() + k.every
	m.runs = []*clock{&k}
}
