package otp

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

var (
	// ErrAlreadyRegistered: a process that lives holds the key; errors.As finds its Ref in an
	// AlreadyRegisteredError.
	ErrAlreadyRegistered = errors.New("already registered")
	// ErrNotRegistered: the process does not hold the key.
	ErrNotRegistered = errors.New("not registered")
)

// errTableClosed is the refusal of a registry that is over.
var errTableClosed = errors.New("registry over")

// AlreadyRegisteredError refuses a registration: Ref holds the unique key. It
// may be the process that asks.
type AlreadyRegisteredError struct{ Ref Ref }

// Error prints e as Elixir does: {already_registered,Root/Room#1}.
func (e *AlreadyRegisteredError) Error() string {
	return "{already_registered," + e.Ref.String() + "}"
}

// Is makes it ErrAlreadyRegistered.
func (e *AlreadyRegisteredError) Is(target error) bool { return target == ErrAlreadyRegistered }

// Entry is one process under a key, with the value that it registered.
type Entry[V any] struct {
	Ref   Ref
	Value V
}

// Registrations is a client of a registry, as the functions of Elixir's
// Registry. Clients can be compared and copied.
//
// A process registers itself, with its *Ctx, and from then on is found until it
// unregisters or ends. Nothing of a process that has ended or is fenced off is
// ever found, and what it still tries has no effect.
//
// While no registry runs at the address nothing is found, and what would change
// an entry fails with a [CallError]. A process there that is not a registry of
// these types is a programming mistake, and a panic.
type Registrations[K comparable, V any] struct{ at Addr }

// RegistryAt returns a client of the registry at an address.
func RegistryAt[K comparable, V any](at Addr) Registrations[K, V] { return Registrations[K, V]{at} }

// Register makes the calling process be found under a key, as
// Registry.register/3. [ErrAlreadyRegistered] if a process holds the unique key,
// the caller itself included. A fenced process gets [ErrStopped].
func (r Registrations[K, V]) Register(c *Ctx, key K, value V) error {
	holder := c.holder("Register")
	mustBeEqualToItself(key)
	t := r.table()
	if t == nil {
		return refused(c, r.at, registryService, "Register", errTableClosed)
	}
	return refused(c, r.at, registryService, "Register", t.register(holder, key, value))
}

// Unregister takes back the calling process's own entries under a key, as
// Registry.unregister/2. It is no error if there are none; listeners are told
// all the same.
func (r Registrations[K, V]) Unregister(c *Ctx, key K) {
	holder := c.holder("Unregister")
	t := r.table()
	if t == nil || holder.over.Load() {
		return
	}
	t.unregister(holder, key)
}

// UnregisterMatch takes back those of the process's own entries under a key
// whose value matches, as Registry.unregister_match/4. Listeners are not told.
func (r Registrations[K, V]) UnregisterMatch(c *Ctx, key K, match func(V) bool) {
	holder := c.holder("UnregisterMatch")
	t := r.table()
	if t == nil {
		return
	}
	for own, value := range t.own(holder, key) {
		if match(value) {
			t.remove(own)
		}
	}
}

// UpdateValue replaces the value of the unique key that the calling process
// holds, as Registry.update_value/3, and returns the new and the old one.
// [ErrNotRegistered] if it does not hold it. It panics if keys are duplicate. Of two
// goroutines of one process that update at a time, one may lose its update.
func (r Registrations[K, V]) UpdateValue(c *Ctx, key K, update func(V) V) (now, was V, err error) {
	holder := c.holder("UpdateValue")
	t := r.table()
	if t == nil {
		return now, was, refused(c, r.at, registryService, "UpdateValue", errTableClosed)
	}
	t.mustBeUnique("UpdateValue")
	for own, was := range t.own(holder, key) {
		now = update(was)
		if t.replace(own, now) {
			return now, was, nil
		}
	}
	return *new(V), was, ErrNotRegistered
}

// Lookup returns the entries under a key in the order of registration, as
// Registry.lookup/2; nil if there are none.
func (r Registrations[K, V]) Lookup(key K) []Entry[V] {
	if t := r.table(); t != nil {
		return t.entries(key)
	}
	return nil
}

// WhereIs returns the process that holds a unique key, as
// Registry.whereis_name/1. It panics if keys are duplicate.
func (r Registrations[K, V]) WhereIs(key K) (Ref, bool) {
	in := sound(r.find(key))
	return Ref{in}, in != nil
}

// Addr returns the address of whoever holds a unique key at the time of each
// use, as the name {:via, Registry, {Registry, Key}}. While nobody does, calls
// fail with [ErrNoProc], idempotent ones too, and casts go nowhere. An idempotent
// call that has reached a holder which ends is made again if the holder's
// successor registers the key in its start.
// Its use panics if keys are duplicate.
func (r Registrations[K, V]) Addr(key K) Addr { return Addr{via: viaKey[K, V]{r, key}} }

// Match returns the entries under a key whose value matches, as
// Registry.match/4.
func (r Registrations[K, V]) Match(key K, match func(V) bool) []Entry[V] {
	var list []Entry[V]
	for _, e := range r.Lookup(key) {
		if match(e.Value) {
			list = append(list, e)
		}
	}
	return list
}

