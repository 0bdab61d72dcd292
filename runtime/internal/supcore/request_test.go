package supcore_test

import (
	"testing"

	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

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
