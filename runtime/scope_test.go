package otp_test

import (
	"errors"
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

// A key whose process could not start leaves its service to the outer scope;
// one that has run makes all keys of the service those of the inner.
func TestFailedStartDeclaresNoKeys(t *testing.T) {
	book := func(key int, init func(*worker) error) otp.ChildSpec {
		spec := workerOf("", func(k *otp.ServerKind[worker]) { k.Init = init })
		spec.Name, spec.Restart = otp.Name{Service: "book", Key: key}, otp.Temporary
		return spec
	}
	fails := func(*worker) error { return errors.New("no paper") }
	declines := func(*worker) error { return otp.Ignore }
	dynamic := func(id string, spec otp.DynamicSpec) otp.ChildSpec {
		return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.Dynamic(spec)}
	}
	bubble(t, func(t *testing.T) {
		templates := otp.DynamicSpec{Template: func(any) (otp.ChildSpec, error) { return otp.ChildSpec{}, errors.New("no template") }}
		w := start(t, dynamic("outer", otp.DynamicSpec{}), scoped("inner",
			workerOf("a"), supervisorOf("list", nil), dynamic("d", otp.DynamicSpec{}), dynamic("full", otp.DynamicSpec{MaxChildren: 1}), dynamic("t", templates)))
		in := func(name string) otp.Addr { return w.at("inner").In(otp.Name{Service: name}) }
		_, err := otp.StartChild(t.Context(), w.at("outer"), book(1, nil))
		require.NoError(t, err)
		_, err = otp.StartChild(t.Context(), in("full"), workerOf("only"))
		require.NoError(t, err)
		found := func(name otp.Name) (path string) {
			_, err := do(t.Context(), in("a"), func(w *worker) (int, error) { path = w.c.Lookup(name).Path(); return 0, nil })
			require.NoError(t, err)
			return path
		}
		first := otp.Name{Service: "book", Key: 1}
		for _, c := range []struct {
			sup  string
			init func(*worker) error
		}{{"d", fails}, {"d", declines}, {"full", nil}, {"list", fails}, {"list", declines}} {
			spec := book(2, c.init)
			spec.ID = map[bool]string{true: "two"}[c.sup == "list"]
			_, err := otp.StartChild(t.Context(), in(c.sup), spec)
			require.Error(t, err)
			assert.Equal(t, "Root/outer/1", found(first), c.sup)
		}
		_, err = otp.EnsureInstance(t.Context(), in("t"), otp.Name{Service: "book", Key: 3}, nil)
		require.ErrorContains(t, err, "no template")
		assert.Equal(t, "Root/outer/1", found(first), "ensured in vain")

		_, err = otp.StartChild(t.Context(), in("d"), book(2, func(w *worker) error {
			assert.Equal(t, "Root/inner/book(1)", w.c.Lookup(first).Path(), "while it starts")
			return nil
		}))
		require.NoError(t, err)
		assert.Equal(t, "Root/inner/book(1)", found(first))
		_, err = otp.StartChild(t.Context(), in("d"), book(4, fails))
		require.Error(t, err)
		assert.Equal(t, "Root/inner/book(1)", found(first), "a later failure takes nothing back")
	})
}

// While one key of a service is starting, the failure of another takes nothing
// back.
func TestFailedStartBesideOneThatGoesOn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, scoped("inner", workerOf("a"), supervisorOf("one", nil), supervisorOf("two", nil)))
		in := func(name string) otp.Addr { return w.at("inner").In(otp.Name{Service: name}) }
		found := func() (path string) {
			_, err := do(t.Context(), in("a"), func(w *worker) (int, error) {
				path = w.c.Lookup(otp.Name{Service: "book", Key: 3}).Path()
				return 0, nil
			})
			require.NoError(t, err)
			return path
		}
		gate, results := make(chan struct{}), make(chan error, 2)
		for key, sup := range []string{"one", "two"} {
			spec := workerOf("book", func(k *otp.ServerKind[worker]) {
				k.Init = func(*worker) error {
					if key == 0 {
						<-gate
					}
					return errors.New("no paper")
				}
			})
			spec.Name = otp.Name{Service: "book", Key: key}
			go func() { _, err := otp.StartChild(t.Context(), in(sup), spec); results <- err }()
			synctest.Wait()
		}
		require.Error(t, <-results)
		assert.Equal(t, "Root/inner/book(3)", found())
		close(gate)
		require.Error(t, <-results)
		assert.Equal(t, "book(3)", found())
	})
}

// A child that declines keeps its place in a list, and with it the keys of its
// service.
func TestChildThatDeclinesKeepsItsKey(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, scoped("inner", workerOf("a")))
		declines := workerOf("b", func(k *otp.ServerKind[worker]) { k.Init = func(*worker) error { return otp.Ignore } })
		declines.Name.Key = 1
		_, err := otp.StartChild(t.Context(), w.at("inner"), declines)
		require.ErrorIs(t, err, otp.ErrIgnored)
		_, err = do(t.Context(), w.at("inner").In(otp.Name{Service: "a"}), func(w *worker) (int, error) {
			assert.Equal(t, "Root/inner/b(2)", w.c.Lookup(otp.Name{Service: "b", Key: 2}).Path())
			return 0, nil
		})
		require.NoError(t, err)
	})
}
