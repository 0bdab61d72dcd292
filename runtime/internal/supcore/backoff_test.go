package supcore_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

func TestBackoffDelays(t *testing.T) {
	t.Parallel()
	b := supcore.Backoff{Min: 100 * time.Millisecond, Max: time.Second, Factor: 2}
	var waits []time.Duration
	for attempt := range 6 {
		waits = append(waits, b.Delay(attempt+1, 0.5)/time.Millisecond)
	}
	assert.Equal(t, []time.Duration{100, 200, 400, 800, 1000, 1000}, waits)
	assert.Equal(t, time.Second, b.Delay(1_000_000, 0), "no overflow")

	b.Factor = 1
	assert.Equal(t, 100*time.Millisecond, b.Delay(7, 0))

	b.Factor, b.Jitter = 2, 0.5
	assert.Equal(t, 200*time.Millisecond, b.Delay(3, 0))
	assert.Equal(t, 400*time.Millisecond, b.Delay(3, 0.5))
	assert.Equal(t, 500*time.Millisecond, b.Delay(3, 0.75))
}

// TestBackoff: the child a has Min 1s, Max 4s, Factor 2, ResetAfter 10s. "wait 1 2s" arms its timer, "due 1" is its end.
// A wait that is longer than a time.Duration can be is for ever, and not the past.
func TestBackoffForEver(t *testing.T) {
	b := supcore.Backoff{Min: time.Second, Max: math.MaxInt64, Factor: 1e12}
	assert.EqualValues(t, math.MaxInt64, b.Delay(2, 0))
	assert.EqualValues(t, math.MaxInt64, b.Delay(1_000_000, 0))
	b.Jitter = 1
	assert.EqualValues(t, math.MaxInt64, b.Delay(2, 0.9))
	assert.EqualValues(t, 1.5e9, b.Delay(1, 0.75))
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	runStatic(t, []scenario{
		{"each restart in a row waits longer", allowing(supcore.OneForOne, 9), "a:backoff b", `
			boot
			exited 1 boom @1s -> wait 1 1s
			which             -> reply 1 [b#2 a!restarting]
			count             -> reply 2 2 1 0 2
			due 1             -> start a#3
			started 3 @2s     ->
			exited 3 boom @3s -> wait 3 2s
			due 3             -> start a#4
			started 4 @5s     ->
			exited 4 boom @6s -> wait 4 4s
			due 4             -> start a#5
			started 5 @10s    ->
			exited 5 boom @11s -> wait 5 4s
			due 5             -> start a#6
			started 6 @15s    ->
			exited 6 boom @25s -> wait 6 1s
		`},
		{"others do not wait", allowing(supcore.OneForOne, 9), "a:backoff b", `
			boot
			exited 1 boom -> wait 1 1s
			exited 2 boom -> start b#3
			started 3     ->
			due 1         -> start a#4
		`},
		{"a restart that fails is one more in the row", allowing(supcore.OneForOne, 9), "a:backoff", `
			boot
			exited 1 boom -> wait 1 1s
			due 1         -> start a#2
			failed 2 bad  -> self retry 2
			retry 2       -> wait 2 2s
			retry 2       ->
			due 2         -> start a#3
			failed 3 bad  -> self retry 3
			retry 3       -> wait 3 4s
		`},
		{"a time that comes while something else is under way waits its turn", allowing(supcore.OneForOne, 9), "a:backoff b", `
			boot
			exited 1 boom -> wait 1 1s
			exited 2 boom -> start b#3
			due 1         ->
			started 3     -> start a#4
		`},
		{"counted at once, so the one too many does not wait", allowing(supcore.OneForOne, 1), "a:backoff b", `
			boot
			exited 1 boom     -> wait 1 1s
			due 1             -> start a#3
			started 3         ->
			exited 3 boom     -> shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, leave shutdown
		`},
		{"one_for_all: the siblings are stopped at once and wait, too", allowing(supcore.OneForAll, 9), "a:backoff b c:temporary", `
			boot
			exited 1 boom     -> shutdown 3, arm 3 5s
			exited 3 shutdown -> disarm 3, shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, wait 1 1s
			which             -> reply 1 [b!undefined a!restarting]
			due 1             -> start a#4
			started 4         -> start b#5
			started 5         ->
			exited 5 boom     -> shutdown 4, arm 4 5s
			exited 4 shutdown -> disarm 4, start a#6
		`},
		{"rest_for_one: and so are those after it", allowing(supcore.RestForOne, 9), "a b:backoff c", `
			boot
			exited 2 boom     -> shutdown 3, arm 3 5s
			exited 3 shutdown -> disarm 3, wait 2 1s
			which             -> reply 1 [c!undefined b!restarting a#1]
			due 2             -> start b#4
			started 4         -> start c#5
			started 5         ->
		`},
		{"a sibling that was started by hand meanwhile is stopped again", allowing(supcore.OneForAll, 9), "a:backoff b", `
			boot
			exited 1 boom     -> shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, wait 1 1s
			restart_child b   -> start b#3
			started 3         -> reply 1 started 3
			due 1             -> shutdown 3, arm 3 5s
			exited 3 shutdown -> disarm 3, start a#4
		`},
		{"a group restart that another causes meanwhile takes the wait back", allowing(supcore.OneForAll, 9), "a:backoff b", `
			boot
			exited 1 boom     -> shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, wait 1 1s
			restart_child b   -> start b#3
			started 3         -> reply 1 started 3
			exited 3 boom     -> disarm 1, start a#4
			due 1             ->
			started 4         -> start b#5
		`},
		{"a stop does not wait", allowing(supcore.OneForAll, 9), "a:backoff b", `
			boot
			exited 1 boom     -> shutdown 2, arm 2 5s
			exited 2 shutdown -> disarm 2, wait 1 1s
			exit boom         -> disarm 1, leave boom
		`},
		{"a stop that comes with the time", allowing(supcore.OneForOne, 9), "a:backoff b", `
			boot
			exited 1 boom     -> wait 1 1s
			exit boom         -> shutdown 2, arm 2 5s
			due 1             ->
			exited 2 shutdown -> disarm 2, disarm 1, leave boom
		`},
		{"64 65 68 69 requests about a child that waits", allowing(supcore.OneForOne, 9), "a:backoff", `
			boot
			exited 1 boom     -> wait 1 1s
			start_child a     -> reply 1 already_present
			restart_child a   -> reply 2 restarting
			delete_child a    -> reply 3 restarting
			terminate_child a -> disarm 1, reply 4 ok
			which             -> reply 5 [a!undefined]
			due 1             ->
			restart_child a   -> start a#2
			started 2         -> reply 6 started 2
			exited 2 boom     -> wait 2 1s
			terminate_child a -> disarm 2, reply 7 ok
			delete_child a    -> reply 8 ok
			start_child a     -> start a#3
			started 3         -> reply 9 started 3
			due 2             ->
		`},
		{"start_child with waits that make no sense", allowing(supcore.OneForOne, 9), "a", `
			boot
			start_child b:never -> reply 1 {invalid_backoff,{Backoff.Min,0s}}
		`},
	})
}

