package otp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A successor that waits for the orphan in its place can be told to stop, hurried
// and killed like any start.
func TestSuccessorThatWaitsForAnOrphan(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(t *testing.T, w *world){
		"told to stop": func(t *testing.T, w *world) { require.NoError(t, w.Stop(t.Context())) },
		"stopped with its supervisor": func(t *testing.T, w *world) {
			require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "s"))
		},
		"killed with the system": func(t *testing.T, w *world) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			assert.ErrorIs(t, w.Stop(ctx), context.DeadlineExceeded)
		},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				var j journal
				gate := make(chan struct{})
				a := workerOf("a", j.logged)
				a.Shutdown = otp.ShutdownAfter(time.Minute)
				w := start(t, supervisorOf("s", []otp.ChildSpec{a}))
				orphan := w.ref("a")
				hang(t, w.at("a"), gate, func(*worker) {})
				w.ref("s").Exit(otp.Killed)
				synctest.Wait()
				_, over := orphan.Reason()
				require.False(t, over)
				end(t, w)
				assert.Equal(t, "init Root/s/a#1", j.take()[0])
				assert.Empty(t, j.take(), "the successor has not begun")
				close(gate)
				<-orphan.Done()
			})
		})
	}
}

// A caller that waits for a restart stops waiting when the process will not come
// back, and when its own context ends.
func TestCallsThatWaitForARestart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{
			workerOf("slow", func(k *otp.ServerKind[worker]) {
				k.Terminate = func(*worker, otp.Reason) { <-gate }
			}),
			workerOf("a"),
		}))
		slow, a := w.ref("slow"), w.ref("a")
		go func() { _ = otp.TerminateChild(context.Background(), w.Root(), "slow") }()
		synctest.Wait() // the supervisor is busy now
		a.Exit(otp.Killed)
		<-a.Done()

		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := otp.Call(ctx, w.at("a"), &workerRetry, answer(1))
		assert.ErrorIs(t, err, otp.ErrCanceled)
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, otp.ErrRestarting, "which is what it waited for")

		got := make(chan error, 1)
		go func() {
			_, err := otp.Call(context.Background(), w.at("a"), &workerRetry, answer(1))
			got <- err
		}()
		synctest.Wait()
		w.ref("slow").Exit(otp.Killed) // lets the supervisor go on, which is killed before it can
		mustRef(t, w.Root()).Exit(otp.Killed)
		assert.ErrorIs(t, <-got, otp.ErrNoProc)
		close(gate)
		<-slow.Done()
	})
}

// A call that waits for room in a mailbox ends with the caller's context.
func TestCallThatWaitsForRoomIsCancelled(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w, gate, _ := full(t, otp.Block)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := do(ctx, w.at("a"), func(*worker) (int, error) { t.Error("it was never sent"); return 0, nil })
		assert.ErrorIs(t, err, otp.ErrCanceled)
		close(gate)
	})
}

// A pool whose first member is still starting has nobody to send to, yet.
func TestCallToAPoolThatIsStarting(t *testing.T) {
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		member := workerOf("", func(k *otp.ServerKind[worker]) { k.Init = func(*worker) error { <-gate; return nil } })
		w := start(t)
		started := make(chan error, 1)
		go func() {
			_, err := otp.StartChild(context.Background(), w.Root(), otp.ChildSpec{
				ID: "pool", Name: otp.Name{Service: "pool"}, Start: otp.Pool(otp.PoolSpec{Size: 2, Member: member}),
			})
			started <- err
		}()
		synctest.Wait()
		_, err := do(t.Context(), w.at("pool"), answer(1))
		assert.ErrorIs(t, err, otp.ErrRestarting)
		close(gate)
		require.NoError(t, <-started)
		_, err = do(t.Context(), w.at("pool"), answer(1))
		assert.NoError(t, err)
	})
}

// A start that is given up below a supervisor that is still starting, too, tells
// a runner to end, as it is nothing but its start.
func TestRunnerWhoseStartIsGivenUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		begin := time.Now()
		_, err := otp.StartRoot(ctx, supervisorOf("Root", []otp.ChildSpec{
			workerOf("a", j.logged),
			supervisorOf("s", []otp.ChildSpec{runnerOf("r", func(c *otp.Ctx) error { // never ready
				<-c.Done()
				j.add("gives up: %v", context.Cause(c))
				return context.Cause(c)
			})}),
		}), quietly(&eventLog{})...)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Second, time.Since(begin))
		assert.Equal(t, []string{"init Root/a#1", "gives up: process stopped", "terminate Root/a#1 shutdown"}, j.take())
	})
}
