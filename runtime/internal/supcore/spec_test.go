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

func TestImpossibleFlags(t *testing.T) {
	t.Parallel()
	assert.Panics(t, func() { supcore.NewStatic(supcore.StaticFlags{Strategy: 9}, nil) })
	assert.Panics(t, func() { supcore.NewStatic(supcore.StaticFlags{AutoShutdown: 9}, nil) })
	assert.Panics(t, func() { supcore.NewDynamic(supcore.DynamicFlags{MaxChildren: -1}) })
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
