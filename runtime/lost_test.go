package otp_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// keyOne is the name of the instance that the tests of this file lose.
var keyOne = otp.Name{Service: "Keyed", Key: 1}

// startItems starts a one_for_all root over a worker "a" and keyed workers.
func startItems(t *testing.T, change func(spec *otp.ChildSpec, k *otp.ServerKind[worker])) *world {
	t.Helper()
	return startRoot(t, supervisorOf("Root", []otp.ChildSpec{workerOf("a"), keyedWorkers("items", change)},
		func(s *otp.SupervisorSpec) { s.Strategy = otp.OneForAll }))
}

func ensureOne(ctx context.Context, w *world) (otp.Ref, error) {
	return otp.EnsureInstance(ctx, w.at("items"), keyOne, 1)
}

// giveUp crashes the instance once more than its supervisor allows.
func giveUp(w *world, ref otp.Ref) {
	items := w.ref("items")
	for range 11 {
		tell(w.t, ref.Addr(), func(*worker) { panic("boom") })
		<-ref.Done()
		synctest.Wait()
		ref, _ = w.Lookup(keyOne).Ref()
	}
	<-items.Done()
}

func TestInstancesAreLostWithTheirSupervisor(t *testing.T) {
	t.Parallel()
	proof.Of(t, 137)
	losses := map[string]func(w *world, ref otp.Ref){
		"group restart":   func(w *world, _ otp.Ref) { w.crash("a") },
		"killed":          func(w *world, _ otp.Ref) { w.ref("items").Exit(otp.Killed) },
		"gave up":         giveUp,
		"killed, no wait": func(w *world, ref otp.Ref) { w.ref("items").Exit(otp.Killed); <-ref.Done() },
	}
	for name, lose := range losses {
		for _, restart := range []otp.Restart{otp.Permanent, otp.Transient, otp.Temporary} {
			t.Run(name+" "+restart.String(), func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					if name == "gave up" && restart == otp.Temporary {
						return // it is never restarted, so its supervisor does not give up
					}
					w := startItems(t, func(spec *otp.ChildSpec, _ *otp.ServerKind[worker]) { spec.Restart = restart })
					ref, err := ensureOne(t.Context(), w)
					require.NoError(t, err)
					lose(w, ref)
					if name != "killed, no wait" {
						synctest.Wait()
						begin := time.Now()
						_, err = otp.Call(t.Context(), w.Lookup(keyOne), &workerRetry, answer(1))
						assert.ErrorIs(t, err, otp.ErrNoProc)
						assert.Zero(t, time.Since(begin))
					}
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					again, err := ensureOne(ctx, w)
					require.NoError(t, err)
					assert.NotEqual(t, ref, again)
					counts, err := otp.CountChildren(t.Context(), w.at("items"))
					require.NoError(t, err)
					assert.Equal(t, 1, counts.Active)
				})
			})
		}
	}
}

func TestEnsureInstanceWaitsForItsSupervisor(t *testing.T) {
	proof.Of(t, 414)
	bubble(t, func(t *testing.T) {
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{
			keyedWorkers("items", nil),
			workerOf("slow", func(k *otp.ServerKind[worker]) {
				k.Terminate = func(*worker, otp.Reason) { time.Sleep(time.Second) }
			}),
			workerOf("a"),
		}, func(s *otp.SupervisorSpec) { s.Strategy = otp.OneForAll }))
		ref, err := ensureOne(t.Context(), w)
		require.NoError(t, err)
		items := w.ref("items")
		items.Exit(otp.Killed) // the group restart waits for slow; meanwhile there is no supervisor
		<-items.Done()
		<-ref.Done()
		begin := time.Now()
		again, err := ensureOne(t.Context(), w)
		require.NoError(t, err)
		assert.Equal(t, time.Second, time.Since(begin))
		assert.EqualValues(t, 2, again.Incarnation())

		require.NoError(t, w.Stop(t.Context()))
		_, err = ensureOne(t.Context(), w)
		assert.ErrorIs(t, err, otp.ErrNoProc, "a supervisor that nobody will start is not waited for")
		_, err = otp.EnsureInstance(t.Context(), items.Addr(), keyOne, 1)
		assert.ErrorIs(t, err, otp.ErrDown, "nor is one that was meant itself")
	})
}

func TestEnsureInstanceDuringTheStopOfItsSupervisor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := startItems(t, func(_ *otp.ChildSpec, k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { time.Sleep(time.Second) }
		})
		_, err := otp.StartInstance(t.Context(), w.at("items"), 2)
		require.NoError(t, err)
		w.crash("a")
		begin := time.Now()
		ref, err := ensureOne(t.Context(), w)
		require.NoError(t, err)
		assert.Equal(t, time.Second, time.Since(begin))
		assert.Equal(t, ref, mustRef(t, w.Lookup(keyOne)))
	})
}

func TestLostInstanceThatCannotStartAgain(t *testing.T) {
	bubble(t, func(t *testing.T) {
		refused := errors.New("not any more")
		starts := 0
		w := startItems(t, func(_ *otp.ChildSpec, k *otp.ServerKind[worker]) {
			k.Init = func(*worker) error {
				if starts++; starts > 1 {
					return refused
				}
				return nil
			}
		})
		_, err := ensureOne(t.Context(), w)
		require.NoError(t, err)
		w.crash("a")
		for range 2 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			_, err = ensureOne(ctx, w)
			cancel()
			assert.ErrorIs(t, err, refused)
		}
	})
}

