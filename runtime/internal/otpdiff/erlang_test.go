package otpdiff

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// pretend makes a program that stands in for erl: it answers each line with the next of these.
func pretend(t *testing.T, answers string) *Session {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answers"), []byte(answers), 0o600))
	program := filepath.Join(dir, "erl")
	script := "#!/bin/sh\nexec 3<'" + dir + "/answers'\nwhile read -r question && read -r answer <&3; do echo \"$answer\"; done\n"
	require.NoError(t, os.WriteFile(program, []byte(script), 0o700))
	e := &Erlang{erl: program}
	s, err := e.Start(t.Context())
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return s
}

// TestRecord: one line out, one line back, and what is wrong with an answer.
func TestRecord(t *testing.T) {
	t.Parallel()
	f := &vector.File{Tree: vector.Spec{ID: "root"}, Steps: []vector.Step{{Op: "start"}}}
	s := pretend(t, `{"expect": [{"result": {"ok": true}, "events": ["sup_up root#1"], "tree": []}]}
{"failed": "error:not_quiescent"}
{"expect": []}
`)
	seen, err := s.Record(f)
	require.NoError(t, err)
	assert.Equal(t, []string{"sup_up root#1"}, seen[0].Events)

	var failure *RecordError
	_, err = s.Record(f)
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, RecordError{Text: "error:not_quiescent"}, *failure)

	_, err = s.Record(f)
	require.ErrorAs(t, err, &failure)
	assert.Equal(t, RecordError{Text: "1 steps, 0 seen", Broken: true}, *failure)

	_, err = s.Record(f)
	require.ErrorAs(t, err, &failure)
	assert.True(t, failure.Broken, "it has ended")
}

// TestNoErlang: whoever lacks it is told how to get it.
func TestNoErlang(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := FindErlang(t.Context(), ".", t.TempDir())
	require.ErrorIs(t, err, ErrNoErlang)
	assert.Contains(t, err.Error(), "apt-get install erlang-base erlang-dev elixir")
}

func TestCompare(t *testing.T) {
	t.Parallel()
	f := &vector.File{Tree: vector.Spec{ID: "root"}, Steps: []vector.Step{{Op: "start"}, {Op: "kill"}}}
	otp := []vector.Expect{{Result: map[string]any{"n": 1.0}}, {Events: []string{"exit root#1 killed"}}}
	ours := []vector.Expect{{Result: map[string]any{"n": 1}}, {Events: []string{"exit root#1 killed"}}}
	assert.Nil(t, Compare(f, otp, ours))
	ours[1].Events = nil
	diff := Compare(f, otp, ours)
	require.NotNil(t, diff)
	assert.Equal(t, 1, diff.Step)
	assert.Equal(t, "events", diff.What)
}

func TestSummary(t *testing.T) {
	t.Parallel()
	var s Summary
	s.Add(Equal, "")
	s.Add(Equal, "")
	s.Add(Different, "")
	s.Add(Skipped, "b")
	s.Add(Skipped, "a")
	s.Add(Skipped, "a")
	assert.Equal(t, "3 run: 2 equal, 1 different; 0 scheduler dependent; 3 skipped (2: a; 1: b); 0 not applicable; 0 not recorded", s.String())
}
