package supcore_test

import (
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// slices cannot be compared with ==, so an error made of one would make a naive comparison of reasons panic.
type incomparable []string

func (incomparable) Error() string { return "incomparable" }

func TestReason(t *testing.T) {
	t.Parallel()
	spec := &supcore.SpecError{ID: "a", Problem: supcore.DuplicateID}
	for _, row := range []struct {
		reason supcore.Reason
		text   string
		normal bool
	}{
		{supcore.Reason{}, "none", false},
		{supcore.Normal(), "normal", true},
		{supcore.Shutdown(), "shutdown", true},
		{supcore.ShutdownWith("idle"), "{shutdown,idle}", true},
		{supcore.Killed(), "killed", false},
		{supcore.NoProc(), "noproc", false},
		{supcore.Crash(errors.New("oops")), "exception:oops", false},
		{supcore.Failed(errors.New("boom")), "boom", false},
		{supcore.FailedToStartChild("b", supcore.Crash(errors.New("oops"))), "{shutdown,{failed_to_start_child,b,exception:oops}}", true},
		{
			supcore.FailedToStartChild("s", supcore.FailedToStartChild("b", supcore.Killed())),
			"{shutdown,{failed_to_start_child,s,{shutdown,{failed_to_start_child,b,killed}}}}", true,
		},
		{supcore.StartSpec(spec), "{start_spec,{duplicate_child_name,a}}", false},
	} {
		assert.Equal(t, row.text, row.reason.String())
		assert.Equal(t, row.normal, row.reason.IsNormalEnd(), row.text)
	}
}

func TestReasonComparison(t *testing.T) {
	t.Parallel()
	x, again := supcore.ShutdownWith("x"), supcore.ShutdownWith("x")
	assert.True(t, x == again)
	assert.False(t, supcore.ShutdownWith("x") == supcore.ShutdownWith("y"))
	assert.False(t, supcore.Normal() == supcore.Shutdown())
	assert.True(t, supcore.Reason{}.IsZero())

	crash := supcore.Crash(incomparable{"a"})
	same := crash
	assert.True(t, crash == same)
	assert.False(t, crash == supcore.Crash(incomparable{"a"}), "two crashes are two")
	assert.True(t, crash.IsCrash())
	assert.False(t, supcore.Failed(io.EOF).IsCrash())
}

func TestReasonAsError(t *testing.T) {
	t.Parallel()
	assert.NoError(t, supcore.Normal().Err())
	assert.NoError(t, supcore.ShutdownWith("x").Err())
	assert.NoError(t, supcore.Reason{}.Err())
	assert.Equal(t, io.EOF, supcore.Crash(io.EOF).Err())
	assert.EqualError(t, supcore.Killed().Err(), "killed")
	assert.ErrorIs(t, supcore.Killed().Err(), supcore.Killed().Err())
	assert.NotErrorIs(t, supcore.Killed().Err(), supcore.NoProc().Err())

	nested := supcore.FailedToStartChild("s", supcore.FailedToStartChild("b", supcore.Failed(io.EOF)))
	assert.ErrorIs(t, nested.Err(), io.EOF)
	assert.ErrorIs(t, &supcore.StartError{ID: "s", Reason: nested}, io.EOF)

	id, why, ok := nested.FailedChild()
	assert.True(t, ok)
	assert.Equal(t, "s", id)
	assert.Equal(t, "{shutdown,{failed_to_start_child,b,EOF}}", why.String())
	_, _, ok = supcore.Shutdown().FailedChild()
	assert.False(t, ok)

	var spec *supcore.SpecError
	refused := supcore.StartSpec(&supcore.SpecError{ID: "a", Problem: supcore.BadCombination})
	assert.ErrorAs(t, refused.Err(), &spec)
	assert.Equal(t, "a", spec.ID)
}

func TestReasonFromNilError(t *testing.T) {
	t.Parallel()
	assert.PanicsWithValue(t, "otpgen: internal: exit reason made from a nil error", func() { supcore.Crash(nil) })
	assert.PanicsWithValue(t, "otpgen: internal: exit reason made from a nil error", func() { supcore.Failed(nil) })
}
