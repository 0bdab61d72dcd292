package otp_test

// The service Worker, for tests of everything: its messages carry the code that
// it is to run, so each test can be read in one place.

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
)

type worker struct {
	c    *otp.Ctx
	kept []otp.Reply[int] // answers that are owed
	n    int              // any state
}

var workerDo = otp.CallOp[worker, func(*worker) (int, error), int]{
	Service: "Worker", Message: "Do",
	Handle: func(w *worker, f func(*worker) (int, error)) (int, error) { return f(w) },
}

var workerRetry = otp.CallOp[worker, func(*worker) (int, error), int]{
	Service: "Worker", Message: "Retry", Idempotent: true,
	Handle: func(w *worker, f func(*worker) (int, error)) (int, error) { return f(w) },
}

var workerLater = otp.CallOp[worker, func(*worker, otp.Reply[int]), int]{
	Service: "Worker", Message: "Later", Timeout: otp.Infinity,
	Later: func(w *worker, f func(*worker, otp.Reply[int]), r otp.Reply[int]) { f(w, r) },
}

var workerTell = otp.CastOp[worker, func(*worker)]{
	Service: "Worker", Message: "Tell",
	Handle: func(w *worker, f func(*worker)) { f(w) },
}

func do(ctx context.Context, to otp.Addr, f func(*worker) (int, error)) (int, error) {
	return otp.Call(ctx, to, &workerDo, f)
}

func tell(t *testing.T, to otp.Addr, f func(*worker)) {
	t.Helper()
	require.NoError(t, otp.Cast(t.Context(), to, &workerTell, f))
}

func answer(n int) func(*worker) (int, error) {
	return func(*worker) (int, error) { return n, nil }
}

func keep(w *worker, r otp.Reply[int]) { w.kept = append(w.kept, r) }

// workerOf makes a child of that id and name; change may alter its kind.
func workerOf(id string, change ...func(k *otp.ServerKind[worker])) otp.ChildSpec {
	kind := otp.ServerKind[worker]{
		Service: "Worker",
		New:     func(c *otp.Ctx) *worker { return &worker{c: c} },
	}
	for _, f := range change {
		f(&kind)
	}
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.Server(kind)}
}

// supervisorOf makes a supervisor without a scope; change may alter its spec.
func supervisorOf(id string, children []otp.ChildSpec, change ...func(s *otp.SupervisorSpec)) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
		spec := otp.SupervisorSpec{MaxRestarts: 10, Children: children}
		for _, f := range change {
			f(&spec)
		}
		return spec, nil
	})}
}

// journal is what happened, in order.
type journal struct {
	mu    sync.Mutex
	lines []string
}

func (j *journal) add(format string, args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, fmt.Sprintf(format, args...))
}

// take returns the lines since the last take.
func (j *journal) take() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	lines := j.lines
	j.lines = nil
	return lines
}

// logged makes a worker that traps exits and writes its life to the journal.
func (j *journal) logged(k *otp.ServerKind[worker]) {
	k.Init = func(w *worker) error {
		j.add("init %s", w.c.Self())
		return nil
	}
	k.Terminate = func(w *worker, why otp.Reason) { j.add("terminate %s %s", w.c.Self(), why) }
}

// world is a system under test.
type world struct {
	*otp.System
	t      *testing.T
	events *eventLog
}

type eventLog struct {
	mu   sync.Mutex
	list []otp.Event
}

func (l *eventLog) add(ev otp.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(l.list, ev)
}

// eventsOf returns the events of one type so far.
func eventsOf[E otp.Event](w *world) []E {
	synctest.Wait() // until they are handed out
	w.events.mu.Lock()
	defer w.events.mu.Unlock()
	var list []E
	for _, ev := range w.events.list {
		if e, ok := ev.(E); ok {
			list = append(list, e)
		}
	}
	return list
}

// quietly is the options of a world without a log.
func quietly(l *eventLog) []otp.Option {
	return []otp.Option{otp.WithLogger(slog.New(slog.DiscardHandler)), otp.WithEvents(l.add)}
}

// start starts a root over these children. At the end of the test it is stopped
// and nothing may be left of it.
func start(t *testing.T, children ...otp.ChildSpec) *world {
	t.Helper()
	return startRoot(t, supervisorOf("Root", children))
}

func startRoot(t *testing.T, root otp.ChildSpec) *world {
	t.Helper()
	l := &eventLog{}
	sys, err := otp.StartRoot(t.Context(), root, quietly(l)...)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, sys.Stop(context.Background()))
		synctest.Wait() // what a test has just let go ends now
		require.Empty(t, sys.Leaks())
	})
	return &world{sys, t, l}
}

// at returns the address of a plain name.
func (w *world) at(name string) otp.Addr { return w.Lookup(otp.Name{Service: name}) }

// ref returns the incarnation that runs under a name.
func (w *world) ref(name string) otp.Ref {
	w.t.Helper()
	return mustRef(w.t, w.at(name))
}

func mustRef(t *testing.T, a otp.Addr) otp.Ref {
	t.Helper()
	ref, ok := a.Ref()
	require.True(t, ok, "%s does not run", a)
	return ref
}

// crash makes a worker panic and waits until its supervisor has dealt with it.
func (w *world) crash(name string) otp.Ref {
	w.t.Helper()
	ref := w.ref(name)
	tell(w.t, ref.Addr(), func(*worker) { panic("boom") })
	<-ref.Done()
	synctest.Wait()
	return ref
}

// bubble runs a test in parallel and in virtual time.
func bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, f)
}
