package otp

// entry is a queued message.
type entry struct {
	m       message
	bounded bool // counts against the capacity
	light   bool // a cast that does
}

// ring is a queue in a circular buffer that grows as needed and lets go of a
// large buffer once it is empty.
type ring[T any] struct {
	buf   []T
	head  int
	count int
}

// keepBuffer is the largest empty buffer that is kept: most mailboxes never
// hold more, and a burst must not cost memory for ever.
const keepBuffer = 64

func (r *ring[T]) push(e T) {
	if r.count == len(r.buf) {
		r.grow()
	}
	r.buf[(r.head+r.count)%len(r.buf)] = e
	r.count++
}

// pushFront adds an entry that is the next to come out.
func (r *ring[T]) pushFront(e T) {
	if r.count == len(r.buf) {
		r.grow()
	}
	r.head = (r.head + len(r.buf) - 1) % len(r.buf)
	r.buf[r.head] = e
	r.count++
}

func (r *ring[T]) grow() { r.moveTo(make([]T, max(4, 2*len(r.buf)))) }

// moveTo gives the ring another buffer, a larger one.
func (r *ring[T]) moveTo(bigger []T) {
	n := copy(bigger, r.buf[r.head:])
	copy(bigger[n:], r.buf[:r.head])
	r.buf, r.head = bigger, 0
}

// pop takes out the oldest entry, and lets go of a large buffer with the last.
func (r *ring[T]) pop() (e T, ok bool) {
	if e, ok = r.shift(); r.count == 0 && len(r.buf) > keepBuffer {
		*r = ring[T]{}
	}
	return e, ok
}

// shift is pop for who will need the buffer again.
func (r *ring[T]) shift() (e T, ok bool) {
	if r.count == 0 {
		return e, false
	}
	var none T
	e, r.buf[r.head] = r.buf[r.head], none
	r.head = (r.head + 1) % len(r.buf)
	r.count--
	return e, true
}

// front is the entry that is the next to come out.
func (r *ring[T]) front() (e T, ok bool) {
	if r.count == 0 {
		return e, false
	}
	return r.buf[r.head], true
}

// leading counts the entries of a kind in front, up to most.
func (r *ring[T]) leading(is func(T) bool, most int) int {
	n := 0
	for n < min(most, r.count) && is(r.buf[(r.head+n)%len(r.buf)]) {
		n++
	}
	return n
}

// remove takes out the oldest entry of a kind; false if there is none.
func (r *ring[T]) remove(is func(T) bool) (e T, ok bool) {
	for i := range r.count {
		at := (r.head + i) % len(r.buf)
		if !is(r.buf[at]) {
			continue
		}
		e = r.buf[at]
		for ; i > 0; i-- { // those before it move up by one
			before := (r.head + i - 1) % len(r.buf)
			r.buf[(before+1)%len(r.buf)] = r.buf[before]
		}
		var none T
		r.buf[r.head] = none
		r.head = (r.head + 1) % len(r.buf)
		r.count--
		return e, true
	}
	return e, false
}

// removeAll takes out all entries of a kind.
func (r *ring[T]) removeAll(is func(T) bool) {
	for range r.count {
		if e, _ := r.pop(); !is(e) {
			r.push(e)
		}
	}
}
