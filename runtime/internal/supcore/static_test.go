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

func TestRestartTypes(t *testing.T) {
	t.Parallel()
	proof.Of(t, 16, 17, 18, 19, 20, 21)
	runStatic(t, []scenario{
		{"16 permanent is restarted after every exit", allowing(supcore.OneForOne, 9), "a", `
			boot
			exited 1 normal       -> start a#2
			started 2             ->
			exited 2 shutdown     -> start a#3
			started 3             ->
			exited 3 {shutdown,x} -> start a#4
			started 4             ->
			exited 4 killed       -> start a#5
		`},
		{"17 18 21 transient is restarted after an abnormal exit only", allowing(supcore.OneForOne, 9), "a:transient b:transient c:transient", `
			boot
			exited 1 killed       -> start a#4
			started 4             ->
			exited 2 normal       ->
			exited 3 {shutdown,x} ->
			exited 4 shutdown     ->
			which                 -> reply 1 [c!undefined b!undefined a!undefined]
		`},
		{"19 20 temporary is never restarted and is forgotten", allowing(supcore.OneForAll, 9), "a b:temporary", `
			boot
			exited 2 boom   ->
			which           -> reply 1 [a#1]
			start_child b   -> start b#3
		`},
	})
}

func TestStrategies(t *testing.T) {
	t.Parallel()
	proof.Of(t, 22, 23, 24, 25, 28, 29, 30, 31, 33, 38, 39, 40, 49)
	runStatic(t, []scenario{
		{"22 one_for_one touches nobody else", allowing(supcore.OneForOne, 3), "a b c", `
			boot
			exited 2 boom -> start b#4
			started 4     ->
			which         -> reply 1 [c#3 b#4 a#1]
		`},
		{"23 24 one_for_all stops in reverse and starts in order, the dead one at its place", allowing(supcore.OneForAll, 3), "a b c", `
			boot
			exited 2 boom     -> shutdown 3, arm 3 5s
			exited 3 shutdown -> disarm 3, shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, start a#4
			started 4         -> start b#5
			started 5         -> start c#6
			started 6         ->
		`},
		{"30 31 rest_for_one leaves the ones before alone", allowing(supcore.RestForOne, 3), "a b c", `
			boot
			exited 2 boom     -> shutdown 3, arm 3 5s
			exited 3 shutdown -> disarm 3, start b#4
			started 4         -> start c#5
			started 5         ->
		`},
		{"25 a group restart stops and forgets temporary members", allowing(supcore.OneForAll, 3), "a b:temporary", `
			boot
			exited 1 boom     -> shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, start a#3
			started 3         ->
			which             -> reply 1 [a#3]
		`},
		{"28 29 a group restart revives every member that does not run", allowing(supcore.OneForAll, 3), "a b:transient c", `
			boot
			exited 2 normal   ->
			terminate_child c -> shutdown 3, arm 3 5s
			exited 3 shutdown -> disarm 3, reply 1 ok
			exited 1 boom     -> start a#4
			started 4         -> start b#5
			started 5         -> start c#6
		`},
		{"33 rest_for_one revives only the ones after", allowing(supcore.RestForOne, 3), "a:transient b c:transient", `
			boot
			exited 1 normal ->
			exited 3 normal ->
			exited 2 boom   -> start b#4
			started 4       -> start c#5
		`},
		{"38 40 49 an exit that waits is consumed as the stop and not counted", allowing(supcore.OneForAll, 1), "a b c", `
			boot
			exited 2 boom     -> shutdown 3, arm 3 5s
			exited 1 boom     ->
			exited 3 boom     -> disarm 3, start a#4
			started 4         -> start b#5
			started 5         -> start c#6
			started 6         ->
		`},
		{"39 one_for_one restarts one for every death, in their order", allowing(supcore.OneForOne, 9), "a b c", `
			boot
			exited 3 boom -> start c#4
			exited 1 boom ->
			exited 2 boom ->
			started 4     -> start a#5
			started 5     -> start b#6
		`},
		{"an exit of an old incarnation matches nothing", allowing(supcore.OneForOne, 9), "a", `
			boot
			exited 1 boom -> start a#2
			started 2     ->
			exited 1 boom ->
			which         -> reply 1 [a#2]
		`},
	})
}

