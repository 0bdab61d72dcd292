package foundation_test

import (
	"testing"

	foundation "github.com/otpgen/otpgen/golden/sample"
	"github.com/otpgen/otpgen/golden/sample/foundationtest"
)

// Each test has a tree of its own, started with foundationtest.Args and stopped
// when the test ends.
func TestConnectionManager(t *testing.T) {
	t.Parallel()

	t.Run("answers Return", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		if err := f.ConnectionManager().Return(t.Context(), foundation.HttpWorkerRef{}); err != nil {
			t.Errorf("Return: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		dead := f.Crash(f.ConnectionManager())
		f.AwaitReplaced(dead)
		if err := f.ConnectionManager().Return(t.Context(), foundation.HttpWorkerRef{}); err != nil {
			t.Errorf("Return after the crash: %v", err)
		}
	})
}
