package otp_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// monitorModel is what a process that monitors others must hear: one notice for each monitor, and one for each life
// that it watches.
type monitorModel struct {
	sys    *otp.System
	active map[string]string         // lives, by monitor; a watch is called as its life
	refs   map[string]otp.MonitorRef // of all monitors so far
	queued []notice                  // that wait behind the callback in hand
	gate   chan func(*worker)        // what the callback in hand does next; nil: the process is idle
	wants  map[string][]string       // notices that must have come, by monitor
	got    map[string][]string
}

// notice is what one monitor is to hear. A life is named "a#2", or "a#0" for nobody.
type notice struct{ key, why string }

var monitored = []string{"a", "b", "c"}

// TestMonitorModel: a monitor fires once, with the reason, and never after Demonitor, which also takes back a notice
// that waits. Two of one life are two; watches of one are one.
func TestMonitorModel(t *testing.T) {
	proof.Of(t, 185, 186)
	property(t, func(rt *rapid.T) {
		m := &monitorModel{active: map[string]string{}, refs: map[string]otp.MonitorRef{}, wants: map[string][]string{}, got: map[string][]string{}}
		children := []otp.ChildSpec{workerOf("w")}
		for _, name := range monitored {
			children = append(children, workerOf(name))
		}
		m.sys = grow(rt, children...)
		rt.Cleanup(m.release)
		rt.Repeat(map[string]func(*rapid.T){
			"":             m.check,
			"watch":        func(rt *rapid.T) { name := m.draw(rt); m.watch(rt, name, m.at(name)) },
			"watch pinned": m.watchPinned,
			"unwatch":      m.unwatch,
			"unwatch life": m.unwatchLife,
			"monitor":      m.monitor,
			"demonitor":    m.demonitor,
			"crash":        func(rt *rapid.T) { m.end(rt, otp.Crash(errBoom), func(*worker) { panic(errBoom) }) },
			"stop":         func(rt *rapid.T) { m.end(rt, otp.Shutdown, func(w *worker) { w.c.Stop(otp.Shutdown) }) },
			"terminate":    m.terminate,
			"restart":      func(rt *rapid.T) { _, _ = otp.RestartChild(context.Background(), m.sys.Root(), m.draw(rt)) },
			"block":        m.block,
			"open":         m.open,
		})
	})
}

func (m *monitorModel) at(name string) otp.Addr { return m.sys.Lookup(otp.Name{Service: name}) }

func (m *monitorModel) draw(rt *rapid.T) string {
	return rapid.SampledFrom(monitored).Draw(rt, "target")
}

// do runs f in the monitoring process, within the callback in hand if there is one.
func (m *monitorModel) do(rt *rapid.T, f func(*worker)) {
	if m.gate == nil {
		inside(rt, m.sys, "w", f)
		return
	}
	m.gate <- f
	synctest.Wait()
}

func (m *monitorModel) check(rt *rapid.T) {
	synctest.Wait()
	require.Equal(rt, m.wants, m.got)
	require.Equal(rt, len(m.active), m.monitors(rt), "%v", m.active)
}

func (m *monitorModel) monitors(rt *rapid.T) int {
	ref, ok := m.at("w").Ref()
	require.True(rt, ok)
	return otp.MonitorsOf(ref)
}

// keyOf names the life at an address.
func keyOf(name string, to otp.Addr) string {
	ref, up := to.Ref()
	if !up {
		return name + "#0"
	}
	return fmt.Sprintf("%s#%d", name, ref.Incarnation())
}

func (m *monitorModel) hear(key string) func(otp.Reason) {
	return func(why otp.Reason) { m.got[key] = append(m.got[key], why.String()) }
}

func (m *monitorModel) watch(rt *rapid.T, name string, to otp.Addr) {
	life := keyOf(name, to)
	m.do(rt, func(w *worker) { w.c.Watch(to, m.hear(life)) })
	if _, twice := m.active[life]; !twice {
		m.begun(life, life)
	}
}

// watchPinned watches the life that runs, by its own address.
func (m *monitorModel) watchPinned(rt *rapid.T) {
	name := m.draw(rt)
	ref, up := m.at(name).Ref()
	if !up {
		rt.Skip("it is down")
	}
	m.watch(rt, name, ref.Addr())
}