func TestIntensity(t *testing.T) {
	t.Parallel()
	proof.Of(t, 38, 42, 43, 44, 46, 47, 50, 51, 52, 53)
	runStatic(t, []scenario{
		{"42 43 44 the restart that is one too many ends the supervisor", allowing(supcore.OneForOne, 1), "a b", `
			boot
			exited 2 boom     -> start b#3
			started 3         ->
			exited 3 boom     -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, leave shutdown
		`},
		{"46 none allowed", allowing(supcore.OneForOne, 0), "a", `
			boot
			exited 1 normal -> leave shutdown
		`},
		{"47 50 what is not restarted is not counted", allowing(supcore.OneForOne, 0), "a:temporary b:transient c", `
			boot
			exited 1 boom   ->
			exited 2 normal ->
			which           -> reply 1 [c#3 b!undefined]
		`},
		{"51 requests are not counted", allowing(supcore.OneForOne, 0), "a", `
			boot
			terminate_child a -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, reply 1 ok
			restart_child a   -> start a#2
			failed 2 bad      -> reply 2 start of a failed: bad
			restart_child a   -> start a#3
			started 3         -> reply 3 started 3
		`},
		{"52 both ends of the period count", allowing(supcore.OneForOne, 1), "a", `
			boot
			exited 1 boom @1s    -> start a#2
			started 2            ->
			exited 2 boom @6.9s  -> leave shutdown
		`},
		{"52 53 one second more does not", allowing(supcore.OneForOne, 1), "a", `
			boot
			exited 1 boom @1.9s  -> start a#2
			started 2            ->
			exited 2 boom @7s    -> start a#3
			started 3            ->
			exited 3 boom @12.9s -> leave shutdown
		`},
		{"38 a restart counts at the time when its turn comes", allowing(supcore.OneForOne, 1), "a b", `
			boot
			exited 1 boom @1s -> start a#3
			exited 2 boom @1s ->
			started 3 @9s     -> start b#4
		`},
	})
}

func TestRetries(t *testing.T) {
	t.Parallel()
	proof.Of(t, 57, 58, 59, 60, 61, 62, 63, 64, 65, 67, 68, 69, 70, 71)
	runStatic(t, []scenario{
		{"57 58 59 a failed restart is tried again and counted every time", allowing(supcore.OneForOne, 2), "a", `
			boot
			exited 1 boom -> start a#2
			failed 2 bad  -> self retry 2
			retry 2       -> start a#3
			failed 3 bad  -> self retry 3
			retry 3       -> leave shutdown
		`},
		{"60 a restart that says ignore is no failure", allowing(supcore.OneForOne, 2), "a", `
			boot
			exited 1 boom -> start a#2
			ignored 2     ->
			which         -> reply 1 [a!undefined]
		`},
		{"61 one_for_all: the retry stops what had come up and starts all", allowing(supcore.OneForAll, 3), "a b", `
			boot
			exited 2 boom     -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, start a#3
			started 3         -> start b#4
			failed 4 bad      -> self retry 4
			retry 4           -> shutdown 3, arm 3 5s
			exited 3 shutdown -> disarm 3, start a#5
			started 5         -> start b#6
		`},
		{"62 rest_for_one: the retry begins at the one that failed", allowing(supcore.RestForOne, 3), "a b c", `
			boot
			exited 1 boom     -> shutdown 3, arm 3 5s
			exited 3 shutdown -> disarm 3, shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, start a#4
			started 4         -> start b#5
			failed 5 bad      -> self retry 5
			which             -> reply 1 [c!undefined b!restarting a#4]
			retry 5           -> start b#6
			started 6         -> start c#7
		`},
		{"63 64 65 67 what a restarting child answers", allowing(supcore.OneForOne, 3), "a", `
			boot
			exited 1 boom   -> start a#2
			failed 2 bad    -> self retry 2
			which           -> reply 1 [a!restarting]
			start_child a   -> reply 2 already_present
			restart_child a -> reply 3 restarting
			delete_child a  -> reply 4 restarting
			count           -> reply 5 1 0 0 1
		`},
		{"68 69 a stale retry does nothing", allowing(supcore.OneForOne, 3), "a", `
			boot
			exited 1 boom     -> start a#2
			failed 2 bad      -> self retry 2
			terminate_child a -> reply 1 ok
			restart_child a   -> start a#3
			started 3         -> reply 2 started 3
			retry 2           ->
			which             -> reply 3 [a#3]
		`},
		{"a retry that a group restart has overtaken is carried out, its successor is not", allowing(supcore.RestForOne, 9), "a b", `
			boot
			exited 2 boom   -> start b#3
			exited 1 boom   ->
			failed 3 bad    -> self retry 3, start a#4
			started 4       -> start b#5
			failed 5 bad    -> self retry 5
			retry 3         -> start b#6
			started 6       ->
			retry 5         ->
		`},
		{"70 the ones behind a terminated retry stay down", allowing(supcore.RestForOne, 3), "a b", `
			boot
			exited 1 boom     -> shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, start a#3
			failed 3 bad      -> self retry 3
			terminate_child a -> reply 1 ok
			retry 3           ->
			which             -> reply 2 [b!undefined a!undefined]
		`},
		{"71 what arrived before the failure comes before the retry", allowing(supcore.OneForOne, 3), "a b", `
			boot
			exited 1 boom     -> start a#3
			exited 2 boom     ->
			exit shutdown     -> arm 3 5s
			failed 3 bad      -> disarm 3, self retry 3, start b#4, arm 4 5s
			started 4         -> disarm 4, shutdown 4, arm 4 5s
			retry 3           ->
			exited 4 shutdown -> disarm 4, leave shutdown
		`},
	})
}

