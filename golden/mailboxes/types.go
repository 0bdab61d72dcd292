package mailboxes

import (
	"context"
	"time"
)

// hold keeps a process busy for a minute, which passes at once in a bubble of
// testing/synctest.
func hold(ctx context.Context) {
	select {
	case <-time.After(time.Minute):
	case <-ctx.Done():
	}
}
