package foundation_test

import (
	"testing"

	"github.com/otpgen/otpgen/examples/foundation"
	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
)

// Each test has a tree of its own, started with foundationtest.Args and stopped
// when the test ends.
func TestConfigListener(t *testing.T) {
	t.Parallel()

	t.Run("answers Take", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)
		instance, err := f.Listeners().Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		process := foundation.ConfigListenerAt(f.System().Find(instance.Addr().Path()))

		if _, err := process.Take(t.Context()); err != nil {
			t.Errorf("Take: %v", err)
		}
	})

	t.Run("stays down after a crash", func(t *testing.T) {
		t.Parallel()
		f := foundationtest.Start(t)
		instance, err := f.Listeners().Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		process := foundation.ConfigListenerAt(f.System().Find(instance.Addr().Path()))

		dead := f.Crash(process)
		f.AwaitGone(dead)
	})
}
