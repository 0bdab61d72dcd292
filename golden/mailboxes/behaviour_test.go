package mailboxes_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/mailboxes/mailboxestest"
	otp "github.com/otpgen/otpgen/runtime"
)

// box is what the four services have in common.
type box interface {
	Hold(ctx context.Context) error
	Seen(ctx context.Context) ([]int, error)
	Note(ctx context.Context, n int) error
}

func TestOverflow(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		of     func(f *mailboxestest.Fixture) box
		second error // of the second cast, for which there is no room
		seen   []int
	}{
		"reject":      {func(f *mailboxestest.Fixture) box { return f.Rejecting() }, otp.ErrOverloaded, []int{1}},
		"block":       {func(f *mailboxestest.Fixture) box { return f.Blocking() }, nil, []int{1, 2}},
		"drop_oldest": {func(f *mailboxestest.Fixture) box { return f.Oldest() }, nil, []int{2}},
		"drop_newest": {func(f *mailboxestest.Fixture) box { return f.Newest() }, nil, []int{1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := c.of(mailboxestest.Start(t))
				go func() { assert.NoError(t, b.Hold(t.Context())) }()
				synctest.Wait() // the process is busy, its mailbox empty
				began := time.Now()
				require.NoError(t, b.Note(t.Context(), 1))
				require.ErrorIs(t, b.Note(t.Context(), 2), c.second)
				if name == "block" {
					assert.Equal(t, time.Minute, time.Since(began), "the sender waited for room")
				} else {
					assert.Zero(t, time.Since(began))
				}
				<-time.After(2 * time.Minute)
				seen, err := b.Seen(t.Context())
				require.NoError(t, err)
				assert.Equal(t, c.seen, seen)
			})
		})
	}
}

func TestBlockedSenderKeepsItsDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mailboxestest.Start(t).Blocking()
		go func() { assert.NoError(t, b.Hold(t.Context())) }()
		synctest.Wait()
		require.NoError(t, b.Note(t.Context(), 1))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		require.ErrorIs(t, b.Note(ctx, 2), otp.ErrOverloaded)
		assert.Equal(t, time.Second, time.Since(began))
		<-time.After(2 * time.Minute)
	})
}
