package dynamic_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/dynamic"
	"github.com/otpgen/otpgen/golden/dynamic/dynamictest"
)

// Each test has a tree of its own, started with dynamictest.Args and stopped
// when the test ends.
func TestJob(t *testing.T) {
	t.Parallel()

	t.Run("answers Finish", func(t *testing.T) {
		t.Parallel()
		f := dynamictest.Start(t)
		instance, err := f.Jobs().Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		process := dynamic.JobAt(f.System().Find(instance.Addr().Path()))

		if err := process.Finish(t.Context()); err != nil {
			t.Errorf("Finish: %v", err)
		}
	})

	t.Run("stays down after a crash", func(t *testing.T) {
		t.Parallel()
		f := dynamictest.Start(t)
		instance, err := f.Jobs().Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		process := dynamic.JobAt(f.System().Find(instance.Addr().Path()))

		dead := f.Crash(process)
		f.AwaitGone(dead)
	})
}