func TestTerminatedInstanceWhoseCallerDidNotWait(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := startItems(t, func(_ *otp.ChildSpec, k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { time.Sleep(2 * time.Second) }
		})
		ref, err := ensureOne(t.Context(), w)
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		assert.ErrorIs(t, otp.TerminateInstance(ctx, w.at("items"), ref), otp.ErrTimeout)
		<-ref.Done()
		synctest.Wait()
		ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = ensureOne(ctx, w)
		assert.NoError(t, err)
	})
}

func TestAddedChildrenAreLostWithTheirSupervisor(t *testing.T) {
	t.Parallel()
	proof.Of(t, 37)
	for name, lose := range map[string]func(w *world){
		"restarted": func(w *world) { w.ref("s").Exit(otp.Killed) },
		"group":     func(w *world) { w.crash("a") },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				hold := make(chan struct{})
				holds := false
				w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{
					workerOf("a"),
					workerOf("gate", func(k *otp.ServerKind[worker]) {
						k.Terminate = func(*worker, otp.Reason) {
							if holds {
								<-hold
							}
						}
						k.Init = func(*worker) error { return nil }
					}),
					supervisorOf("s", []otp.ChildSpec{workerOf("listed")}),
				}, func(s *otp.SupervisorSpec) { s.Strategy = otp.OneForAll }))
				_, err := otp.StartChild(t.Context(), w.at("s"), workerOf("added"))
				require.NoError(t, err)
				holds = true
				lose(w)
				synctest.Wait()
				_, err = do(t.Context(), w.at("added"), answer(1))
				assert.ErrorIs(t, err, otp.ErrNoProc, "while its supervisor is down")
				_, err = do(t.Context(), w.at("listed"), answer(1))
				assert.ErrorIs(t, err, otp.ErrRestarting)
				holds = false
				close(hold)
				synctest.Wait()
				_, err = do(t.Context(), w.at("added"), answer(1))
				assert.ErrorIs(t, err, otp.ErrNoProc, "after the restart")
				_, err = do(t.Context(), w.at("listed"), answer(1))
				assert.NoError(t, err)
			})
		})
	}
}

// The next life of a supervisor may have another list: without a child, or with
// another name for the same id.
func TestChildrenThatTheNextLifeDoesNotHave(t *testing.T) {
	t.Parallel()
	for name, next := range map[string][]otp.ChildSpec{
		"gone":    nil,
		"renamed": {func() otp.ChildSpec { c := workerOf("child"); c.Name.Service = "other"; return c }()},
	} {
		for _, slow := range []bool{false, true} { // an orphan that ends after the restart
			t.Run(name, func(t *testing.T) {
				bubble(t, func(t *testing.T) {
					children := []otp.ChildSpec{workerOf("child", func(k *otp.ServerKind[worker]) {
						k.Terminate = func(*worker, otp.Reason) {
							if slow {
								time.Sleep(time.Second)
							}
						}
					})}
					w := start(t, otp.ChildSpec{ID: "s", Name: otp.Name{Service: "s"}, Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
						return otp.SupervisorSpec{Children: children}, nil
					})})
					children = next
					w.ref("s").Exit(otp.Killed)
					time.Sleep(time.Minute)
					synctest.Wait()
					mustRef(t, w.at("s"))
					_, err := do(t.Context(), w.at("child"), answer(1))
					assert.ErrorIs(t, err, otp.ErrNoProc)
				})
			})
		}
	}
}

// As in OTP, children that are down because of a group restart stay down if the
// one whose start is being retried is terminated. Then nobody waits for them.
func TestChildrenBehindATerminatedRetry(t *testing.T) {
	proof.Of(t, 70)
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{
			workerOf("a"),
			workerOf("b", func(k *otp.ServerKind[worker]) {
				k.Init = func(w *worker) error {
					if w.c.Self().Incarnation() == 1 {
						return nil
					}
					<-gate
					return errors.New("not again")
				}
			}),
			workerOf("c"),
		}, func(s *otp.SupervisorSpec) { s.Strategy = otp.RestForOne }))
		w.crash("b")
		terminated := make(chan error)
		go func() { terminated <- otp.TerminateChild(t.Context(), w.Root(), "b") }()
		synctest.Wait()
		_, err := do(t.Context(), w.at("c"), answer(1))
		assert.ErrorIs(t, err, otp.ErrRestarting)
		close(gate)
		require.NoError(t, <-terminated)
		for _, name := range []string{"b", "c"} {
			begin := time.Now()
			_, err := otp.Call(t.Context(), w.at(name), &workerRetry, answer(1))
			assert.ErrorIs(t, err, otp.ErrNoProc, name)
			assert.Zero(t, time.Since(begin))
		}
		ref, err := otp.RestartChild(t.Context(), w.Root(), "c")
		require.NoError(t, err)
		assert.Equal(t, ref, w.ref("c"))
	})
}
