package otp_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// faults is what programs do wrong, and what then happens. Each row names the tests that show it.
var faults = []struct{ fault, outcome, tests string }{
	// Starts.
	{"Init panics", "a failed start with the reason exception", "TestFailedStartStopsWhatWasStarted TestFailedStartOfAChildLeavesNothing"},
	{"Init returns an error", "a failed start with that error; nothing of it is left", "TestFailedStartStopsWhatWasStarted TestFailedStartOfAChildLeavesNothing"},
	{"Init returns Ignore", "no process and no error", "TestStartThatIsIgnored"},
	{"New returns nil", "a crash that says so", "TestNewThatReturnsNil"},
	{"Init hangs", "the start is bounded by its context, its timeout, or a stop; it is abandoned with its stack", "TestStartThatHangsIsAbandoned TestStartIsGivenUpWithItsContext TestStartTimeout TestRunStartHangs TestAbandonedIsReportedWithItsStack"},
	{"killed while it starts", "a failed start with the reason killed; its place is free", "TestStartThatIsKilledAtOnceLeavesItsPlace TestSignalDuringTheStart"},
	{"the system is stopped while it starts", "the start ends, then the stop", "TestRunSignalDuringTheStart TestStopDuringARestart"},
	{"the name is taken", "AlreadyStartedError with the holder", "TestANameBelongsToOneProcess TestEnsureInstanceThatFindsAnotherNameTaken"},
	{"a bad child spec", "SpecError; nothing is started", "TestBadSpecsStartNothing TestSpecsBeyondOTPAreChecked"},
	// Callbacks.
	{"a callback panics", "the process crashes, with its stack; its caller gets ErrDown", "TestCallToACrashingServer TestWhenTerminateRuns TestEventsAreOneStream"},
	{"a callback calls runtime.Goexit", "a crash like a panic", "TestGoexitInTerminate TestWhenTerminateRuns"},
	{"a callback never returns", "the process is fenced off when it is stopped or killed, and reported with its stack", "TestHungHandlerIsFencedOff TestBrutalKill TestAbandonedIsReportedWithItsStack"},
	{"a fenced process goes on", "what it does reaches nobody", "TestHungHandlerIsFencedOff TestFencedHolderHoldsNothing TestFencedProcessesNeitherHearNorPublish TestRequestOfAFencedProcess TestChaos"},
	{"a server calls itself, or in a circle", "ErrCycle at once", "TestCallCycles TestCycleThroughADelayedReply TestCycleWithTheSupervisor TestRequestsAndCycles"},
	{"answered twice", "the second answer is refused", "TestDelayedReply TestChaos"},
	{"answered late", "the answer is dropped", "TestLateReplyIsDropped TestPostponedCallOfACallerThatHasGivenUp"},
	{"never answered", "ErrTimeout; the server goes on", "TestServerThatNeverAnswers"},
	{"answered by a dead server", "the answer reaches nobody", "TestReplyOfADeadServerReachesNobody TestAnswerIsLostWithItsServer"},
	{"Terminate panics", "that is the reason of the end", "TestPanicInTerminate"},
	{"Terminate hangs", "fenced off at the shutdown deadline", "TestAbandonedIsReportedWithItsStack TestTerminateHasAContextUntilTheDeadline"},
	{"a closer hangs or panics", "the end is told after 5 s", "TestCloserThatHangs TestCloserThatTakesTooLong TestLeakOfACloser"},
	{"unknown timers, nonsense times", "a crash", "TestUnknownTimerIsACrash TestNonsenseTimersAreCrashes TestDeclaredTimersThatMakeNoSense"},
	// Calls.
	{"to nobody", "ErrNoProc", "TestCallToNobody TestZeroValues TestRegistryThatDoesNotRun"},
	{"to a process that ends", "ErrDown with its reason", "TestCallsThatWaitInAServerThatEnds TestCallToACrashingServer"},
	{"to a process that is restarting", "ErrRestarting, or made again if idempotent", "TestCallWhileTheServerIsRestarted TestIdempotentCallsAreMadeAgain TestCallsThatWaitForARestart"},
	{"to a process that is stopping", "ErrDown", "TestCallsThatWaitInAServerThatEnds"},
	{"to a full mailbox", "by its policy: ErrOverloaded, or the sender waits", "TestMailboxRejects TestMailboxBlocks TestMailboxDropsOldest TestMailboxDropsNewest"},
	{"to another service", "ErrWrongService; the server goes on", "TestCallToAnotherService"},
	{"with a context that ends", "ErrCanceled or ErrTimeout at once, wherever the call is", "TestCallCancelledAtEveryStage TestCallTimeout TestCallsOfContextsThatAreOver"},
	{"the caller dies", "the server is told if it asks; nothing is sent", "TestCallerDownOfAProcess TestCallerDownOfAnOutsideCaller TestNoAnswerForACallerThatIsGone"},
	// Supervisors.
	{"asked while it restarts a child", "the request waits its turn", "TestChildrenBehindATerminatedRetry"},
	{"asked while it starts or stops", "the request waits, or gets the reason of the end", "TestEnsureInstanceDuringTheStopOfItsSupervisor TestEnsureInstanceWaitsForItsSupervisor"},
	{"killed", "its children end as orphans", "TestKilledSupervisor TestOrphanThatHangsIsFencedOff"},
	{"a stop that takes too long", "its context bounds it; what is left is fenced off and named", "TestStopBoundedByItsContext TestRunGraceIsOver"},
	{"two stops at once", "both return when all is gone", "TestStopTwiceAndByMany"},
	{"a log that stalls, an observer that panics", "nobody waits for it, and it is taken out", "TestStalledLog TestObserverThatPanicsIsTakenOut TestLoggerThatPanicsIsTakenOut"},
}

