package supcore_test

import (
	"testing"

	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

func TestDynamic(t *testing.T) {
	t.Parallel()
	proof.Of(t, 38, 40, 48, 58, 132, 135, 138, 139, 140, 142, 143, 144, 145, 146, 147, 148, 149)
	limit := func(restarts, children int) supcore.DynamicFlags {
		return supcore.DynamicFlags{Intensity: supcore.Intensity{MaxRestarts: restarts}, MaxChildren: children}
	}
	for _, row := range []struct {
		says   string
		flags  supcore.DynamicFlags
		script string
	}{
		{"142 no children at start, ids may repeat", limit(3, 0), `
			begin         -> ready
			start_child a -> start a#1
			started 1     -> reply 1 started 1
			start_child a -> start a#2
			started 2     -> reply 2 started 2
			which         -> reply 3 [a#2 a#1]
			count         -> reply 4 2 2 0 2
		`},
		{"143 132 what is not restarted disappears", limit(3, 0), `
			begin                   -> ready
			start_child a:temporary -> start a#1
			started 1               -> reply 1 started 1
			start_child b:transient -> start b#2
			started 2               -> reply 2 started 2
			start_child c           -> start c#3
			started 3               -> reply 3 started 3
			exited 1 boom           ->
			exited 2 normal         ->
			exited 3 normal         -> start c#4
			started 4               ->
			which                   -> reply 4 [c#4]
		`},
		{"144 terminate takes the handle", limit(3, 0), `
			begin             -> ready
			start_child a     -> start a#1
			started 1         -> reply 1 started 1
			terminate 1       -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, reply 2 ok
			terminate 1       -> reply 3 not_found
			terminate_child a -> reply 4 unsupported
			restart_child a   -> reply 5 unsupported
			delete_child a    -> reply 6 unsupported
			get_childspec a   -> reply 7 unsupported
		`},
		{"145 max_children counts restarting ones, too", limit(3, 1), `
			begin           -> ready
			start_child a   -> start a#1
			started 1       -> reply 1 started 1
			start_child b   -> reply 2 max_children
			start_child b:sometimes -> reply 3 {invalid_restart_type,restart(99)}
			exited 1 boom   -> start a#2
			failed 2 bad    -> self retry 1
			start_child b   -> reply 4 max_children
			count           -> reply 5 1 0 0 1
		`},
		{"146 135 a start that fails or says ignore keeps nothing", limit(3, 0), `
			begin         -> ready
			start_child a -> start a#1
			failed 1 bad  -> reply 1 start of a failed: bad
			start_child a -> start a#2
			ignored 2     -> reply 2 ignored
			which         -> reply 3 []
		`},
		{"147 139 a restart that says ignore drops the child", limit(3, 0), `
			begin         -> ready
			start_child a -> start a#1
			started 1     -> reply 1 started 1
			exited 1 boom -> start a#2
			ignored 2     ->
			which         -> reply 2 []
		`},
		{"148 138 a restarting child keeps its handle, which also cancels the retry", limit(9, 0), `
			begin         -> ready
			start_child a -> start a#1
			started 1     -> reply 1 started 1
			exited 1 boom -> start a#2
			failed 2 bad  -> self retry 1
			which         -> reply 2 [a!restarting]
			retry 1       -> start a#3
			failed 3 bad  -> self retry 1
			terminate 1   -> reply 3 ok
			retry 1       ->
			which         -> reply 4 []
		`},
		{"48 58 one history for all children, retries included", limit(2, 0), `
			begin             -> ready
			start_child a     -> start a#1
			started 1         -> reply 1 started 1
			start_child b     -> start b#2
			started 2         -> reply 2 started 2
			exited 1 boom     -> start a#3
			failed 3 bad      -> self retry 1
			retry 1           -> start a#4
			started 4         ->
			exited 2 boom     -> shutdown 4, arm 4 5s
			exited 4 shutdown -> disarm 4, leave shutdown
		`},
		{"149 140 all are told at once, and equal times share a timer", limit(3, 0), `
			begin                     -> ready
			start_child a:1s          -> start a#1
			started 1                 -> reply 1 started 1
			start_child b:infinity    -> start b#2
			started 2                 -> reply 2 started 2
			start_child c:1s          -> start c#3
			started 3                 -> reply 3 started 3
			start_child d:brutal_kill -> start d#4
			started 4                 -> reply 4 started 4
			start_child e:2s          -> start e#5
			started 5                 -> reply 5 started 5
			exit bye                  -> shutdown 5, arm 5 2s, kill 4, shutdown 3, arm 3 1s, shutdown 2, shutdown 1
			exited 3 shutdown         ->
			timeout 3                 -> kill 1
			exited 1 killed           ->
			exited 5 shutdown         -> disarm 5
			exited 4 killed           ->
			exited 2 shutdown         -> leave bye
		`},
		{"38 40 an exit that waits is consumed as the stop", limit(0, 0), `
			begin             -> ready
			start_child a     -> start a#1
			started 1         -> reply 1 started 1
			start_child b     -> start b#2
			exited 1 boom     ->
			exit shutdown     -> arm 2 5s
			timeout 2         -> kill 2
			failed 2 killed   -> reply 2 start of b failed: killed, leave shutdown
		`},
		{"one that is hurried bounds its starts and stops nothing", limit(0, 0), `
			begin         -> ready
			start_child a -> start a#1
			hurry         -> arm 1 5s
			started 1     -> disarm 1, reply 1 started 1
			start_child b -> start b#2, arm 2 5s
			timeout 2     -> kill 2
		`},
	} {
		t.Run(row.says, func(t *testing.T) {
			t.Parallel()
			runScript(t, supcore.NewDynamic(row.flags), 0, row.script)
		})
	}
}
