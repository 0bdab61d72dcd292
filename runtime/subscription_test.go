package otp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a full queue does, by its policy.
func TestFullQueueOfASubscription(t *testing.T) {
	proof.Of(t, 442)
	rows := []struct {
		policy otp.Overflow
		last   int // result of the third Publish
		err    bool
		heard  []string
	}{
		{otp.Reject, 0, true, []string{"a [1]", "a [2]"}},
		{otp.DropNewest, 0, false, []string{"a [1]", "a [2]"}},
		{otp.DropOldest, 1, false, []string{"a [2]", "a [3]"}},
		{otp.Block, 0, true, []string{"a [1]", "a [2]"}},
	}
	for _, row := range rows {
		t.Run(row.policy.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var j journal
				w := start(t, pubSubOf("p"), workerOf("a"), workerOf("b"))
				p := w.topics("p")
				w.subscribe("a", p, "x", &j, otp.WithQueue(otp.Mailbox{Capacity: 2, Overflow: row.policy}))
				release := w.held("a")
				w.publish(p, "x", 1)
				w.publish(p, "x", 2)
				w.subscribe("b", p, "x", new(journal))
				begin := time.Now()
				n, err := p.Publish(t.Context(), "x", []int{3})
				assert.Equal(t, row.last+1, n, "b gets it in any case")
				assert.Equal(t, row.err, err != nil)
				if row.err {
					require.ErrorIs(t, err, otp.ErrOverloaded)
					assert.Contains(t, err.Error(), "PubSub.Publish to Root/a: process overloaded")
				}
				if row.policy == otp.Block {
					assert.Equal(t, 5*time.Second, time.Since(begin))
					assert.ErrorIs(t, err, context.DeadlineExceeded)
				}
				assert.Equal(t, 2, w.ref("a").MessageQueueLen(), "the queue is what it was")
				release()
				synctest.Wait()
				assert.Equal(t, row.heard, j.take())
				overloaded := eventsOf[otp.Overloaded](w)
				require.Len(t, overloaded, 1)
				assert.Equal(t, []any{"Root/a", "publication", 2, row.policy},
					[]any{overloaded[0].Path, overloaded[0].Message, overloaded[0].Capacity, overloaded[0].Policy})

				// The overload is over: the next one is reported again.
				release = w.held("a")
				for i := range 4 {
					_, _ = p.Publish(t.Context(), "x", []int{i})
				}
				release()
				assert.Len(t, eventsOf[otp.Overloaded](w), 2)
			})
		})
	}
}

// Publications and calls have room of their own.
func TestPublicationsDoNotCrowdOutCalls(t *testing.T) {
	proof.Of(t, 442)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, pubSubOf("p"), workerOf("a", func(k *otp.ServerKind[worker]) { k.Mailbox = otp.Mailbox{Capacity: 1} }))
		p := w.topics("p")
		w.subscribe("a", p, "x", &j)
		release := w.held("a")
		for i := range 1024 {
			w.publish(p, "x", i)
		}
		_, err := p.Publish(t.Context(), "x", nil)
		require.ErrorIs(t, err, otp.ErrOverloaded)
		answered := make(chan error, 1)
		go func() { _, err := do(t.Context(), w.at("a"), answer(1)); answered <- err }()
		synctest.Wait()
		assert.Equal(t, 1025, w.ref("a").MessageQueueLen(), "the call has found room")
		release()
		require.NoError(t, <-answered)
		assert.Len(t, j.take(), 1024)
	})
}

func TestPublishersWaitForRoom(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, pubSubOf("p"), workerOf("a"))
		p := w.topics("p")
		w.subscribe("a", p, "x", &j, oneBlocks)
		release := w.held("a")
		w.publish(p, "x", 1)
		second := waitingPublisher(t, t.Context(), p, 2)
		third := waitingPublisher(t, t.Context(), p, 3)
		assert.Equal(t, 1, w.ref("a").MessageQueueLen())
		release()
		assert.Equal(t, [2]any{1, nil}, <-second)
		assert.Equal(t, [2]any{1, nil}, <-third)
		synctest.Wait()
		assert.Equal(t, []string{"a [1]", "a [2]", "a [3]"}, j.take(), "first come, first served")
	})
}

func TestPublishersThatWaitAreLetGo(t *testing.T) {
	rows := map[string]func(w *world, p topics){
		"the subscriber ends": func(w *world, _ topics) { w.ref("a").Exit(otp.Killed) },
		"the PubSub ends":     func(w *world, _ topics) { w.ref("p").Exit(otp.Killed) },
	}
	for name, end := range rows {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := start(t, pubSubOf("p"), workerOf("a"))
				p := w.topics("p")
				w.subscribe("a", p, "x", new(journal), oneBlocks)
				release := w.held("a")
				defer release()
				w.publish(p, "x", 1)
				second := waitingPublisher(t, t.Context(), p, 2)
				begin := time.Now()
				end(w, p)
				assert.Equal(t, [2]any{0, nil}, <-second)
				assert.Zero(t, time.Since(begin))
			})
		})
	}
}

