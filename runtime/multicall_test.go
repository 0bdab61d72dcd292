package otp_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMultiCall: who answers, who does not, and all under one deadline.
func TestMultiCall(t *testing.T) {
	proof.Of(t, 172)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"), workerOf("c"), workerOf("slow"), workerOf("dies"), workerOf("slower"))
		gate := make(chan struct{})
		for _, name := range []string{"slow", "slower"} {
			tell(t, w.at(name), func(*worker) { <-gate })
		}
		tell(t, w.at("a"), func(*worker) { time.Sleep(time.Second) })
		to := []otp.Addr{w.at("slow"), w.at("a"), w.at("nobody"), w.at("dies"), w.at("b"), w.at("slower"), {}}
		began := time.Now()
		var handled atomic.Int32
		replies, without := otp.MultiCall(t.Context(), to, &workerDo, func(w *worker) (int, error) {
			handled.Add(1)
			switch w.c.Self().Addr().Path() {
			case "Root/dies":
				panic("boom")
			case "Root/b":
				return 0, errBoom
			default:
				return 1, nil
			}
		})
		assert.Equal(t, 5*time.Second, time.Since(began))
		assert.Equal(t, []otp.MultiReply[int]{{From: w.at("a"), Value: 1}, {From: w.at("b"), Err: errBoom}}, replies)
		assert.Equal(t, []otp.Addr{w.at("slow"), w.at("nobody"), w.at("dies"), w.at("slower"), {}}, without)
		close(gate)
		synctest.Wait()
		assert.EqualValues(t, 5, handled.Load(), "the slow ones have done it, for nobody")

		replies, without = otp.MultiCall(t.Context(), nil, &workerDo, answer(1))
		assert.Empty(t, replies)
		assert.Empty(t, without)
	})
}

// TestMultiCallAnsweredWithAFailedCall: it is an answer as any, and a message that
// gave way to a newer one is none.
func TestMultiCallAnsweredWithAFailedCall(t *testing.T) {
	proof.Of(t, 172)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		to := []otp.Addr{w.at("a")}
		replies, without := otp.MultiCall(t.Context(), to, &workerDo, func(a *worker) (int, error) {
			return do(a.c, w.at("b"), func(*worker) (int, error) { panic("boom") })
		})
		assert.Empty(t, without)
		require.Len(t, replies, 1)
		assert.ErrorIs(t, replies[0].Err, otp.ErrDown)

		full := start(t, workerOf("full", func(k *otp.ServerKind[worker]) {
			k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.DropOldest}
		}))
		gate := make(chan struct{})
		tell(t, full.at("full"), func(*worker) { <-gate })
		synctest.Wait()
		at := full.at("full")
		replies, without = otp.MultiCall(t.Context(), []otp.Addr{at, at}, &workerDo, func(*worker) (int, error) { return 2, nil })
		assert.Empty(t, replies)
		assert.Equal(t, []otp.Addr{at, at}, without)
		close(gate)
	})
}

// blocked is a world with that server, busy and with a full mailbox which makes
// senders wait until gate is closed, and with others.
func blocked(t *testing.T, name string, others ...otp.ChildSpec) (w *world, gate chan struct{}) {
	t.Helper()
	full := workerOf(name, func(k *otp.ServerKind[worker]) {
		k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.Block}
	})
	w, gate = start(t, append(others, full)...), make(chan struct{})
	tell(t, w.at(name), func(*worker) { <-gate })
	synctest.Wait()
	tell(t, w.at(name), func(*worker) {})
	return w, gate
}

// TestMultiCallIsNotHeldUp: who has no room delays nobody, and is called all the
// same if there is room in time.
func TestMultiCallIsNotHeldUp(t *testing.T) {
	proof.Of(t, 172)
	bubble(t, func(t *testing.T) {
		w, gate := blocked(t, "full", workerOf("b"), workerOf("c"))
		to := []otp.Addr{w.at("full"), w.at("b"), w.at("c")}
		began := time.Now()
		var handled atomic.Int32
		count := func(*worker) (int, error) {
			assert.Zero(t, time.Since(began))
			return int(handled.Add(1)), nil
		}
		replies, without := otp.MultiCall(t.Context(), to, &workerDo, count)
		assert.Equal(t, 5*time.Second, time.Since(began))
		assert.Len(t, replies, 2)
		assert.Equal(t, to[:1], without)

		time.AfterFunc(2*time.Second, func() { close(gate) })
		began = time.Now()
		replies, without = otp.MultiCall(t.Context(), to, &workerDo, answer(1))
		assert.Equal(t, 2*time.Second, time.Since(began))
		assert.Len(t, replies, 3)
		assert.Empty(t, without)
		synctest.Wait()
		assert.EqualValues(t, 2, handled.Load(), "what found no room in time is not sent later")
	})
}