func TestRequests(t *testing.T) {
	t.Parallel()
	proof.Of(t, 9, 11, 12, 15, 34, 35, 38, 40, 41, 64, 66, 72, 73, 74, 75, 76, 77, 78, 79, 80, 82, 83)
	runStatic(t, []scenario{
		{"34 35 a new child is the last one, a restart keeps the place", allowing(supcore.OneForOne, 3), "a b", `
			boot
			start_child c -> start c#3
			started 3     -> reply 1 started 3
			exited 1 boom -> start a#4
			started 4     ->
			which         -> reply 2 [c#3 b#2 a#4]
		`},
		{"64 66 start_child never replaces", allowing(supcore.OneForOne, 3), "a b:transient", `
			boot
			exited 2 normal ->
			start_child a   -> reply 1 already_started: a
			start_child b   -> reply 2 already_present
		`},
		{"15 a bad spec is reported before a taken id", allowing(supcore.OneForOne, 3), "a", `
			boot
			start_child a:sometimes   -> reply 1 {invalid_restart_type,restart(99)}
			start_child b:-1s         -> reply 2 {invalid_shutdown,-1000}
			start_child c:significant -> reply 3 bad_combination
			which                     -> reply 4 [a#1]
		`},
		{"78 start_child that fails keeps nothing", allowing(supcore.OneForOne, 3), "", `
			boot
			start_child a -> start a#1
			failed 1 bad  -> reply 1 start of a failed: bad
			which         -> reply 2 []
		`},
		{"79 9 start_child that says ignore keeps the spec unless it is temporary", allowing(supcore.OneForOne, 3), "", `
			boot
			start_child a           -> start a#1
			ignored 1               -> reply 1 ignored
			start_child b:temporary -> start b#2
			ignored 2               -> reply 2 ignored
			which                   -> reply 3 [a!undefined]
		`},
		{"72 75 82 restart_child", allowing(supcore.OneForOne, 3), "a", `
			boot
			restart_child a   -> reply 1 running
			terminate_child a -> shutdown 1, arm 1 5s
			exited 1 odd      -> disarm 1, reply 2 ok
			restart_child a   -> start a#2
			ignored 2         -> reply 3 ignored
			restart_child a   -> start a#3
			failed 3 bad      -> reply 4 start of a failed: bad
			which             -> reply 5 [a!undefined]
		`},
		{"73 74 41 terminate_child keeps the spec, of a temporary child nothing", allowing(supcore.OneForOne, 3), "a b:temporary", `
			boot
			terminate_child a -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, reply 1 ok
			terminate_child a -> reply 2 ok
			terminate_child b -> shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, reply 3 ok
			terminate_child b -> reply 4 not_found
		`},
		{"76 77 delete_child", allowing(supcore.OneForOne, 3), "a b:transient", `
			boot
			exited 2 normal -> 
			delete_child a  -> reply 1 running
			delete_child b  -> reply 2 ok
			delete_child b  -> reply 3 not_found
			get_childspec b -> reply 4 not_found
			restart_child b -> reply 5 not_found
			which           -> reply 6 [a#1]
		`},
		{"11 12 80 get_childspec fills in the defaults", allowing(supcore.OneForOne, 3), "a s:supervisor", `
			boot
			get_childspec a -> reply 1 a permanent 5000 worker false
			get_childspec s -> reply 2 s permanent infinity supervisor false
		`},
		{"83 count_children", allowing(supcore.OneForOne, 3), "a s:supervisor b:transient", `
			boot
			exited 3 normal ->
			count           -> reply 1 3 2 1 2
		`},
		{"38 a request waits while a child starts or stops", allowing(supcore.OneForOne, 3), "a b", `
			boot
			terminate_child a -> shutdown 1, arm 1 5s
			terminate_child b ->
			which             ->
			exited 1 shutdown -> disarm 1, reply 1 ok, shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, reply 2 ok, reply 3 [b!undefined a!undefined]
		`},
		{"40 terminate_child consumes an exit that waits behind it", allowing(supcore.OneForOne, 0), "a b", `
			boot
			terminate_child a -> shutdown 1, arm 1 5s
			terminate_child b ->
			exited 2 boom     ->
			exited 1 shutdown -> disarm 1, reply 1 ok, reply 2 ok
		`},
		{"a child has no handle here", allowing(supcore.OneForOne, 3), "a", `
			boot
			terminate 1 -> reply 1 unsupported
		`},
	})
}

