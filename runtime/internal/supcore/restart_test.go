package supcore_test

import (
	"testing"

	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

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
