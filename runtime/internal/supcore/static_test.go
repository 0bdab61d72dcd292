package supcore_test

import (
	"testing"

	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// The numbers are those of docs/otp-compatibility.md.

func TestStartAndStop(t *testing.T) {
	t.Parallel()
	proof.Of(t, 1, 3, 4, 5, 7, 8, 9, 14, 90)
	runStatic(t, []scenario{
		{"1 3 children start in order and stop in reverse", allowing(supcore.OneForOne, 3), "a b", `
			begin             -> start a#1
			started 1         -> start b#2
			started 2         -> ready
			exit shutdown     -> shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, leave shutdown
		`},
		{"4 5 a failing child takes the ones before it down again", allowing(supcore.OneForOne, 3), "a b c", `
			begin             -> start a#1
			started 1         -> start b#2
			failed 2 bad      -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, leave {shutdown,{failed_to_start_child,b,bad}}
		`},
		{"7 a temporary child must start, too", allowing(supcore.OneForOne, 3), "a:temporary", `
			begin        -> start a#1
			failed 1 bad -> leave {shutdown,{failed_to_start_child,a,bad}}
		`},
		{"8 9 ignore keeps a permanent spec and drops a temporary one", allowing(supcore.OneForOne, 3), "a b:temporary", `
			begin     -> start a#1
			ignored 1 -> start b#2
			ignored 2 -> ready
			which     -> reply 1 [a!undefined]
		`},
		{"14 all specs are checked before any child starts", allowing(supcore.OneForOne, 3), "a b a", `
			begin -> leave {start_spec,{duplicate_child_name,a}}
		`},
		{"90 a stop ends the children with shutdown and the supervisor with its reason", allowing(supcore.OneForOne, 3), "a", `
			boot
			exit boom         -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, leave boom
		`},
		{"nothing follows the end", allowing(supcore.OneForOne, 3), "", `
			begin       -> ready
			exit normal -> leave normal
			which       ->
			exit boom   ->
		`},
		{"what arrives before begin waits for it", allowing(supcore.OneForOne, 3), "", `
			count       ->
			begin       -> ready, reply 1 0 0 0 0
		`},
	})
}

func TestShutdownRules(t *testing.T) {
	t.Parallel()
	proof.Of(t, 12, 85, 87, 88, 89, 97)
	runStatic(t, []scenario{
		{"85 brutal_kill does not ask", allowing(supcore.OneForOne, 3), "a:brutal_kill", `
			boot
			exit shutdown   -> kill 1
			exited 1 killed -> leave shutdown
		`},
		{"87 88 a child that takes too long is killed, and each has its own time", allowing(supcore.OneForOne, 3), "a:1s b:100ms", `
			boot
			exit shutdown     -> shutdown 2, arm 2 100ms
			timeout 2         -> kill 2
			exited 2 killed   -> shutdown 1, arm 1 1s
			exited 1 shutdown -> disarm 1, leave shutdown
		`},
		{"87 12 infinity is for ever, and is the default of a supervisor", allowing(supcore.OneForOne, 3), "a:infinity s:supervisor", `
			boot
			exit shutdown     -> shutdown 2
			timeout 2         ->
			exited 2 shutdown -> shutdown 1
			exited 1 shutdown -> leave shutdown
		`},
		{"89 the reason of a stopped child does not matter", allowing(supcore.OneForAll, 3), "a b", `
			boot
			exited 1 boom -> shutdown 2, arm 2 5s
			exited 2 odd  -> disarm 2, start a#3
		`},
		{"97 a time of 0 asks and kills at once", allowing(supcore.OneForOne, 3), "a:0s", `
			boot
			exit shutdown   -> shutdown 1, kill 1
			exited 1 killed -> leave shutdown
		`},
		{"a timer that comes late does no harm", allowing(supcore.OneForOne, 3), "a", `
			boot
			terminate_child a -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, reply 1 ok
			timeout 1         ->
		`},
	})
}

func TestHangingStart(t *testing.T) {
	t.Parallel()
	runStatic(t, []scenario{
		{"a start has no limit until an exit is asked for, then that of the child's shutdown", allowing(supcore.OneForOne, 3), "a b:2s", `
			begin             -> start a#1
			started 1         -> start b#2
			exit shutdown     -> arm 2 2s
			timeout 2         -> kill 2
			failed 2 killed   -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, leave {shutdown,{failed_to_start_child,b,killed}}
		`},
		{"a start that ends in time is stopped like any child", allowing(supcore.OneForOne, 3), "a", `
			boot
			exited 1 boom     -> start a#2
			exit shutdown     -> arm 2 5s
			started 2         -> disarm 2, shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, leave shutdown
		`},
		{"a start that is through although it was killed has its exit consumed as the stop", allowing(supcore.OneForOne, 3), "a:brutal_kill", `
			boot
			exited 1 boom   -> start a#2
			exit shutdown   -> arm 2 5s
			timeout 2       -> kill 2
			started 2       -> kill 2
			exited 2 killed -> leave shutdown
		`},
		{"a supervisor that is hurried bounds its starts and stops nothing", allowing(supcore.OneForOne, 3), "a b:2s", `
			begin             -> start a#1
			hurry             -> arm 1 5s
			started 1         -> disarm 1, start b#2, arm 2 2s
			started 2         -> disarm 2, ready
			hurry             ->
			exit shutdown     -> shutdown 2, arm 2 2s
			exited 2 shutdown -> disarm 2, shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, leave shutdown
		`},
		{"a failed restart whose retry comes after the exit request is not tried again", allowing(supcore.OneForOne, 3), "a:infinity", `
			boot
			exited 1 boom   -> start a#2
			exit shutdown   ->
			failed 2 killed -> self retry 2, leave shutdown
		`},
		{"the shell may abandon a start unasked", allowing(supcore.OneForOne, 3), "a", `
			begin           -> start a#1
			failed 1 killed -> leave {shutdown,{failed_to_start_child,a,killed}}
		`},
	})
}
