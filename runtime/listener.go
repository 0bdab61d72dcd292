package otp

// RegistryEvent is what the listeners of a registry are told. The variants:
// [Registered], [Unregistered].
type RegistryEvent[K comparable, V any] interface{ registryEvent(K, V) }

// Registered: a process is found under a key now, as {register, Registry, Key,
// Pid, Value}.
type Registered[K comparable, V any] struct {
	Key   K
	Ref   Ref
	Value V
}

// Unregistered: a process has taken back its entries under a key, as
// {unregister, Registry, Key, Pid}; there may have been none. The end of a
// process is not announced: a listener that wants to know monitors it.
type Unregistered[K comparable, V any] struct {
	Key K
	Ref Ref
}

func (Registered[K, V]) registryEvent(K, V)   {}
func (Unregistered[K, V]) registryEvent(K, V) {}

// Listener is a server that is told what happens in a registry; see
// [ListenerAt].
type Listener[K comparable, V any] struct {
	name    Name
	message func(RegistryEvent[K, V]) message
}

// ListenerAt makes a listener of the server with a name, as a name in the
// listeners option of Elixir's Registry. The name is looked up from the registry
// outward, at each event; while nobody is there, events are lost.
//
// Events arrive as casts, those of one key in the order in which they happened.
// They ignore the bound of the mailbox, since a listener that misses one would
// be wrong from then on. CopyArgs of op is not used: values are shared with all
// who look them up.
func ListenerAt[P any, K comparable, V any](name Name, op *CastOp[P, RegistryEvent[K, V]]) Listener[K, V] {
	if op == nil {
		panic("otp: ListenerAt without an operation")
	}
	return Listener[K, V]{name, func(ev RegistryEvent[K, V]) message { return &cast[P, RegistryEvent[K, V]]{op, ev} }}
}

// tell tells the listeners what a process has done. It is called with the shard of the key locked, which
// keeps the events of a key in order; a mailbox never makes it wait.
func (t *table[K, V]) tell(from *incarnation, ev RegistryEvent[K, V]) {
	for _, l := range t.listeners {
		to := Addr{slot: t.owner.slot.home.lookup(l.name)}
		if in := to.receiver(); in != nil && in.box.rule.Capacity > 0 { // it handles messages
			in.box.pushFrom(from, l.message(ev))
		}
	}
}