// CountMatch counts them, as Registry.count_match/4.
func (r Registrations[K, V]) CountMatch(key K, match func(V) bool) int {
	return len(r.Match(key, match))
}

// Dispatch calls f once, on the caller's goroutine, with all entries under a
// key, as Registry.dispatch/3 of a registry with one partition. It does not if
// there are none. What f sends to a process that ends meanwhile goes nowhere.
func (r Registrations[K, V]) Dispatch(key K, f func(entries []Entry[V])) {
	if entries := r.Lookup(key); entries != nil {
		f(entries)
	}
}

// Count returns the number of entries under all keys, as Registry.count/1, in
// constant time.
func (r Registrations[K, V]) Count() int {
	if t := r.table(); t != nil {
		return int(t.count.Load())
	}
	return 0
}

// Keys returns the keys that a process is registered under, in no order and each
// as often as it is, as Registry.keys/2.
func (r Registrations[K, V]) Keys(of Ref) []K {
	t := r.table()
	if t == nil || of.in == nil {
		return nil
	}
	var keys []K
	for _, h := range of.in.heldNow() {
		if own, ok := h.(*registration[K, V]); ok && own.table == t {
			keys = append(keys, own.key)
		}
	}
	return keys
}

// Values returns the values that a process has registered under a key, as
// Registry.values/3.
func (r Registrations[K, V]) Values(key K, of Ref) []V {
	t := r.table()
	if t == nil || of.in == nil {
		return nil
	}
	var values []V
	for _, value := range t.own(of.in, key) {
		values = append(values, value)
	}
	return values
}

// All yields every key and entry, in no order, as Registry.select/2. What
// changes meanwhile may be seen or not.
func (r Registrations[K, V]) All() iter.Seq2[K, Entry[V]] {
	return func(yield func(K, Entry[V]) bool) {
		if t := r.table(); t != nil {
			t.all(yield)
		}
	}
}

// PutMeta keeps something about the registry itself, as Registry.put_meta/3,
// until the registry ends.
func (r Registrations[K, V]) PutMeta(key string, value any) error {
	t := r.table()
	if t == nil {
		return newWait(context.Background(), r.at, registryService, "PutMeta", Infinity).absent()
	}
	t.metaLock.Lock()
	defer t.metaLock.Unlock()
	t.meta[key] = value
	return nil
}

// Meta returns what is kept, as Registry.meta/2.
func (r Registrations[K, V]) Meta(key string) (any, bool) {
	t := r.table()
	if t == nil {
		return nil, false
	}
	t.metaLock.RLock()
	defer t.metaLock.RUnlock()
	value, ok := t.meta[key]
	return value, ok
}

// DeleteMeta forgets it, as Registry.delete_meta/2.
func (r Registrations[K, V]) DeleteMeta(key string) {
	if t := r.table(); t != nil {
		t.metaLock.Lock()
		defer t.metaLock.Unlock()
		delete(t.meta, key)
	}
}

// table finds the table of the registry that runs; nil: none does.
func (r Registrations[K, V]) table() *table[K, V] {
	return tableAt[Registrations[K, V], K, V](r.at)
}

// tableAt finds it for a client of the type C.
func tableAt[C any, K comparable, V any](at Addr) *table[K, V] {
	t, fault := findTable[C, K, V](at)
	if fault != "" {
		panic(fault)
	}
	return t
}

// findTable is tableAt for one who must not panic.
func findTable[C any, K comparable, V any](at Addr) (t *table[K, V], fault string) {
	in, fault := at.find()
	if in == nil {
		return nil, fault
	}
	body, ok := in.body.(*registry[K, V])
	if !ok {
		return nil, fmt.Sprintf("otp: %s is no registry for %T", in.path(), *new(C))
	}
	return body.table, ""
}

// find is who holds a unique key; nil: nobody.
func (r Registrations[K, V]) find(key K) (in *incarnation, fault string) {
	t, fault := findTable[Registrations[K, V], K, V](r.at)
	if t == nil {
		return nil, fault
	}
	if fault := t.notUnique("the address of a key"); fault != "" {
		return nil, fault
	}
	return t.holder(key), ""
}

// holder is the process that a registry is used from.
func (c *Ctx) holder(what string) *incarnation {
	if c == nil || c.in == nil {
		panic("otp: " + what + " needs the Ctx of the process that it is about")
	}
	return c.in
}

// mustBeEqualToItself refuses a key that nobody could ever find: one with a NaN.
func mustBeEqualToItself[K comparable](key K) {
	if !isItself(key) {
		panic(fmt.Sprintf("otp: %v cannot be a key: it is not equal to itself", key))
	}
}

// isItself is false for a key with a NaN, which no table would ever find again.
func isItself[K comparable](key K) bool {
	same := key
	return same == key
}

// refused puts what the table says into the words of a caller.
func refused(c *Ctx, at Addr, service, message string, err error) error {
	if err == nil {
		return nil
	}
	w := newWait(c, at, service, message, Infinity)
	switch err {
	case errTableClosed:
		return w.absent()
	case ErrStopped:
		return w.fail(ErrStopped)
	default:
		return err
	}
}