// Two slow subscribers make a publisher wait once, not twice; a context, or the
// spec, may bound the wait more tightly. What was given up is not delivered.
func TestWaitOfAPublisherIsBounded(t *testing.T) {
	proof.Of(t, 442)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, pubSubOf("p"), pubSubOf("quick", func(s *otp.PubSubSpec[[]int]) { s.Timeout = time.Second }),
			pubSubOf("patient", func(s *otp.PubSubSpec[[]int]) { s.Timeout = otp.Infinity }), workerOf("a"), workerOf("b"))
		for _, row := range []struct {
			pubSub  string
			ctx     time.Duration
			want    time.Duration
			because error
		}{
			{"p", time.Hour, 5 * time.Second, context.DeadlineExceeded},
			{"quick", time.Hour, time.Second, context.DeadlineExceeded},
			{"patient", time.Hour, time.Hour, context.DeadlineExceeded},
			{"p", time.Second, time.Second, context.DeadlineExceeded},
		} {
			p := w.topics(row.pubSub)
			for _, name := range []string{"a", "b"} {
				w.subscribe(name, p, "x", &j, oneBlocks)
			}
			releaseA, releaseB := w.held("a"), w.held("b")
			assert.Equal(t, 2, w.publish(p, "x", 1))
			ctx, cancel := context.WithTimeout(t.Context(), row.ctx)
			begin := time.Now()
			n, err := p.Publish(ctx, "x", []int{2})
			assert.Zero(t, n)
			require.ErrorIs(t, err, otp.ErrOverloaded)
			require.ErrorIs(t, err, row.because)
			assert.Equal(t, row.want, time.Since(begin))
			cancel()
			releaseA()
			releaseB()
			synctest.Wait()
			assert.ElementsMatch(t, []string{"a [1]", "b [1]"}, j.take())
			for _, name := range []string{"a", "b"} {
				require.NoError(t, w.as(name, func(c *otp.Ctx) error { p.Unsubscribe(c, "x"); return nil }))
			}
		}
	})
}

// A process does not wait for room that only it could make.
func TestPublisherDoesNotWaitForItself(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, pubSubOf("p"), workerOf("a"))
		p := w.topics("p")
		w.subscribe("a", p, "x", &j, oneBlocks)
		begin := time.Now()
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			n, err := p.Publish(c, "x", []int{1})
			assert.Equal(t, 1, n)
			assert.NoError(t, err)
			n, err = p.Publish(c, "x", []int{2})
			assert.Zero(t, n)
			assert.ErrorIs(t, err, otp.ErrOverloaded)
			return nil
		}))
		assert.Zero(t, time.Since(begin))
		synctest.Wait()
		assert.Equal(t, []string{"a [1]"}, j.take())
	})
}

// What gives way leaves its place in the mailbox, too: what comes in its stead
// is behind all that its sender sent before.
func TestDropOldestKeepsTheOrder(t *testing.T) {
	proof.Of(t, 441)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, pubSubOf("p"), workerOf("a"))
		p := w.topics("p")
		w.subscribe("a", p, "x", &j, otp.WithQueue(otp.Mailbox{Capacity: 2, Overflow: otp.DropOldest}))
		release := w.held("a")
		w.publish(p, "x", 1)
		tell(t, w.at("a"), func(*worker) { j.add("a cast") })
		w.publish(p, "x", 2)
		w.publish(p, "x", 3)
		assert.Equal(t, 3, w.ref("a").MessageQueueLen())
		release()
		synctest.Wait()
		assert.Equal(t, []string{"a cast", "a [2]", "a [3]"}, j.take())
	})
}

// A subscription that is taken back leaves nothing in the mailbox.
func TestUnsubscribeTakesBackWhatWaits(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, pubSubOf("p"), workerOf("a"))
		p := w.topics("p")
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			for i := range 100 {
				assert.NoError(t, p.Subscribe(c, "x", func(m []int) { j.add("%v", m) }))
				w.publish(p, "x", i)
				p.Unsubscribe(c, "x")
			}
			assert.Zero(t, c.Self().MessageQueueLen())
			return nil
		}))
		synctest.Wait()
		assert.Empty(t, j.take())
	})
}

// What a state machine postpones counts in the queue of the subscription.
func TestPostponedPublicationsCount(t *testing.T) {
	proof.Of(t, 442)
	rows := []struct {
		policy otp.Overflow
		taken  int // of the five that are published
		err    bool
	}{
		{otp.Reject, 2, true},
		{otp.DropNewest, 2, false},
		{otp.DropOldest, 2, true}, // what is postponed does not give way
	}
	for _, row := range rows {
		t.Run(row.policy.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var j journal
				w := start(t, pubSubOf("p"), gateOf(&j))
				p := w.topics("p")
				gate := func(f func(g *barrier)) {
					require.NoError(t, otp.Cast(t.Context(), w.at("gate"), &gateTell, f))
					synctest.Wait()
				}
				gate(func(g *barrier) {
					assert.NoError(t, p.Subscribe(g.c, "x", func(m []int) {
						if g.m.State() == shut {
							g.m.Postpone()
							return
						}
						g.add("%v", m)
					}, otp.WithQueue(otp.Mailbox{Capacity: 2, Overflow: row.policy})))
				})
				taken, failed := 0, false
				publish := func(i int) {
					n, err := p.Publish(t.Context(), "x", []int{i})
					synctest.Wait()
					taken, failed = taken+n, failed || err != nil
				}
				for i := range 5 {
					publish(i)
				}
				assert.Equal(t, row.taken, taken)
				assert.Equal(t, row.err, failed)
				gate(func(g *barrier) { g.m.Next(open) })
				assert.Equal(t, []string{"[0]", "[1]"}, j.take())
				publish(5)
				assert.Equal(t, []string{"[5]"}, j.take(), "there is room again")
			})
		})
	}
}
