package otp

import "sync"

// shard is the entries of some keys.
type shard[K comparable, V any] struct {
	mu     sync.RWMutex
	keys   map[K]chain[K, V]
	closed bool // the registry is over
}

// chain is the entries under one key, the first registered first.
type chain[K comparable, V any] struct {
	first, last *registration[K, V]
	count       int
}

// registration is one entry. What may change is guarded by the lock of the
// shard, except for its place among what its holder holds.
type registration[K comparable, V any] struct {
	table  *table[K, V]
	key    K
	holder *incarnation
	at     int

	value      V
	listed     bool
	next, prev *registration[K, V]
}

func (r *registration[K, V]) index() *int { return &r.at }

func (r *registration[K, V]) holderEnded() {
	s := r.table.shard(r.key)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unlist(r)
}

// alive reports whether the holder is. From the moment of its end on an entry
// does not count, although it may take another moment to be taken out.
func (r *registration[K, V]) alive() bool { return !r.holder.over.Load() }

func (s *shard[K, V]) list(r *registration[K, V]) {
	c := s.keys[r.key]
	if c.last == nil {
		c.first = r
	} else {
		c.last.next, r.prev = r, c.last
	}
	c.last, r.listed = r, true
	c.count++
	if s.keys == nil {
		s.keys = make(map[K]chain[K, V])
	}
	s.keys[r.key] = c
	r.table.count.Add(1)
}

// unlist takes r out; false if it is out already.
func (s *shard[K, V]) unlist(r *registration[K, V]) bool {
	if !r.listed {
		return false
	}
	c := s.keys[r.key]
	if r.prev == nil {
		c.first = r.next
	} else {
		r.prev.next = r.next
	}
	if r.next == nil {
		c.last = r.prev
	} else {
		r.next.prev = r.prev
	}
	r.next, r.prev, r.listed = nil, nil, false
	if c.count--; c.count == 0 {
		delete(s.keys, r.key)
	} else {
		s.keys[r.key] = c
	}
	r.table.count.Add(-1)
	if r.table.dropped != nil {
		r.table.dropped(r.value)
	}
	return true
}
