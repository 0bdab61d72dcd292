package supcore_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

func TestShutdownRule(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		rule   supcore.ShutdownRule
		worker string
		sup    string
	}{
		{supcore.ShutdownRule{}, "5000", "infinity"},
		{supcore.ShutdownAfter(time.Second), "1000", "1000"},
		{supcore.ShutdownInfinity(), "infinity", "infinity"},
		{supcore.BrutalKill(), "brutal_kill", "brutal_kill"},
	} {
		assert.Equal(t, row.worker, row.rule.For(supcore.Worker).String())
		assert.Equal(t, row.sup, row.rule.For(supcore.Supervisor).String())
	}
	assert.Equal(t, "default", supcore.ShutdownRule{}.String())
}

// TestFlagsThatMakeNoSense: the start fails, as that of OTP's supervisor, and nothing else is done.
func TestFlagsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	limit := func(n, seconds int) supcore.Intensity { return supcore.Intensity{MaxRestarts: n, Period: seconds} }
	children := []supcore.Spec{{ID: "a"}}
	for _, row := range []struct {
		m           machine
		term, error string
	}{
		{supcore.NewStatic(supcore.StaticFlags{Strategy: 9}, children), "{invalid_strategy,strategy(9)}", "Strategy is strategy(9): use OneForOne, OneForAll or RestForOne"},
		{supcore.NewStatic(supcore.StaticFlags{AutoShutdown: 9}, children), "{invalid_auto_shutdown,auto_shutdown(9)}", "AutoShutdown is auto_shutdown(9): use Never, AnySignificant or AllSignificant"},
		{supcore.NewStatic(supcore.StaticFlags{Intensity: limit(-1, 0)}, children), "{invalid_intensity,-1}", "MaxRestarts is -1: use 0 for no restart at all, or more"},
		{supcore.NewStatic(supcore.StaticFlags{Intensity: limit(0, -1)}, children), "{invalid_period,-1}", "MaxSeconds is -1: use a number of seconds, or 0 for 5"},
		{supcore.NewDynamic(supcore.DynamicFlags{Intensity: limit(-2, 0)}), "{invalid_intensity,-2}", "MaxRestarts is -2: use 0 for no restart at all, or more"},
		{supcore.NewDynamic(supcore.DynamicFlags{Intensity: limit(0, -2)}), "{invalid_period,-2}", "MaxSeconds is -2: use a number of seconds, or 0 for 5"},
		{supcore.NewDynamic(supcore.DynamicFlags{MaxChildren: -1}), "{invalid_max_children,-1}", "MaxChildren is -1: use 0 for no limit, or more"},
	} {
		out := row.m.Step(supcore.Begin{}, nil)
		if assert.Len(t, out, 1, row.term) {
			assert.Equal(t, "leave {supervisor_data,"+row.term+"}", show(out[0]))
			assert.ErrorContains(t, out[0].(supcore.Leave).Reason.Err(), row.term)
			var wrong *supcore.SpecError
			if assert.ErrorAs(t, out[0].(supcore.Leave).Reason.Err(), &wrong) {
				assert.Equal(t, "the supervisor: "+row.error, wrong.Error())
			}
		}
		assert.Empty(t, row.m.Step(supcore.Request{To: 1, Op: supcore.Count{}}, nil))
	}
}

func TestSpecErrorsNameWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		flags       supcore.StaticFlags
		spec        supcore.Spec
		term, error string
	}{
		{spec: supcore.Spec{}, term: "missing_id", error: `child "": ID is "": each child in a list needs an id`},
		{spec: supcore.Spec{ID: "b"}, term: "{duplicate_child_name,b}", error: `child "b": ID is "b": another child has it already`},
		{spec: supcore.Spec{ID: "a", Restart: 77}, term: "{invalid_restart_type,restart(77)}", error: `child "a": Restart is restart(77): use Permanent, Transient or Temporary`},
		{spec: supcore.Spec{ID: "a", Shutdown: supcore.ShutdownAfter(-1)}, term: "{invalid_shutdown,-1ns}", error: `child "a": Shutdown is -1ns: use a time that is not negative, ShutdownInfinity or BrutalKill`},
		{spec: supcore.Spec{ID: "a", Significant: true, Restart: supcore.Transient}, term: "bad_combination", error: `child "a": Significant is true and AutoShutdown never: a significant child is Transient or Temporary, and its supervisor has AnySignificant or AllSignificant`},
		{flags: supcore.StaticFlags{AutoShutdown: supcore.AnySignificant}, spec: supcore.Spec{ID: "a", Significant: true}, term: "bad_combination", error: `child "a": Significant is true and Restart permanent: a significant child is Transient or Temporary, and its supervisor has AnySignificant or AllSignificant`},
		{spec: supcore.Spec{ID: "a", Backoff: supcore.Backoff{Min: 1, Factor: 0.5}}, term: "{invalid_backoff,{Backoff.Factor,0.5}}", error: `child "a": Backoff.Factor is 0.5: Min must be more than 0, Max at least Min, Factor at least 1, Jitter from 0 to less than 1, ResetAfter more than 0`},
		{spec: supcore.Spec{ID: "a", Limit: &supcore.Intensity{MaxRestarts: -1}}, term: "{invalid_intensity,-1}", error: `child "a": Intensity.MaxRestarts is -1: use 0 for no restart at all, or more`},
		{spec: supcore.Spec{ID: "a", Limit: &supcore.Intensity{Period: -1}}, term: "{invalid_period,-1}", error: `child "a": Intensity.MaxSeconds is -1: use a number of seconds, or 0 for 5`},
	} {
		out := supcore.NewStatic(row.flags, []supcore.Spec{{ID: "b"}, row.spec}).Step(supcore.Begin{}, nil)
		if assert.Len(t, out, 1, row.term) {
			assert.Equal(t, "leave {start_spec,"+row.term+"}", show(out[0]))
			var wrong *supcore.SpecError
			if assert.ErrorAs(t, out[0].(supcore.Leave).Reason.Err(), &wrong) {
				assert.Equal(t, row.error, wrong.Error())
			}
		}
	}
	assert.Equal(t, `the supervisor Root/Data: MaxChildren is -1: use 0 for no limit, or more`,
		(&supcore.SpecError{Supervisor: "Root/Data", Problem: supcore.InvalidMaxChildren, Field: "MaxChildren", Value: "-1"}).Error())
	assert.Equal(t, `child "a" of Root: ID is "a": another child has it already`,
		(&supcore.SpecError{Supervisor: "Root", ID: "a", Problem: supcore.DuplicateID, Field: "ID", Value: `"a"`}).Error())
}

func TestTypeOfChildThatDoesNotExist(t *testing.T) {
	t.Parallel()
	m := supcore.NewStatic(supcore.StaticFlags{}, []supcore.Spec{{ID: "a", Type: 9}})
	assert.Panics(t, func() { m.Step(supcore.Begin{}, nil) })
}

// TestOutIsAppended: Step never touches what the caller already has in out.
func TestOutIsAppended(t *testing.T) {
	t.Parallel()
	mark := []supcore.Action{supcore.Leave{Reason: supcore.Killed()}}
	for _, m := range []machine{supcore.NewStatic(supcore.StaticFlags{}, nil), supcore.NewDynamic(supcore.DynamicFlags{})} {
		out := m.Step(supcore.Begin{}, mark)
		assert.Equal(t, []supcore.Action{mark[0], supcore.Ready{}}, out)
	}
}

// TestWordsOfUnknownValues: what should not exist is shown all the same, in the panic that says so.
func TestWordsOfUnknownValues(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "type(9)", supcore.ChildType(9).String())
	assert.Equal(t, "state(9)", supcore.ChildState(9).String())
	assert.PanicsWithValue(t, "otpgen: internal: unknown event <nil>", func() {
		supcore.NewDynamic(supcore.DynamicFlags{}).Step(nil, supcore.NewDynamic(supcore.DynamicFlags{}).Step(supcore.Begin{}, nil))
	})
}

// TestNothingFollowsTheEnd: a machine that has left does nothing any more.
func TestNothingFollowsTheEnd(t *testing.T) {
	t.Parallel()
	for _, m := range []machine{supcore.NewStatic(supcore.StaticFlags{}, nil), supcore.NewDynamic(supcore.DynamicFlags{})} {
		m.Step(supcore.Begin{}, nil)
		assert.Equal(t, []supcore.Action{supcore.Leave{Reason: supcore.Normal()}}, m.Step(supcore.ExitRequested{Reason: supcore.Normal()}, nil))
		assert.Empty(t, m.Step(supcore.Request{To: 1, Op: supcore.Count{}}, nil))
		assert.Empty(t, m.Step(supcore.ExitRequested{Reason: supcore.Killed()}, nil))
	}
}
