package otp

import "github.com/otpgen/otpgen/runtime/internal/supcore"

// Keys says how many processes may be registered under one key of a registry.
type Keys uint8

const (
	// Unique: one process at a time.
	Unique Keys = iota + 1
	// Duplicate: any number of processes, and one process any number of times.
	Duplicate
)

// RegistrySpec describes a registry whose keys are of type K and whose entries
// carry a value of type V. A key of several parts is a struct.
type RegistrySpec[K comparable, V any] struct {
	Service string // for reports; "": Registry
	Keys    Keys   // must be given
	// Meta is what [Registrations.Meta] finds in each incarnation from its start.
	Meta map[string]any
	// Listeners are told of every registration, and of every entry that its holder takes back.
	Listeners []Listener[K, V]
}

// Registry makes registries, as Elixir's Registry: processes that map keys to
// other processes. [RegistryAt] is the client. It panics if spec.Keys is not
// given.
//
// An entry belongs to the incarnation that registers it and is gone at the
// moment of its end, whatever the reason, so that its successor can register
// again in Init. Reading does not pass through the registry's mailbox.
//
// A registry and those who are registered in it are linked. They may end as they
// like. When the registry itself ends, its entries are gone, and every process
// that had one gets an exit signal with the same reason, [Shutdown] in place of
// [Normal]: it ends too unless it traps exits, and registers again once it is
// restarted. So a registry comes before its users in the list of children, with
// [RestForOne] or in a supervisor further up.
func Registry[K comparable, V any](spec RegistrySpec[K, V]) Start {
	switch spec.Keys {
	case Unique, Duplicate:
	default:
		panic("otp: a registry needs Keys: otp.Unique or otp.Duplicate")
	}
	return Start{&registryKind[K, V]{spec}}
}

const registryService = "Registry"

type registryKind[K comparable, V any] struct{ RegistrySpec[K, V] }

func (k *registryKind[K, V]) childType() supcore.ChildType { return supcore.Worker }

func (k *registryKind[K, V]) service() string {
	if k.Service == "" {
		return registryService
	}
	return k.Service
}

func (k *registryKind[K, V]) newBody(in *incarnation) body {
	return &registry[K, V]{newTable(in, k.RegistrySpec)}
}

// registry is the body of a registry: it owns the table, which others use on
// their own goroutines, and has nothing to do but to end.
type registry[K comparable, V any] struct{ table *table[K, V] }

func (r *registry[K, V]) traps() bool      { return true }
func (r *registry[K, V]) terminate(Reason) {}

// orphan is the exit signal over the links to those who are registered. In
// Elixir they are linked to processes below the registry, so its normal end is
// shutdown for them.
func (r *registry[K, V]) orphan(why Reason) {
	if why == Normal {
		why = Shutdown
	}
	for holder := range r.table.close() {
		holder.exitSignal(why)
	}
}

func (r *registry[K, V]) run(in *incarnation) (why Reason, rests bool) {
	if in.starting() {
		in.ready()
	}
	for {
		m, what := in.box.next()
		switch {
		case what == nothing:
			return Reason{}, true
		case what == noFuture || !in.take(m.label()):
			return Killed, false
		}
		switch m := m.(type) {
		case exitMessage:
			return m.obey(), false
		case foreignExit: // a supervisor drops it, and in Elixir a registry is one
		case probeMessage:
			m.crash()
		default:
			m.drop(ErrWrongService)
		}
		in.put()
	}
}