// TestFaultsAreTested: the table names no test that does not exist.
func TestFaultsAreTested(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	exist := map[string]bool{}
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				exist[fn.Name.Name] = true
			}
		}
	}
	for _, row := range faults {
		assert.NotEmpty(t, row.outcome, row.fault)
		for _, test := range strings.Fields(row.tests) {
			assert.True(t, exist[test], "%s: there is no %s", row.fault, test)
		}
	}
}

// TestServerThatNeverAnswers keeps the answer of a call for ever.
func TestServerThatNeverAnswers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		begin := time.Now()
		_, err := otp.Call(ctx, w.at("a"), &workerLater, keep)
		assert.ErrorIs(t, err, otp.ErrTimeout)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Minute, time.Since(begin))
		n, err := do(t.Context(), w.at("a"), answer(1))
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		tell(t, w.at("a"), func(w *worker) { assert.False(t, w.kept[0].Send(7), "too late") })
		synctest.Wait()
	})
}

// TestPanicInTerminate: what goes wrong in the last callback is why the process has ended, and it is restarted.
func TestPanicInTerminate(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { panic("late") }
		}))
		ref := w.ref("a")
		tell(t, ref.Addr(), func(w *worker) { w.c.Stop(otp.Normal) })
		<-ref.Done()
		synctest.Wait()
		why, _ := ref.Reason()
		assert.Equal(t, "exception:late", why.String())
		crashed := eventsOf[otp.Crashed](w)
		require.Len(t, crashed, 1)
		assert.Equal(t, "Terminate", crashed[0].Message)
		assert.EqualValues(t, 2, w.ref("a").Incarnation())
	})
}

