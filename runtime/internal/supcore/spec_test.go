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
