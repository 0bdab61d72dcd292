package otpdiff

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// TestShrink: of a long scenario only what the difference needs is left. Here the sides differ when b, which traps
// exits, is killed.
func TestShrink(t *testing.T) {
	t.Parallel()
	tries := 0
	differs := func(f *vector.File) *vector.Difference {
		tries++
		traps := f.Tree.Any(func(s vector.Spec) bool { return s.ID == "b" && s.TrapExit })
		at := slices.IndexFunc(f.Steps, func(s vector.Step) bool { return s.Op == "kill" && s.Target == "root/s/b" })
		if !traps || at < 0 {
			return nil
		}
		return &vector.Difference{File: f, Step: at}
	}
	f := &vector.File{
		Tree: vector.Spec{ID: "root", Strategy: "one_for_all", Children: []vector.Spec{
			{ID: "a", Restart: "temporary"},
			{ID: "s", Type: "supervisor", Strategy: "rest_for_one", AutoShutdown: "any_significant", Children: []vector.Spec{
				{ID: "a"},
				{ID: "b", TrapExit: true, Terminate: "hang", Shutdown: 60.0, Init: map[string]string{"2": "ignore"}, Register: "x"},
				{ID: "c", Significant: true},
			}},
			{ID: "d", Type: "supervisor", Strategy: "simple_one_for_one", Template: &vector.Spec{}},
		}},
		Steps: []vector.Step{
			{Op: "start"}, {Op: "kill", Target: "root/a"}, {Op: "start_child", Sup: "root", Spec: &vector.Spec{ID: "n"}},
			{Op: "sleep", Ms: 1}, {Op: "kill", Target: "root/s/b"}, {Op: "stop", Target: "root"},
		},
	}
	small := Shrink(differs(f), differs, 1000)
	assert.Equal(t, []vector.Step{{Op: "start"}, {Op: "kill", Target: "root/s/b"}}, small.File.Steps)
	assert.Equal(t, vector.Spec{ID: "root", Strategy: "one_for_one", Children: []vector.Spec{
		{ID: "s", Type: "supervisor", Strategy: "one_for_one", Children: []vector.Spec{{ID: "b", TrapExit: true}}},
	}}, small.File.Tree)
	assert.Len(t, f.Steps, 6, "the original is left alone")
	assert.Equal(t, "one_for_all", f.Tree.Strategy)
	assert.Less(t, tries, 100)

	tries = 0
	Shrink(differs(f), differs, 5)
	assert.Equal(t, 6, tries, "the first one is mine")
}
