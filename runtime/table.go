package otp

import (
	"hash/maphash"
	"iter"
	"sync"
	"sync/atomic"
)

// table is the entries of one incarnation of a registry. Whoever registers or
// looks something up does it here, on its own goroutine. It plays the part of
// Elixir's ETS tables, and like them it is split so that processes that use
// different keys seldom meet; a key is in one shard, so nobody sees the split.
type table[K comparable, V any] struct {
	owner     *incarnation
	rule      Keys
	listeners []Listener[K, V]
	dropped   func(V) // called, under the lock of the shard, for the value of an entry that is gone; nil: nothing

	seed   maphash.Seed
	shards [shardCount]shard[K, V]
	count  atomic.Int64

	metaLock sync.RWMutex
	meta     map[string]any
}

const shardCount = 32

func newTable[K comparable, V any](owner *incarnation, spec RegistrySpec[K, V]) *table[K, V] {
	t := &table[K, V]{owner: owner, rule: spec.Keys, listeners: spec.Listeners, seed: maphash.MakeSeed()}
	t.meta = make(map[string]any, len(spec.Meta))
	for key, value := range spec.Meta {
		t.meta[key] = value
	}
	return t
}

func (t *table[K, V]) shard(key K) *shard[K, V] {
	return &t.shards[maphash.Comparable(t.seed, key)%shardCount]
}

// register adds an entry. The error is errTableClosed, ErrStopped for a holder
// that is over, or an AlreadyRegisteredError.
func (t *table[K, V]) register(holder *incarnation, key K, value V) error {
	s := t.shard(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errTableClosed
	}
	if t.rule == Unique {
		if first := s.keys[key].first; first != nil {
			if first.alive() {
				return &AlreadyRegisteredError{Ref: Ref{first.holder}}
			}
			s.unlist(first)
		}
	}
	r := &registration[K, V]{table: t, key: key, holder: holder, value: value}
	if !holder.hold(r) {
		return ErrStopped
	}
	s.list(r)
	if t.listeners != nil {
		t.tell(holder, Registered[K, V]{Key: key, Ref: Ref{holder}, Value: value})
	}
	return nil
}

// entries is a copy of what is under a key; nil: nothing.
func (t *table[K, V]) entries(key K) []Entry[V] {
	s := t.shard(key)
	s.mu.RLock()
	defer s.mu.RUnlock()
	c := s.keys[key]
	var list []Entry[V]
	for r := c.first; r != nil; r = r.next {
		if !r.alive() {
			continue
		}
		if list == nil {
			list = make([]Entry[V], 0, c.count)
		}
		list = append(list, Entry[V]{Ref{r.holder}, r.value})
	}
	return list
}

// unregister takes out all entries of a holder under a key.
func (t *table[K, V]) unregister(holder *incarnation, key K) {
	s := t.shard(key)
	s.mu.Lock()
	defer s.mu.Unlock()
	for r := s.keys[key].first; r != nil; {
		next := r.next
		if r.holder == holder {
			s.unlist(r)
			holder.release(r)
		}
		r = next
	}
	if t.listeners != nil {
		t.tell(holder, Unregistered[K, V]{Key: key, Ref: Ref{holder}})
	}
}

// close ends the table and returns those who had entries in it.
func (t *table[K, V]) close() map[*incarnation]struct{} {
	holders := make(map[*incarnation]struct{})
	for i := range t.shards {
		s := &t.shards[i]
		s.mu.Lock()
		s.closed = true
		for _, c := range s.keys {
			for r := c.first; r != nil; {
				next := r.next
				holders[r.holder] = struct{}{}
				s.unlist(r)
				r.holder.release(r)
				r = next
			}
		}
		s.mu.Unlock()
	}
	return holders
}

// own yields what a holder has under a key, with the value of that moment. The
// shard is not locked while the loop's body runs.
func (t *table[K, V]) own(holder *incarnation, key K) iter.Seq2[*registration[K, V], V] {
	type pair struct {
		r     *registration[K, V]
		value V
	}
	return func(yield func(*registration[K, V], V) bool) {
		var own []pair
		s := t.shard(key)
		s.mu.RLock()
		for r := s.keys[key].first; r != nil; r = r.next {
			if r.holder == holder && r.alive() {
				own = append(own, pair{r, r.value})
			}
		}
		s.mu.RUnlock()
		for _, p := range own {
			if !yield(p.r, p.value) {
				return
			}
		}
	}
}

// replace changes the value of an entry; false if it is not there any more.
func (t *table[K, V]) replace(r *registration[K, V], value V) bool {
	s := t.shard(r.key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !r.listed || !r.alive() {
		return false
	}
	r.value = value
	return true
}

// remove takes out an entry of a holder that lets go of it.
func (t *table[K, V]) remove(r *registration[K, V]) {
	s := t.shard(r.key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unlist(r) {
		r.holder.release(r)
	}
}

// holder is who holds a unique key; nil: nobody.
func (t *table[K, V]) holder(key K) *incarnation {
	s := t.shard(key)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if first := s.keys[key].first; first != nil && first.alive() {
		return first.holder
	}
	return nil
}

// all yields a copy of each shard in turn.
func (t *table[K, V]) all(yield func(K, Entry[V]) bool) {
	type pair struct {
		key   K
		entry Entry[V]
	}
	for i := range t.shards {
		var pairs []pair
		s := &t.shards[i]
		s.mu.RLock()
		for key, c := range s.keys {
			for r := c.first; r != nil; r = r.next {
				if r.alive() {
					pairs = append(pairs, pair{key, Entry[V]{Ref{r.holder}, r.value}})
				}
			}
		}
		s.mu.RUnlock()
		for _, p := range pairs {
			if !yield(p.key, p.entry) {
				return
			}
		}
	}
}

// mustBeUnique refuses what needs one process for each key.
func (t *table[K, V]) mustBeUnique(what string) {
	if fault := t.notUnique(what); fault != "" {
		panic(fault)
	}
}

func (t *table[K, V]) notUnique(what string) (fault string) {
	if t.rule == Unique {
		return ""
	}
	return "otp: " + what + " is for unique keys; those of " + t.owner.path() + " are duplicate"
}
