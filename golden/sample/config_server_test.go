package foundation_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/sample/foundationtest"
)

// Each test has a tree of its own, started with foundationtest.Args and stopped
// when the test ends.
func TestConfigServer(t *testing.T) {
	t.Parallel()

	t.Run("answers GetPath", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		if _, err := f.ConfigServer().GetPath(t.Context(), nil); err != nil {
			t.Errorf("GetPath: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)

		dead := f.Crash(f.ConfigServer())
		f.AwaitReplaced(dead)
		if _, err := f.ConfigServer().GetPath(t.Context(), nil); err != nil {
			t.Errorf("GetPath after the crash: %v", err)
		}
	})
}
