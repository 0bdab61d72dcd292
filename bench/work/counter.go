package work

// Counter is the state of a server that is written by hand. Only its handlers
// touch it; they are not inlined, as those of generated code are not.
type Counter struct {
	sum, casts int
	done       chan struct{}
}

// NewCounter makes the state of a server.
func NewCounter() *Counter { return &Counter{done: make(chan struct{}, 1)} }

// Add handles a call.
//
//go:noinline
func (c *Counter) Add(by int) int {
	c.sum += by
	return c.sum
}

// Note handles a cast.
//
//go:noinline
func (c *Counter) Note(by int) {
	c.sum += by
	if c.casts--; c.casts == 0 {
		c.done <- struct{}{}
	}
}

// Expect is Server's. It must not run beside a handler.
func (c *Counter) Expect(casts int) (<-chan struct{}, error) {
	c.casts = casts
	return c.done, nil
}

// Record is a message of 1 KiB.
type Record struct {
	ID    uint64
	Words [127]uint64
}

// Store handles a call with a record.
//
//go:noinline
func Store(r *Record) uint64 { return r.ID + r.Words[len(r.Words)-1] }

// StoreBytes handles a call with a slice.
//
//go:noinline
func StoreBytes(data []byte) int { return len(data) + int(data[len(data)-1]) }