func (m *monitorModel) monitor(rt *rapid.T) {
	name := m.draw(rt)
	life := keyOf(name, m.at(name))
	key := fmt.Sprintf("%s/%d", life, len(m.refs))
	m.do(rt, func(w *worker) { m.refs[key] = w.c.Monitor(m.at(name), m.hear(key)) })
	m.begun(key, life)
}

// begun notes a new monitor of a life, which may be nobody's.
func (m *monitorModel) begun(key, life string) {
	m.active[key] = life
	if strings.HasSuffix(life, "#0") {
		m.queue(notice{key, otp.NoProc.String()})
	}
}

// ended is the end of a life, which somebody may monitor.
func (m *monitorModel) ended(life string, why otp.Reason) {
	for key, of := range m.active {
		if of == life {
			m.queue(notice{key, why.String()})
		}
	}
}

func (m *monitorModel) queue(n notice) {
	m.queued = append(m.queued, n)
	if m.gate == nil {
		m.deliver()
	}
}

func (m *monitorModel) deliver() {
	for _, n := range m.queued {
		delete(m.active, n.key)
		m.wants[n.key] = append(m.wants[n.key], n.why)
	}
	m.queued = nil
}

// unwatch ends all watches of one place, whoever runs or ran there.
func (m *monitorModel) unwatch(rt *rapid.T) {
	name := m.draw(rt)
	m.do(rt, func(w *worker) { w.c.Unwatch(m.at(name)) })
	m.forget(func(key string) bool { return m.active[key] == key && key[:1] == name })
}

// unwatchLife ends the watch of the life that runs, by its own address.
func (m *monitorModel) unwatchLife(rt *rapid.T) {
	name := m.draw(rt)
	ref, up := m.at(name).Ref()
	if !up {
		rt.Skip("it is down")
	}
	life := keyOf(name, m.at(name))
	m.do(rt, func(w *worker) { w.c.Unwatch(ref.Addr()) })
	m.forget(func(key string) bool { return key == life })
}

// demonitor ends a monitor that may have fired already.
func (m *monitorModel) demonitor(rt *rapid.T) {
	if len(m.refs) == 0 {
		rt.Skip("there is none")
	}
	key := rapid.SampledFrom(slices.Sorted(maps.Keys(m.refs))).Draw(rt, "monitor")
	m.do(rt, func(w *worker) { w.c.Demonitor(m.refs[key]) })
	m.forget(func(other string) bool { return other == key })
}

func (m *monitorModel) forget(is func(key string) bool) {
	m.queued = slices.DeleteFunc(m.queued, func(n notice) bool { return is(n.key) })
	maps.DeleteFunc(m.active, func(key, _ string) bool { return is(key) })
}

func (m *monitorModel) end(rt *rapid.T, why otp.Reason, f func(*worker)) {
	name := m.draw(rt)
	ref, up := m.at(name).Ref()
	if !up {
		rt.Skip("it is down")
	}
	key := keyOf(name, m.at(name))
	require.NoError(rt, otp.Cast(context.Background(), ref.Addr(), &workerTell, f))
	<-ref.Done()
	synctest.Wait()
	m.ended(key, why)
}

func (m *monitorModel) terminate(rt *rapid.T) {
	name := m.draw(rt)
	key := keyOf(name, m.at(name))
	_, up := m.at(name).Ref()
	require.NoError(rt, otp.TerminateChild(context.Background(), m.sys.Root(), name))
	synctest.Wait()
	if up {
		m.ended(key, otp.Shutdown)
	}
}

func (m *monitorModel) block(rt *rapid.T) {
	if m.gate != nil {
		rt.Skip("it is blocked")
	}
	gate := make(chan func(*worker))
	m.gate = gate
	require.NoError(rt, otp.Cast(context.Background(), m.at("w"), &workerTell, func(w *worker) {
		for f := range gate {
			f(w)
		}
	}))
}

func (m *monitorModel) release() {
	if m.gate != nil {
		close(m.gate)
		m.gate = nil
	}
}

func (m *monitorModel) open(rt *rapid.T) {
	if m.gate == nil {
		rt.Skip("nothing to open")
	}
	m.release()
	m.deliver()
}
