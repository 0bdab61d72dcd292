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

// full starts a worker "a" with room for two messages, of which none is left:
// one message is in hand until the gate is closed, "1" and "2" wait.
func full(t *testing.T, policy otp.Overflow) (w *world, gate chan struct{}, j *journal) {
	j = &journal{}
	w = start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Mailbox = otp.Mailbox{Capacity: 2, Overflow: policy} }))
	gate = make(chan struct{})
	tell(t, w.at("a"), func(*worker) { <-gate })
	synctest.Wait()
	tell(t, w.at("a"), func(*worker) { j.add("1") })
	tell(t, w.at("a"), func(*worker) { j.add("2") })
	assert.Equal(t, 2, w.ref("a").MessageQueueLen())
	return w, gate, j
}

func third(w *world, j *journal) (cast, call error) {
	ctx := context.Background()
	cast = otp.Cast(ctx, w.at("a"), &workerTell, func(*worker) { j.add("3") })
	_, call = do(ctx, w.at("a"), func(*worker) (int, error) { j.add("4"); return 0, nil })
	return cast, call
}

func TestMailboxRejects(t *testing.T) {
	proof.Of(t, 411)
	bubble(t, func(t *testing.T) {
		w, gate, j := full(t, otp.Reject)
		cast, call := third(w, j)
		assert.ErrorIs(t, cast, otp.ErrOverloaded)
		assert.ErrorIs(t, call, otp.ErrOverloaded)
		close(gate)
		synctest.Wait()
		assert.Equal(t, []string{"1", "2"}, j.take())
		overloads := eventsOf[otp.Overloaded](w)
		require.Len(t, overloads, 1, "an overload is told once")
		assert.Equal(t, "Tell", overloads[0].Message)
		assert.Equal(t, 2, overloads[0].Capacity)
	})
}

func TestMailboxDropsNewest(t *testing.T) {
	proof.Of(t, 411)
	bubble(t, func(t *testing.T) {
		w, gate, j := full(t, otp.DropNewest)
		cast, call := third(w, j)
		assert.NoError(t, cast)
		assert.ErrorIs(t, call, otp.ErrOverloaded, "a call is always answered")
		close(gate)
		synctest.Wait()
		assert.Equal(t, []string{"1", "2"}, j.take())
	})
}

func TestMailboxDropsOldest(t *testing.T) {
	proof.Of(t, 411)
	bubble(t, func(t *testing.T) {
		w, gate, j := full(t, otp.DropOldest)
		dropped := make(chan error)
		go func() {
			_, err := do(t.Context(), w.at("a"), func(*worker) (int, error) { j.add("call"); return 0, nil })
			dropped <- err
		}()
		synctest.Wait()
		tell(t, w.at("a"), func(*worker) { j.add("3") })
		tell(t, w.at("a"), func(*worker) { j.add("4") })
		assert.ErrorIs(t, <-dropped, otp.ErrOverloaded, "a call that gives way is told")
		close(gate)
		synctest.Wait()
		assert.Equal(t, []string{"3", "4"}, j.take())
	})
}

func TestMailboxBlocks(t *testing.T) {
	proof.Of(t, 411)
	bubble(t, func(t *testing.T) {
		w, gate, j := full(t, otp.Block)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		assert.ErrorIs(t, otp.Cast(ctx, w.at("a"), &workerTell, func(*worker) { j.add("no") }), otp.ErrOverloaded)
		begin := time.Now()
		_, err := do(t.Context(), w.at("a"), answer(1))
		assert.ErrorIs(t, err, otp.ErrTimeout, "whatever the call has waited for")
		assert.NotErrorIs(t, err, otp.ErrOverloaded)
		assert.Equal(t, 5*time.Second, time.Since(begin), "the deadline of a call bounds the wait for room")
		assert.Len(t, eventsOf[otp.Overloaded](w), 1, "that it was the mailbox is an event")

		sent := make(chan error)
		go func() { sent <- otp.Cast(t.Context(), w.at("a"), &workerTell, func(*worker) { j.add("3") }) }()
		synctest.Wait()
		close(gate)
		assert.NoError(t, <-sent)
		synctest.Wait()
		assert.Equal(t, []string{"1", "2", "3"}, j.take())
	})
}

func TestNobodyWaitsForRoomInItsOwnMailbox(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) { k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.Block} }))
		tell(t, w.at("a"), func(self *worker) {
			assert.NoError(t, otp.Cast(self.c, w.at("a"), &workerTell, func(*worker) {}))
			assert.ErrorIs(t, otp.Cast(self.c, w.at("a"), &workerTell, func(*worker) {}), otp.ErrOverloaded)
			j.add("asked")
		})
		synctest.Wait()
		assert.Equal(t, []string{"asked"}, j.take())
	})
}

func TestSendersThatWaitForRoomInAServerThatEnds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, gate, _ := full(t, otp.Block)
		got := make(chan error)
		go func() {
			_, err := do(t.Context(), w.at("a"), answer(1))
			got <- err
		}()
		synctest.Wait()
		w.ref("a").Exit(otp.Killed)
		assert.ErrorIs(t, <-got, otp.ErrDown)
		close(gate)
	})
}

func TestSignalsTimersAndNoticesIgnoreTheBound(t *testing.T) {
	proof.Of(t, 412)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("b"), workerOf("a", j.logged, func(k *otp.ServerKind[worker]) {
			k.Mailbox = otp.Mailbox{Capacity: 1}
			k.Timers = []otp.Timer[worker]{{Name: "Tick", After: time.Second, Fire: func(*worker) { j.add("tick") }}}
		}))
		j.take()
		gate := make(chan struct{})
		tell(t, w.at("a"), func(a *worker) {
			a.c.Monitor(w.at("b"), func(why otp.Reason) { j.add("down %s", why) })
			<-gate
		})
		synctest.Wait()
		tell(t, w.at("a"), func(*worker) { j.add("message") })
		w.crash("b")
		time.Sleep(2 * time.Second)
		stopped := make(chan error)
		go func() { stopped <- w.Stop(context.Background()) }()
		synctest.Wait()
		close(gate)
		assert.NoError(t, <-stopped)
		assert.Equal(t, []string{"message", "down exception:boom", "tick", "terminate Root/a#1 shutdown"}, j.take())
	})
}
