package otptest

import (
	"context"
	"errors"
	"sync"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
)

// testSupervisorID is what the path of each supervised child begins with.
const testSupervisorID = "Test"

// ErrTestOver refuses a start in a test that has returned.
var ErrTestOver = errors.New("the test is over")

// TestSupervisor supervises what one test starts bit by bit, as the supervisor
// behind start_supervised of Elixir's ExUnit: one_for_one, with practically
// unlimited restarts.
//
//	sup := otptest.NewTestSupervisor(t)
//	store := sup.MustStartSupervised(StoreSpec())
//	sup.AwaitReplaced(sup.Crash(store))
//
// It is a [Harness], too. Children have the path Test/ID, and their names are
// those of its System.
//
// When the test ends, after its t.Context is done, the children are stopped,
// last started first, each by its own shutdown rule. All of them have a minute;
// one that takes longer is fenced off and fails the test. Then the functions given to
// OnExit run, last registered first. As everything in package testing, this takes
// its turn among the cleanups of t: those registered after NewTestSupervisor run
// before the children are stopped, those registered before it when OnExit is
// through. So what a child needs is released by OnExit, or made before.
//
// ExUnit knows the test by its process and refuses any other one. Here the
// TestSupervisor itself says which test it is: StartSupervised and StopSupervised
// may be called from any goroutine. Those that begin with Must, like everything that may
// end a test, belong on the goroutine of the test. A subtest makes its own.
type TestSupervisor struct {
	*Harness

	mu     sync.Mutex
	onExit []func()
	exited bool
}

// NewTestSupervisor starts the supervisor of t, without children. opts are as
// for [Start].
func NewTestSupervisor(t testing.TB, opts ...otp.Option) *TestSupervisor {
	t.Helper()
	s := &TestSupervisor{}
	t.Cleanup(func() { s.exit(t) }) // before Start, whose cleanup is to run first
	s.Harness = Start(t, func(ctx context.Context, opts ...otp.Option) (*otp.System, error) {
		return otp.StartRoot(ctx, otp.ChildSpec{ID: testSupervisorID, Start: otp.Supervisor(testSupervisor)}, opts...)
	}, opts...)
	return s
}

// testSupervisor is its init. The intensity is ExUnit's.
func testSupervisor() (otp.SupervisorSpec, error) {
	return otp.SupervisorSpec{Strategy: otp.OneForOne, MaxRestarts: 1_000_000, MaxSeconds: 1}, nil
}

// Addr returns the address of the supervisor, as ExUnit.fetch_test_supervisor:
// for [otp.WhichChildren] and so on.
func (s *TestSupervisor) Addr() otp.Addr { return s.sys.Root() }

// StartSupervised starts a child of the test, as start_supervised. What it
// returns is what [otp.StartChild] does: each id may be used once at a time
// ([otp.ErrAlreadyStarted], and [otp.ErrAlreadyPresent] for a child that has ended
// and is not temporary). A permanent child is restarted within the test, as every
// restart type works as usual. [ErrTestOver] when the test has returned.
func (s *TestSupervisor) StartSupervised(spec otp.ChildSpec) (otp.Ref, error) {
	if s.t.Context().Err() != nil {
		return otp.Ref{}, ErrTestOver
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return otp.StartChild(ctx, s.Addr(), spec)
}

// MustStartSupervised is StartSupervised for a child whose start is not what the
// test is about, as start_supervised!: if it fails, so does the test.
func (s *TestSupervisor) MustStartSupervised(spec otp.ChildSpec) otp.Ref {
	s.t.Helper()
	ref, err := s.StartSupervised(spec)
	if err != nil {
		s.t.Fatalf("child %q did not start: %v", spec.ID, err)
	}
	return ref
}

// StopSupervised stops a child and forgets it, as stop_supervised: its id may be
// used again. It returns when the child is gone; nil for one that has ended
// already, and [otp.ErrNotFound] for an id that is not known: nor is that of a
// temporary child that has ended.
func (s *TestSupervisor) StopSupervised(id string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := otp.TerminateChild(ctx, s.Addr(), id); err != nil {
		return err
	}
	if err := otp.DeleteChild(ctx, s.Addr(), id); !errors.Is(err, otp.ErrNotFound) {
		return err
	}
	return nil // a temporary child is forgotten when it ends
}

// MustStopSupervised is StopSupervised, as stop_supervised!: if it fails, so does
// the test.
func (s *TestSupervisor) MustStopSupervised(id string) {
	s.t.Helper()
	if err := s.StopSupervised(id); err != nil {
		s.t.Fatalf("child %q was not stopped: %v", id, err)
	}
}

// OnExit makes f run at the end of the test when all children are gone, as
// on_exit: last registered first, each also if another one fails.
func (s *TestSupervisor) OnExit(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.exited {
		s.t.Cleanup(f)
		return
	}
	s.onExit = append(s.onExit, f)
}

// exit is a cleanup itself. What it registers comes next, last registered first.
func (s *TestSupervisor) exit(t testing.TB) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exited = true
	for _, f := range s.onExit {
		t.Cleanup(f)
	}
	s.onExit = nil
}
