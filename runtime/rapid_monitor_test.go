package otp_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// monitorModel is what a process that monitors others must hear: of each life that it monitors one notice.
type monitorModel struct {
	sys    *otp.System
	active map[string]bool     // monitors, by life
	queued []notice            // that wait behind the callback in hand
	gate   chan func(*worker)  // what the callback in hand does next; nil: the process is idle
	wants  map[string][]string // notices that must have come, by target
	got    map[string][]string
}

// notice is the end of a life, which is named "a#2", or "a#0" for nobody.
type notice struct{ key, why string }

var monitored = []string{"a", "b", "c"}

// TestMonitorModel: a monitor fires once, with the reason, and never after Demonitor, which also takes back a notice
// that waits.
func TestMonitorModel(t *testing.T) {
	proof.Of(t, 185, 186)
	property(t, func(rt *rapid.T) {
		m := &monitorModel{active: map[string]bool{}, wants: map[string][]string{}, got: map[string][]string{}}
		children := []otp.ChildSpec{workerOf("w")}
		for _, name := range monitored {
			children = append(children, workerOf(name))
		}
		m.sys = grow(rt, children...)
		rt.Cleanup(m.release)
		rt.Repeat(map[string]func(*rapid.T){
			"":               m.check,
			"monitor":        func(rt *rapid.T) { name := m.draw(rt); m.monitor(rt, name, m.at(name)) },
			"pinned":         m.pinned,
			"demonitor":      m.demonitor,
			"demonitor life": m.demonitorLife,
			"crash":          func(rt *rapid.T) { m.end(rt, otp.Crash(errBoom), func(*worker) { panic(errBoom) }) },
			"stop":           func(rt *rapid.T) { m.end(rt, otp.Shutdown, func(w *worker) { w.c.Stop(otp.Shutdown) }) },
			"terminate":      m.terminate,
			"restart":        func(rt *rapid.T) { _, _ = otp.RestartChild(context.Background(), m.sys.Root(), m.draw(rt)) },
			"block":          m.block,
			"open":           m.open,
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

func (m *monitorModel) monitor(rt *rapid.T, name string, to otp.Addr) {
	key := keyOf(name, to)
	m.do(rt, func(w *worker) {
		w.c.Monitor(to, func(why otp.Reason) { m.got[key] = append(m.got[key], why.String()) })
	})
	if m.active[key] {
		return
	}
	m.active[key] = true
	if _, up := to.Ref(); !up {
		m.ended(key, otp.NoProc)
	}
}

// pinned monitors the life that runs, by its own address.
func (m *monitorModel) pinned(rt *rapid.T) {
	name := m.draw(rt)
	ref, up := m.at(name).Ref()
	if !up {
		rt.Skip("it is down")
	}
	m.monitor(rt, name, ref.Addr())
}

// ended is the end of a life, which somebody may monitor.
func (m *monitorModel) ended(key string, why otp.Reason) {
	if !m.active[key] {
		return
	}
	m.queued = append(m.queued, notice{key, why.String()})
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

// demonitor ends all monitors of one place, whoever runs or ran there.
func (m *monitorModel) demonitor(rt *rapid.T) {
	name := m.draw(rt)
	m.forget(rt, m.at(name), func(key string) bool { return key[:1] == name })
}

// demonitorLife ends the monitor of the life that runs, by its own address.
func (m *monitorModel) demonitorLife(rt *rapid.T) {
	name := m.draw(rt)
	ref, up := m.at(name).Ref()
	if !up {
		rt.Skip("it is down")
	}
	life := keyOf(name, m.at(name))
	m.forget(rt, ref.Addr(), func(key string) bool { return key == life })
}

func (m *monitorModel) forget(rt *rapid.T, to otp.Addr, is func(key string) bool) {
	m.do(rt, func(w *worker) { w.c.Demonitor(to) })
	for key := range m.active {
		if is(key) {
			delete(m.active, key)
		}
	}
	m.queued = slices.DeleteFunc(m.queued, func(n notice) bool { return is(n.key) })
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
