package foundation_test

import (
	"testing"

	foundation "github.com/otpgen/otpgen/golden/sample"
	"github.com/otpgen/otpgen/golden/sample/foundationtest"
)

// Each test has a tree of its own, started with foundationtest.Args and stopped
// when the test ends.
func TestConfigServer(t *testing.T) {
	t.Parallel()

	t.Run("answers Update", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		if err := f.ConfigServer().Update(t.Context(), foundation.Path{"a"}, nil); err != nil {
			t.Errorf("Update: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		dead := f.Crash(f.ConfigServer())
		f.AwaitReplaced(dead)
		if err := f.ConfigServer().Update(t.Context(), foundation.Path{"a"}, nil); err != nil {
			t.Errorf("Update after the crash: %v", err)
		}
	})
}
