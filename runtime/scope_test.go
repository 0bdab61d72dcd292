package otp_test

import (
	"runtime"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// scoped makes a supervisor opening a scope that declares its children's names.
func scoped(id string, children ...otp.ChildSpec) otp.ChildSpec {
	return supervisorOf(id, children, func(s *otp.SupervisorSpec) {
		s.Scope = true
		for _, c := range children {
			s.Names = append(s.Names, c.Name)
		}
	})
}

// path asks a worker what it finds under a name.
func path(t *testing.T, to otp.Addr, name string) string {
	t.Helper()
	var found string
	_, err := do(t.Context(), to, func(w *worker) (int, error) {
		found = w.c.Lookup(otp.Name{Service: name}).Path()
		return 0, nil
	})
	require.NoError(t, err)
	return found
}

func TestNamesResolveFromTheInnermostScopeOutward(t *testing.T) {
	proof.Of(t, 413)
	bubble(t, func(t *testing.T) {
		w := start(t,
			workerOf("store"), workerOf("shared"),
			scoped("one", workerOf("a"), workerOf("store")),
			scoped("two", workerOf("a"), scoped("inner", workerOf("b"))),
		)
		one, two := w.at("one"), w.at("two")
		a := otp.Name{Service: "a"}
		assert.Equal(t, "Root/one/store", path(t, one.In(a), "store"), "its own sibling first")
		assert.Equal(t, "Root/store", path(t, two.In(a), "store"), "the outer one otherwise")
		assert.Equal(t, "Root/shared", path(t, one.In(a), "shared"))
		b := two.In(otp.Name{Service: "inner"}).In(otp.Name{Service: "b"})
		assert.Equal(t, "Root/two/a", path(t, b, "a"))
		assert.Equal(t, "Root/store", path(t, w.at("shared"), "store"), "never inward")
		assert.Equal(t, "a", path(t, w.at("shared"), "a"), "an inner name is not found from outside")
	})
}

func TestResolutionDoesNotDependOnTheOrderOfStarts(t *testing.T) {
	proof.Of(t, 413)
	bubble(t, func(t *testing.T) {
		var early otp.Addr
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{
			workerOf("first", func(k *otp.ServerKind[worker]) {
				k.Init = func(w *worker) error {
					early = w.c.Lookup(otp.Name{Service: "last"})
					_, runs := early.Ref()
					assert.False(t, runs)
					return nil
				}
			}),
			supervisorOf("s", []otp.ChildSpec{workerOf("last")}),
		}))
		n, err := do(t.Context(), early, answer(1))
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		assert.Equal(t, w.at("last"), early)
	})
}

func TestAnInnerNameIsDeclaredBeforeItIsStarted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var early otp.Addr
		w := start(t, workerOf("store"), scoped("one", workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(w *worker) error { early = w.c.Lookup(otp.Name{Service: "store"}); return nil }
		}), workerOf("store")))
		assert.Equal(t, w.Find("Root/one/store"), early, "although only the outer one ran then")
	})
}

func TestScopeSurvivesTheRestartOfItsSupervisor(t *testing.T) {
	proof.Of(t, 413)
	bubble(t, func(t *testing.T) {
		w := start(t, scoped("one", workerOf("a")))
		a := w.at("one").In(otp.Name{Service: "a"})
		before := mustRef(t, a)
		w.ref("one").Exit(otp.Killed)
		<-before.Done()
		synctest.Wait()
		after := mustRef(t, a)
		assert.NotEqual(t, before, after)
		assert.EqualValues(t, 2, after.Incarnation())
	})
}

func TestANameBelongsToOneProcess(t *testing.T) {
	proof.Of(t, 191)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, workerOf("a"))
		other := workerOf("b", j.logged)
		other.Name = otp.Name{Service: "a"}
		_, err := otp.StartChild(t.Context(), w.Root(), other)
		var taken *otp.AlreadyStartedError
		require.ErrorAs(t, err, &taken)
		assert.Equal(t, w.ref("a"), taken.Ref)
		assert.ErrorIs(t, err, otp.ErrAlreadyStarted)
		assert.Empty(t, j.take(), "its Init does not run")
		assert.Equal(t, "Root/a", w.at("a").Path())
	})
}

func TestANameIsFreeBeforeTheSupervisorLearnsOfTheExit(t *testing.T) {
	proof.Of(t, 190)
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		for range 50 { // a restart that found its own name taken would have failed, and been retried
			w.crash("a")
			if w.ref("a").Incarnation() > 9 {
				break
			}
		}
		assert.Empty(t, eventsOf[otp.StartFailed](w))
	})
}

func TestANameIsFreeAfterAStartThatFailed(t *testing.T) {
	proof.Of(t, 193)
	bubble(t, func(t *testing.T) {
		w := start(t)
		for _, init := range []func(*worker) error{
			func(*worker) error { return declared{} },
			func(*worker) error { return otp.Ignore },
			func(*worker) error { panic("boom") },
		} {
			spec := workerOf("a", func(k *otp.ServerKind[worker]) { k.Init = init })
			spec.Restart = otp.Temporary
			_, err := otp.StartChild(t.Context(), w.Root(), spec)
			require.Error(t, err)
		}
		_, err := otp.StartChild(t.Context(), w.Root(), workerOf("a"))
		assert.NoError(t, err)
	})
}

func TestAddressOfAKeySurvivesTheProcess(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("all", nil))
		all := w.at("all")
		seven := all.In(otp.Name{Service: "Keyed", Key: 7})
		_, err := do(t.Context(), seven, answer(1))
		assert.ErrorIs(t, err, otp.ErrNoProc)
		for range 3 {
			ref, err := otp.StartInstance(t.Context(), all, 7)
			require.NoError(t, err)
			assert.Equal(t, "Root/all/7", ref.Addr().Path())
			assert.Equal(t, ref, mustRef(t, seven))
			require.NoError(t, otp.TerminateInstance(t.Context(), all, ref))
			_, err = do(t.Context(), seven, answer(1))
			assert.ErrorIs(t, err, otp.ErrNoProc)
		}
		assert.Equal(t, seven, w.Lookup(otp.Name{Service: "Keyed", Key: 7}))
	})
}

// Keys that nobody uses must not be remembered: their number is that of the
// users of a program.
func TestKeysThatNobodyUsesCostNothing(t *testing.T) {
	t.Parallel()
	sys := otp.NewSystem(quietly(&eventLog{})...)
	const keys = 20_000
	for i := range keys {
		sys.Lookup(otp.Name{Service: "Keyed", Key: i})
		if i%1000 == 0 {
			runtime.GC()
		}
	}
	for range 100 {
		runtime.GC()
		if otp.KeysKnown(sys) < keys/10 {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("%d of %d keys are remembered", otp.KeysKnown(sys), keys)
}

func TestFind(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, supervisorOf("s", []otp.ChildSpec{workerOf("a")}), keyedWorkers("all", nil))
		_, err := otp.StartInstance(t.Context(), w.at("all"), "x/y")
		require.NoError(t, err)
		for _, path := range []string{"Root", "Root/s", "Root/s/a", "Root/all/x/y"} {
			assert.Equal(t, path, w.Find(path).Path())
		}
		for _, path := range []string{"", "root", "Root/", "Root/a", "Root/s/a/b", "Rootx", "Root/all/x"} {
			assert.True(t, w.Find(path).IsZero(), path)
		}
	})
}