// TestCallCancelledAtEveryStage: wherever a call or a request is, the end of its context ends it at once.
func TestCallCancelledAtEveryStage(t *testing.T) {
	t.Parallel()
	hold := func(t *testing.T, w *world, gate <-chan struct{}) {
		tell(t, w.at("a"), func(*worker) { <-gate })
		synctest.Wait()
	}
	for name, stage := range map[string]struct {
		before func(t *testing.T, w *world, gate <-chan struct{})
		call   func(ctx context.Context, w *world, gate <-chan struct{}) error
	}{
		"it waits in the mailbox": {hold, func(ctx context.Context, w *world, _ <-chan struct{}) error {
			_, err := do(ctx, w.at("a"), answer(1))
			return err
		}},
		"it waits for room": {func(t *testing.T, w *world, gate <-chan struct{}) {
			hold(t, w, gate)
			tell(t, w.at("a"), func(*worker) {})
		}, func(ctx context.Context, w *world, _ <-chan struct{}) error {
			_, err := do(ctx, w.at("a"), answer(1))
			return err
		}},
		"it is in hand": {nil, func(ctx context.Context, w *world, gate <-chan struct{}) error {
			_, err := do(ctx, w.at("a"), func(*worker) (int, error) { <-gate; return 1, nil })
			return err
		}},
		"its answer is owed": {nil, func(ctx context.Context, w *world, _ <-chan struct{}) error {
			_, err := otp.Call(ctx, w.at("a"), &workerLater, keep)
			return err
		}},
		"it waits in a supervisor": {nil, func(ctx context.Context, w *world, gate <-chan struct{}) error {
			_, err := otp.StartChild(ctx, w.Root(), workerOf("slow", func(k *otp.ServerKind[worker]) {
				k.Init = func(*worker) error { <-gate; return nil }
			}))
			return err
		}},
		"it waits for a stop": {hold, func(ctx context.Context, w *world, _ <-chan struct{}) error {
			return w.ref("a").Stop(ctx, otp.Normal)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := start(t, workerOf("a", func(k *otp.ServerKind[worker]) {
					k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.Block}
				}))
				gate := make(chan struct{})
				if stage.before != nil {
					stage.before(t, w, gate)
				}
				ctx, cancel := context.WithCancel(t.Context())
				got := make(chan error, 1)
				go func() { got <- stage.call(ctx, w, gate) }()
				synctest.Wait()
				require.Empty(t, got, "it waits")
				begin := time.Now()
				cancel()
				err := <-got
				assert.ErrorIs(t, err, otp.ErrCanceled)
				assert.ErrorIs(t, err, context.Canceled)
				var failed *otp.CallError
				assert.ErrorAs(t, err, &failed)
				assert.Zero(t, time.Since(begin))
				close(gate)
				synctest.Wait()
				n, err := do(t.Context(), w.at("a"), answer(1))
				require.NoError(t, err, "the server goes on")
				assert.Equal(t, 1, n)
			})
		})
	}
}

// stuckForEver is what a stack must show.
func stuckForEver(gate <-chan struct{}) { <-gate }

// TestAbandonedIsReportedWithItsStack: whatever it is in which a process is stuck, the report names it, says for how
// long, and shows where.
func TestAbandonedIsReportedWithItsStack(t *testing.T) {
	t.Parallel()
	for message, stick := range map[string]func(k *otp.ServerKind[worker], gate <-chan struct{}){
		"Init": func(k *otp.ServerKind[worker], gate <-chan struct{}) {
			k.Init = func(*worker) error { stuckForEver(gate); return nil }
		},
		"Continue": func(k *otp.ServerKind[worker], gate <-chan struct{}) {
			k.Init = func(w *worker) error { w.c.Continue(func() { stuckForEver(gate) }); return nil }
		},
		"SendAfter": func(k *otp.ServerKind[worker], gate <-chan struct{}) {
			k.Init = func(w *worker) error { w.c.SendAfter(0, func() { stuckForEver(gate) }); return nil }
		},
		"tick": func(k *otp.ServerKind[worker], gate <-chan struct{}) {
			k.Timers = []otp.Timer[worker]{{Name: "tick", After: 1, Fire: func(*worker) { stuckForEver(gate) }}}
		},
		"Terminate": func(k *otp.ServerKind[worker], gate <-chan struct{}) {
			k.Terminate = func(*worker, otp.Reason) { stuckForEver(gate) }
		},
	} {
		t.Run(message, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				gate := make(chan struct{})
				w := start(t)
				spec := workerOf("a", func(k *otp.ServerKind[worker]) { stick(k, gate) })
				spec.Shutdown = otp.ShutdownAfter(2 * time.Second)
				started := make(chan error, 1)
				go func() { _, err := otp.StartChild(t.Context(), w.Root(), spec); started <- err }()
				time.Sleep(time.Second)
				stopped := make(chan error, 1)
				go func() { stopped <- w.Stop(t.Context()) }()
				require.NoError(t, <-stopped)
				abandoned := eventsOf[otp.Abandoned](w)
				require.Len(t, abandoned, 1)
				assert.Equal(t, "Root/a", abandoned[0].Path)
				assert.Equal(t, message, abandoned[0].Message)
				assert.GreaterOrEqual(t, abandoned[0].Held, 2*time.Second)
				assert.Contains(t, abandoned[0].Stack.String(), "stuckForEver")
				close(gate)
				synctest.Wait()
				<-started
			})
		})
	}
}