func TestMultiCallWhoseArgumentsCannotBeCopied(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"), workerOf("b"))
		op, copies, handled := workerDo, 0, make(chan bool, 2)
		op.CopyArgs = func(f func(*worker) (int, error)) func(*worker) (int, error) {
			if copies++; copies == 2 {
				panic("no copy")
			}
			return f
		}
		assert.PanicsWithValue(t, "no copy", func() {
			otp.MultiCall(t.Context(), []otp.Addr{w.at("a"), w.at("b")}, &op, func(*worker) (int, error) { handled <- true; return 1, nil })
		})
		synctest.Wait()
		assert.Empty(t, handled, "nothing is sent")
	})
}

// TestAbcastDoesNotWait: also not for room in the mailbox of one.
func TestAbcastDoesNotWait(t *testing.T) {
	proof.Of(t, 172)
	bubble(t, func(t *testing.T) {
		w, gate := blocked(t, "full", workerOf("b"))
		began, handled := time.Now(), make(chan string, 2)
		err := otp.Abcast(t.Context(), []otp.Addr{w.at("full"), w.at("b")}, &workerTell, func(w *worker) { handled <- w.c.Self().String() })
		assert.Zero(t, time.Since(began))
		require.ErrorIs(t, err, otp.ErrOverloaded)
		assert.EqualError(t, err, "Worker.Tell to Root/full: process overloaded")
		assert.Equal(t, "Root/b#1", <-handled)
		close(gate)
		synctest.Wait()
		assert.Empty(t, handled)
	})
}

func TestMissingOperations(t *testing.T) {
	t.Parallel()
	nobody := []otp.Addr{{}}
	assert.PanicsWithValue(t, "otp: MultiCall without an operation", func() {
		otp.MultiCall[worker, int, int](t.Context(), nobody, nil, 1)
	})
	assert.PanicsWithValue(t, "otp: Abcast without an operation", func() {
		_ = otp.Abcast[worker](t.Context(), nobody, nil, 1)
	})
	assert.PanicsWithValue(t, "otp: a request without an operation", func() {
		otp.SendRequest[worker, int, int](t.Context(), otp.Addr{}, nil, 1)
	})
	assert.PanicsWithValue(t, "otp: ReplaceState: the function is nil", func() {
		_ = otp.ReplaceState[worker](t.Context(), otp.Addr{}, nil)
	})
	assert.PanicsWithValue(t, "otp: ListenerAt without an operation", func() {
		otp.ListenerAt[worker, string, int](otp.Name{Service: "l"}, nil)
	})
}

func TestAbcast(t *testing.T) {
	proof.Of(t, 172)
	bubble(t, func(t *testing.T) {
		full := workerOf("full", func(k *otp.ServerKind[worker]) { k.Mailbox.Capacity = 1 })
		w := start(t, workerOf("a"), workerOf("b"), full)
		gate := make(chan struct{})
		tell(t, w.at("full"), func(*worker) { <-gate })
		synctest.Wait()
		tell(t, w.at("full"), func(*worker) {})
		began, handled := time.Now(), make(chan string, 3)
		to := []otp.Addr{w.at("a"), w.at("nobody"), w.at("full"), w.at("b")}
		err := otp.Abcast(t.Context(), to, &workerTell, func(w *worker) { handled <- w.c.Self().String() })
		assert.ErrorIs(t, err, otp.ErrOverloaded)
		assert.Zero(t, time.Since(began))
		assert.ElementsMatch(t, []string{"Root/a#1", "Root/b#1"}, []string{<-handled, <-handled})
		close(gate)
		assert.NoError(t, otp.Abcast(t.Context(), to[:2], &workerTell, func(*worker) {}))
	})
}