func TestBackoffOfADynamicSupervisor(t *testing.T) {
	t.Parallel()
	flags := supcore.DynamicFlags{Intensity: supcore.Intensity{MaxRestarts: 9}, MaxChildren: 2}
	runScript(t, supcore.NewDynamic(flags), 0, `
		begin                 -> ready
		start_child a:backoff -> start a#1
		started 1             -> reply 1 started 1
		start_child b:backoff -> start b#2
		started 2             -> reply 2 started 2
		exited 1 boom         -> wait 1 1s
		which                 -> reply 3 [b#2 a!restarting]
		start_child c         -> reply 4 max_children
		due 1                 -> start a#3
		failed 3 bad          -> self retry 1
		retry 1               -> wait 1 2s
		retry 1               ->
		terminate 1           -> disarm 1, reply 5 ok
		due 1                 ->
		terminate 1           -> reply 6 not_found
		exited 2 boom         -> wait 2 1s
		due 2                 -> start b#4
		started 4             ->
		exited 4 boom         -> wait 4 2s
		exit boom             -> disarm 4, leave boom
	`)
}

// TestOwnIntensity: "once" is a child that may be restarted once in 5 s.
func TestOwnIntensity(t *testing.T) {
	t.Parallel()
	runStatic(t, []scenario{
		{"its own restarts count, those of others do not", allowing(supcore.OneForOne, 9), "a:once b", `
			boot
			exited 2 boom     -> start b#3
			started 3         ->
			exited 1 boom     -> start a#4
			started 4         ->
			exited 3 boom     -> start b#5
			started 5         ->
			exited 4 boom     -> shutdown 5, arm 5 5s
			exited 5 shutdown -> disarm 5, leave shutdown
		`},
		{"within its period", allowing(supcore.OneForOne, 9), "a:once", `
			boot
			exited 1 boom @1s -> start a#2
			started 2         ->
			exited 2 boom @7s -> start a#3
		`},
		{"the limit of the supervisor holds as well", allowing(supcore.OneForOne, 0), "a:once", `
			boot
			exited 1 boom     -> leave shutdown
		`},
		{"attempts that fail count", allowing(supcore.OneForOne, 9), "a:once", `
			boot
			exited 1 boom     -> start a#2
			failed 2 bad      -> self retry 2
			retry 2           -> leave shutdown
		`},
		{"a group restart counts for the child that caused it", allowing(supcore.OneForAll, 9), "a:once b", `
			boot
			exited 2 boom     -> shutdown 1, arm 1 5s
			exited 1 shutdown -> disarm 1, start a#3
			started 3         -> start b#4
			started 4         ->
			exited 3 boom     -> shutdown 4, arm 4 5s
			exited 4 shutdown -> disarm 4, start a#5
			started 5         -> start b#6
			started 6         ->
			exited 5 boom     -> shutdown 6, arm 6 5s
			exited 6 shutdown -> disarm 6, leave shutdown
		`},
		{"a bad one is refused", allowing(supcore.OneForOne, 9), "a", `
			boot
			start_child b:less -> reply 1 {invalid_intensity,-1}
		`},
	})
}

