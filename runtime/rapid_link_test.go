package otp_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// linkModel is a set of processes and of links between them. Those named t trap exits.
type linkModel struct {
	sys   *otp.System
	up    map[string]bool
	links map[[2]string]bool // both ways
	heard *journal
	wants []string // exit signals that must have been heard, in no order
}

var linkable = []string{"a", "b", "c", "t"}

// TestLinkModel: an abnormal end travels along all links, and ends whom it reaches, but for those who trap exits; they
// hear it, and a normal end as well. Links that have been taken back carry nothing.
func TestLinkModel(t *testing.T) {
	proof.Of(t, 187, 188)
	property(t, func(rt *rapid.T) {
		m := &linkModel{up: map[string]bool{}, links: map[[2]string]bool{}, heard: &journal{}}
		var children []otp.ChildSpec
		for _, name := range linkable {
			children = append(children, m.spec(name))
			m.up[name] = true
		}
		m.sys = grow(rt, children...)
		rt.Repeat(map[string]func(*rapid.T){
			"":       m.check,
			"link":   func(rt *rapid.T) { m.change(rt, true, otp.Link) },
			"unlink": func(rt *rapid.T) { m.change(rt, false, otp.Unlink) },
			"crash":  func(rt *rapid.T) { m.end(rt, otp.Crash(errBoom), func(*worker) { panic(errBoom) }) },
			"stop":   func(rt *rapid.T) { m.end(rt, otp.Normal, func(w *worker) { w.c.Stop(otp.Normal) }) },
			"start":  m.start,
		})
	})
}

// spec makes a child that stays down, and stays in the list.
func (m *linkModel) spec(name string) otp.ChildSpec {
	spec := workerOf(name, func(k *otp.ServerKind[worker]) {
		if name == "t" {
			k.Terminate = func(*worker, otp.Reason) {}
			k.ExitSignal = func(_ *worker, why otp.Reason) { m.heard.add("%s", why) }
		}
	})
	spec.Restart = otp.Temporary
	return spec
}

func (m *linkModel) at(name string) otp.Addr { return m.sys.Lookup(otp.Name{Service: name}) }

func (m *linkModel) check(rt *rapid.T) {
	synctest.Wait()
	heard := m.heard.take()
	slices.Sort(heard)
	slices.Sort(m.wants)
	require.Equal(rt, m.wants, heard)
	m.wants = nil
	for _, name := range linkable {
		ref, up := m.at(name).Ref()
		require.Equal(rt, m.up[name], up, "%s", name)
		if up {
			require.Equal(rt, len(m.others(name)), otp.LinksOf(ref), "links of %s", name)
		}
	}
}

// others are those linked to name.
func (m *linkModel) others(name string) (all []string) {
	for _, pair := range slices.Collect(maps.Keys(m.links)) {
		if pair[0] == name {
			all = append(all, pair[1])
		}
	}
	return all
}

// draw chooses a process that lives.
func (m *linkModel) draw(rt *rapid.T, what string) string {
	name := rapid.SampledFrom(linkable).Draw(rt, what)
	if !m.up[name] {
		rt.Skip("it is down")
	}
	return name
}

func (m *linkModel) change(rt *rapid.T, linked bool, f func(*otp.Ctx, otp.Addr)) {
	from, to := m.draw(rt, "from"), m.draw(rt, "to")
	inside(rt, m.sys, from, func(w *worker) { f(w.c, m.at(to)) })
	switch {
	case from == to:
	case linked:
		m.links[[2]string{from, to}], m.links[[2]string{to, from}] = true, true
	default:
		m.cut(from, to)
	}
}

func (m *linkModel) cut(a, b string) {
	delete(m.links, [2]string{a, b})
	delete(m.links, [2]string{b, a})
}

func (m *linkModel) end(rt *rapid.T, why otp.Reason, f func(*worker)) {
	name := m.draw(rt, "process")
	require.NoError(rt, otp.Cast(context.Background(), m.at(name), &workerTell, f))
	synctest.Wait()
	m.ended(name, why)
}

// ended is what follows from the end of a process.
func (m *linkModel) ended(name string, why otp.Reason) {
	m.up[name] = false
	others := m.others(name)
	for _, other := range others {
		m.cut(name, other)
	}
	for _, other := range others {
		switch {
		case !m.up[other]:
		case other == "t":
			m.wants = append(m.wants, why.String())
		case why != otp.Normal:
			m.ended(other, why)
		}
	}
}

// start starts a process that is down again.
func (m *linkModel) start(rt *rapid.T) {
	name := rapid.SampledFrom(linkable).Draw(rt, "process")
	if m.up[name] {
		rt.Skip("it runs")
	}
	_, err := otp.StartChild(context.Background(), m.sys.Root(), m.spec(name))
	require.NoError(rt, err)
	m.up[name] = true
}
