package vector_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

func TestRead(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"good.json":    {Data: []byte(`{"format":1,"name":"x","tree":{"id":"root"},"steps":[{"op":"start"}],"expect":[{"result":{},"events":[],"tree":[]}]}`)},
		"unknown.json": {Data: []byte(`{"format":1,"nmae":"x"}`)},
		"short.json":   {Data: []byte(`{"format":1,"steps":[{"op":"start"}],"expect":[]}`)},
		"format.json":  {Data: []byte(`{"format":2}`)},
	}
	f, err := vector.Read(files, "good.json")
	require.NoError(t, err)
	assert.Equal(t, "root", f.Tree.ID)
	for name, want := range map[string]string{
		"unknown.json": `scenario unknown.json: json: unknown field "nmae"`,
		"short.json":   "scenario short.json: format 1 with 1 steps and 0 expectations",
		"format.json":  "scenario format.json: format 2 with 0 steps and 0 expectations",
		"missing.json": "read scenario: open missing.json: file does not exist",
	} {
		_, err := vector.Read(files, name)
		assert.EqualError(t, err, want)
	}
}

func file(unordered bool) *vector.File {
	return &vector.File{
		Tree: vector.Spec{ID: "root", Children: []vector.Spec{
			{ID: "a"},
			{ID: "d", Strategy: "dynamic"},
			{ID: "e", Strategy: "simple_one_for_one"},
		}},
		Steps: []vector.Step{{Op: "stop", Unordered: unordered}},
	}
}

// TestNormal: only what lies below one dynamic supervisor may change places.
func TestNormal(t *testing.T) {
	t.Parallel()
	events := []string{
		"exit root/e/y#1 shutdown",
		"exit root/d/z#1 shutdown",
		"terminate root/d/x/k#2 shutdown",
		"exit root/d/x/b#1 shutdown",
		"exit root/a#1 shutdown",
		"exit root/d/b#1 killed",
		"exit root#1 shutdown",
	}
	got := file(false).Normal(0, vector.Expect{Events: events})
	assert.Equal(t, []string{
		"exit root/e/y#1 shutdown",
		"terminate root/d/x/k#2 shutdown",
		"exit root/d/x/b#1 shutdown",
		"exit root/d/z#1 shutdown",
		"exit root/a#1 shutdown",
		"exit root/d/b#1 killed",
		"exit root#1 shutdown",
	}, got.Events)
	assert.Equal(t, "exit root/d/z#1 shutdown", events[1], "the original is left alone")

	got = file(true).Normal(0, vector.Expect{Events: []string{"exit b#10 x", "exit a#2 x", "terminate b#9 x", "exit a#2 y"}})
	assert.Equal(t, []string{"exit a#2 x", "exit a#2 y", "terminate b#9 x", "exit b#10 x"}, got.Events)
}

type parrot []vector.Expect

func (p *parrot) Play(vector.Step) (vector.Expect, error) {
	e := (*p)[0]
	*p = (*p)[1:]
	return e, nil
}

func TestCompare(t *testing.T) {
	t.Parallel()
	f := file(false)
	f.Name = "x"
	f.Steps = append(f.Steps, vector.Step{Op: "exit", Target: "root/a"})
	first := vector.Expect{Result: map[string]any{"n": 1.0}, Events: []string{"init root/a#1 ok"}}
	f.Expect = []vector.Expect{first, {Events: []string{"exit root/a#1 boom"}}}

	same := parrot{{Result: map[string]any{"n": 1}, Events: first.Events, Tree: []vector.SupState{}}, f.Expect[1]}
	diff, err := f.Compare(&same)
	require.NoError(t, err)
	assert.Nil(t, diff)

	other := parrot{first, {Events: []string{"exit root/a#1 bang"}}}
	diff, err = f.Compare(&other)
	require.NoError(t, err)
	require.NotNil(t, diff)
	assert.Equal(t, `x: step 1: {"op":"exit","target":"root/a"}
  events differ
  OTP did  ["exit root/a#1 boom"]
  we did   ["exit root/a#1 bang"]
  events of the steps before:
    0 stop:
    init root/a#1 ok`, diff.String())
}

func TestNotApplicable(t *testing.T) {
	t.Parallel()
	f := file(false)
	assert.Empty(t, f.NotApplicable())
	f.Tree.Children[1].AutoShutdown = "never"
	f.Tree.AutoShutdown = "any_significant"
	assert.Empty(t, f.NotApplicable())
	f.Tree.Children[1].AutoShutdown = "any_significant"
	assert.Equal(t, "a dynamic supervisor has no auto_shutdown", f.NotApplicable())
}

// TestNormalNested: below a child of a dynamic supervisor the same holds again, also for supervisors that a step adds.
func TestNormalNested(t *testing.T) {
	t.Parallel()
	f := file(false)
	f.Steps = []vector.Step{
		{Op: "start_child", Sup: "root/d", Tag: "x", Spec: &vector.Spec{Type: "supervisor", Strategy: "dynamic"}},
		{Op: "async", Do: []byte(`{"op":"start_child","sup":"root","spec":{"id":"n","type":"supervisor","strategy":"dynamic"}}`)},
	}
	got := f.Normal(0, vector.Expect{Events: []string{
		"exit root/d/x/k#1 shutdown",
		"exit root/d/b#1 shutdown",
		"exit root/d/x/j#1 shutdown",
		"exit root/d/x#1 shutdown",
		"exit root/n/z#1 shutdown",
		"exit root/n/y#1 shutdown",
		"exit root/e/y#1 shutdown",
		"exit root/d#1 shutdown",
	}})
	assert.Equal(t, []string{
		"exit root/d/b#1 shutdown",
		"exit root/d/x/j#1 shutdown",
		"exit root/d/x/k#1 shutdown",
		"exit root/d/x#1 shutdown",
		"exit root/n/y#1 shutdown",
		"exit root/n/z#1 shutdown",
		"exit root/e/y#1 shutdown",
		"exit root/d#1 shutdown",
	}, got.Events)
}