func TestOwnIntensityOfADynamicSupervisor(t *testing.T) {
	t.Parallel()
	runScript(t, supcore.NewDynamic(supcore.DynamicFlags{Intensity: supcore.Intensity{MaxRestarts: 9}}), 0, `
		begin              -> ready
		start_child a:once -> start a#1
		started 1          -> reply 1 started 1
		start_child a:once -> start a#2
		started 2          -> reply 2 started 2
		exited 1 boom      -> start a#3
		started 3          ->
		exited 2 boom      -> start a#4
		started 4          ->
		exited 3 boom      -> shutdown 4, arm 4 5s
		exited 4 shutdown  -> disarm 4, leave shutdown
	`)
}

func TestBackoffThatMakesNoSense(t *testing.T) {
	t.Parallel()
	for _, b := range []supcore.Backoff{
		{Max: time.Second},
		{Min: -1},
		{Min: time.Second, Max: time.Millisecond},
		{Min: 1, Factor: 0.5},
		{Min: 1, Factor: math.NaN()},
		{Min: 1, Jitter: 1},
		{Min: 1, Jitter: -0.1},
		{Min: 1, Jitter: math.NaN()},
		{Min: 1, ResetAfter: -1},
	} {
		m := supcore.NewStatic(allowing(supcore.OneForOne, 1), []supcore.Spec{{ID: "a", Backoff: b}})
		out := m.Step(supcore.Begin{}, nil)
		if assert.Len(t, out, 1, "%v", b) {
			assert.Contains(t, show(out[0]), "leave {start_spec,{invalid_backoff,", "%v", b)
		}
	}
	m := supcore.NewStatic(allowing(supcore.OneForOne, 1), []supcore.Spec{{ID: "a", Backoff: supcore.Backoff{Min: time.Hour}}})
	boot(t, m, 1)
	out := m.Step(supcore.Request{To: 1, Op: supcore.GetSpec{ID: "a"}}, nil)
	assert.Equal(t, supcore.Backoff{Min: time.Hour, Max: time.Hour, Factor: 2, ResetAfter: time.Hour},
		out[0].(supcore.Reply).Result.(supcore.ChildSpec).Spec.Backoff)
}