func TestAutoShutdown(t *testing.T) {
	t.Parallel()
	proof.Of(t, 120, 121, 122, 123, 124, 125, 126, 127, 128, 130)
	any, all := supcore.AnySignificant, supcore.AllSignificant
	runStatic(t, []scenario{
		{"122 124 any: the first end", shuttingDown(supcore.OneForOne, any), "a b:temporary,significant", `
			boot
			exited 2 boom     -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, leave shutdown
		`},
		{"125 an abnormal exit of a transient one is a restart", shuttingDown(supcore.OneForOne, any), "a:transient,significant", `
			boot
			exited 1 boom     -> start a#2
			started 2         ->
			exited 2 normal   -> leave shutdown
		`},
		{"123 all: the last end", shuttingDown(supcore.OneForOne, all), "a:transient,significant b:temporary,significant c", `
			boot
			exited 1 normal   ->
			exited 2 boom     -> shutdown 3, arm 3 5s
			exited 3 shutdown -> disarm 3, leave shutdown
		`},
		{"126 terminate_child does not count", shuttingDown(supcore.OneForOne, any), "a:transient,significant", `
			boot
			terminate_child a -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, reply 1 ok
			which             -> reply 2 [a!undefined]
		`},
		{"127 neither does the stop in a group restart", shuttingDown(supcore.OneForAll, any), "a b:temporary,significant", `
			boot
			exited 1 boom     -> shutdown 2, arm 2 5s
			exited 2 normal   -> disarm 2, start a#3
			started 3         ->
		`},
		{"128 for all, undefined is gone and restarting is not", shuttingDown(supcore.OneForOne, all), "a:transient,significant b:transient,significant c:transient,significant", `
			boot
			terminate_child a -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, reply 1 ok
			exited 2 boom     -> start b#4
			failed 4 bad      -> self retry 4
			exited 3 normal   ->
			retry 4           -> start b#5
			started 5         ->
			exited 5 normal   -> leave shutdown
		`},
		{"130 others never matter", shuttingDown(supcore.OneForOne, any), "a:temporary b:transient,significant", `
			boot
			exited 1 boom -> 
			which         -> reply 1 [b#2]
		`},
		{"120 121 significant needs auto_shutdown and no permanent child", shuttingDown(supcore.OneForOne, any), "a:significant", `
			begin -> leave {start_spec,bad_combination}
		`},
	})
}
