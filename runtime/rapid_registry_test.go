package otp_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// registryModel is a registry as a list of entries.
type registryModel struct {
	sys     *otp.System
	keys    otp.Keys
	reg     registrations
	entries []entryModel // first registered first
}

type entryModel struct {
	key, holder string
	value       int
}

var holders = []string{"a", "b", "c"}

// TestRegistryModel: a registry is a table of what the processes that live have registered, with one holder of a key
// or, if keys may have duplicates, many.
func TestRegistryModel(t *testing.T) {
	property(t, func(rt *rapid.T) {
		m := &registryModel{keys: rapid.SampledFrom([]otp.Keys{otp.Unique, otp.Duplicate}).Draw(rt, "keys")}
		children := []otp.ChildSpec{registryOf("r", m.keys)}
		for _, name := range holders {
			children = append(children, workerOf(name))
		}
		m.sys = grow(rt, children...)
		m.reg = otp.RegistryAt[string, int](m.at("r"))
		rt.Repeat(map[string]func(*rapid.T){
			"":           m.check,
			"register":   m.register,
			"unregister": m.unregister,
			"update":     m.update,
			"crash":      func(rt *rapid.T) { m.end(rt, func(*worker) { panic("boom") }) },
			"stop":       func(rt *rapid.T) { m.end(rt, func(w *worker) { w.c.Stop(otp.Normal) }) },
		})
	})
}

func (m *registryModel) at(name string) otp.Addr { return m.sys.Lookup(otp.Name{Service: name}) }

func (m *registryModel) ref(rt *rapid.T, name string) otp.Ref {
	ref, ok := m.at(name).Ref()
	require.True(rt, ok)
	return ref
}

// draw chooses a key and a process.
func (m *registryModel) draw(rt *rapid.T) (key, name string) {
	return rapid.SampledFrom([]string{"k", "l"}).Draw(rt, "key"), rapid.SampledFrom(holders).Draw(rt, "process")
}

func (m *registryModel) check(rt *rapid.T) {
	synctest.Wait()
	require.Equal(rt, len(m.entries), m.reg.Count())
	for _, key := range []string{"k", "l"} {
		want, got := map[string]int{}, map[string]int{}
		for _, e := range m.entries {
			if e.key == key {
				want[fmt.Sprint(m.ref(rt, e.holder), " ", e.value)]++
			}
		}
		for _, e := range m.reg.Lookup(key) {
			got[fmt.Sprint(e.Ref, " ", e.Value)]++
		}
		require.Equal(rt, want, got, "%s", key)
	}
	for _, name := range holders {
		want := map[string]bool{}
		for _, e := range m.entries {
			if e.holder == name {
				want[e.key] = true
			}
		}
		got := m.reg.Keys(m.ref(rt, name))
		slices.Sort(got)
		require.Equal(rt, slices.Sorted(maps.Keys(want)), slices.Compact(got), "%s", name)
	}
}

func (m *registryModel) held(key string) bool {
	return slices.ContainsFunc(m.entries, func(e entryModel) bool { return e.key == key })
}

func (m *registryModel) register(rt *rapid.T) {
	key, name := m.draw(rt)
	value := rapid.IntRange(1, 3).Draw(rt, "value")
	var err error
	inside(rt, m.sys, name, func(w *worker) { err = m.reg.Register(w.c, key, value) })
	if m.keys == otp.Unique && m.held(key) {
		require.ErrorIs(rt, err, otp.ErrAlreadyRegistered)
		return
	}
	require.NoError(rt, err)
	m.entries = append(m.entries, entryModel{key, name, value})
}

// unregister takes back all entries of one process under a key.
func (m *registryModel) unregister(rt *rapid.T) {
	key, name := m.draw(rt)
	inside(rt, m.sys, name, func(w *worker) { m.reg.Unregister(w.c, key) })
	m.entries = slices.DeleteFunc(m.entries, func(e entryModel) bool { return e.key == key && e.holder == name })
}

// update is for registries with unique keys, and for the holder of the key.
func (m *registryModel) update(rt *rapid.T) {
	key, name := m.draw(rt)
	if m.keys != otp.Unique {
		rt.Skip("keys are not unique")
	}
	var err error
	inside(rt, m.sys, name, func(w *worker) { _, _, err = m.reg.UpdateValue(w.c, key, func(v int) int { return v + 10 }) })
	i := slices.IndexFunc(m.entries, func(e entryModel) bool { return e.key == key && e.holder == name })
	if i < 0 {
		require.ErrorIs(rt, err, otp.ErrNotRegistered)
		return
	}
	require.NoError(rt, err)
	m.entries[i].value += 10
}

func (m *registryModel) end(rt *rapid.T, f func(*worker)) {
	_, name := m.draw(rt)
	ref := m.ref(rt, name)
	require.NoError(rt, otp.Cast(context.Background(), ref.Addr(), &workerTell, f))
	<-ref.Done()
	synctest.Wait()
	m.entries = slices.DeleteFunc(m.entries, func(e entryModel) bool { return e.holder == name })
}
