package otp

import (
	"io"
	"math/rand/v2"
	"time"
)

// ties is what an incarnation has to do with others, and what it owns. Most have
// nothing of it, and share noTies. The lock of the incarnation guards it.
type ties struct {
	owned    []io.Closer
	holds    []holding                 // what it has registered; see holding.go
	watches  map[*watch]struct{}       // who is told of the end
	monitors map[*monitor]struct{}     // of others, by it
	watched  map[target]*monitor       // those of Watch among them
	links    map[*incarnation]linkKind // who gets an exit signal when it ends
	waits    map[*incarnation]int      // whom it waits for besides waitsOn, and how often; see cycle.go
	callers  map[callerWatch]func()    // whom its operations watch; see caller.go
	chance   *rand.Rand                // see random.go
	limit    *time.Timer               // that fences it off if no supervisor does
	gone     chan struct{}             // closed when nobody has its turn, or will; made by who waits for that
}

// noTies is those of everybody without. Nobody writes to it.
var noTies ties

// tie returns what can be written to, with the lock of the incarnation held.
func (in *incarnation) tie() *ties {
	if in.ties == &noTies {
		in.ties = new(ties)
	}
	return in.ties
}
