package otpdiff

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// still is a tree in which nothing ever happens.
type still struct {
	tree  []vector.SupState
	fails int // the number of the step that cannot be played; 0: none
}

func newStill(f *vector.File, fails int) *still {
	s := &still{fails: fails}
	s.add("", f.Tree)
	return s
}

func (s *still) add(parent string, spec vector.Spec) {
	path := vector.Join(parent, spec.ID)
	state := vector.SupState{Sup: path, N: 1}
	for _, c := range spec.Children {
		state.Children = append(state.Children, c.ID+"#1")
		if c.Type == "supervisor" {
			s.add(path, c)
		}
	}
	s.tree = append(s.tree, state)
}

func (s *still) Play(vector.Step) (vector.Expect, error) {
	if s.fails--; s.fails == 0 {
		return vector.Expect{}, errors.New("broken")
	}
	return vector.Expect{Result: map[string]any{"ok": true}, Tree: s.tree}, nil
}

func generated(t *testing.T, seed, index uint64, fails int) (*vector.File, error) {
	t.Helper()
	return Generate(seed, index, func(f *vector.File) vector.Player { return newStill(f, fails) })
}

// TestGenerateIsDeterministic: a seed and a number are one scenario, and no two numbers or seeds are the same one.
func TestGenerateIsDeterministic(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for seed := range uint64(3) {
		for index := range uint64(200) {
			var texts [2]string
			for i := range texts {
				f, err := generated(t, seed, index, 0)
				require.NoError(t, err)
				data, err := json.Marshal(f)
				require.NoError(t, err)
				texts[i] = string(data)
			}
			require.Equal(t, texts[0], texts[1])
			require.False(t, seen[texts[0]])
			seen[texts[0]] = true
		}
	}
}

// TestGenerateKnowsEveryOperation: nothing that the format can say is left out, and every step can be read again.
func TestGenerateKnowsEveryOperation(t *testing.T) {
	t.Parallel()
	ops, strategies, calls, gates := map[string]bool{}, map[string]bool{}, 0, 0
	for index := range uint64(3000) {
		f, err := generated(t, 1, index, 0)
		require.NoError(t, err)
		f.Tree.Any(func(s vector.Spec) bool { strategies[s.Strategy] = true; return false })
		for _, s := range f.Steps {
			ops[s.Op] = true
			if s = s.Inner(); s.Op == "call" || s.Op == "cast" || s.Op == "info" {
				a, err := s.Action()
				require.NoError(t, err)
				if a.Call != nil {
					calls++
				}
				if a.Gate != "" {
					gates++
				}
			}
		}
	}
	for _, op := range []string{"start", "exit", "kill", "signal", "stop", "parent_exit", "start_child", "terminate_child",
		"restart_child", "delete_child", "get_childspec", "which_children", "count_children", "call", "late", "cast", "info",
		"async", "open", "sleep", "probe", "probe_exit", "unprobe", "whereis"} {
		assert.True(t, ops[op], op)
	}
	for _, s := range []string{"one_for_one", "one_for_all", "rest_for_one", "simple_one_for_one", "dynamic"} {
		assert.True(t, strategies[s], s)
	}
	assert.Positive(t, calls)
	assert.Positive(t, gates)
}

// TestGenerateEndsWithAFailure: what came before is kept, with what was seen.
func TestGenerateEndsWithAFailure(t *testing.T) {
	t.Parallel()
	f, err := generated(t, 1, 0, 4)
	require.ErrorContains(t, err, "broken")
	assert.Len(t, f.Steps, 3)
	assert.Len(t, f.Expect, 3)
}

func TestSkippedOn(t *testing.T) {
	t.Parallel()
	ignoring := &vector.File{Steps: []vector.Step{{Op: "start_child", Tag: "t", Init: map[string]string{"2": "ignore"}}}}
	shutting := &vector.File{Tree: vector.Spec{Strategy: "simple_one_for_one", AutoShutdown: "any_significant"}}
	plain := &vector.File{Steps: []vector.Step{{Op: "start_child", Tag: "t", Init: map[string]string{"1": "ignore"}}}}
	assert.Contains(t, SkippedOn("25", ignoring), "139")
	assert.Contains(t, SkippedOn("26", shutting), "141")
	assert.Empty(t, SkippedOn("25", plain))
	assert.Empty(t, SkippedOn("27", ignoring))
	assert.Empty(t, SkippedOn("27", shutting))
}
