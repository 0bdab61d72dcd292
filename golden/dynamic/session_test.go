package dynamic_test

import (
	"testing"

	"github.com/otpgen/otpgen/golden/dynamic"
	"github.com/otpgen/otpgen/golden/dynamic/dynamictest"
)

// Each test has a tree of its own, started with dynamictest.Args and stopped
// when the test ends.
func TestSession(t *testing.T) {
	t.Parallel()

	t.Run("answers Roles", func(t *testing.T) {
		t.Parallel()
		f := dynamictest.Start(t)
		instance, err := f.Sessions().Start(t.Context(), dynamictest.SessionsArgs(t))
		if err != nil {
			t.Fatal(err)
		}
		process := dynamic.SessionAt(f.System().Find(instance.Addr().Path()))

		if _, err := process.Roles(t.Context()); err != nil {
			t.Errorf("Roles: %v", err)
		}
	})

	t.Run("survives a crash", func(t *testing.T) {
		t.Parallel()
		f := dynamictest.Start(t)
		instance, err := f.Sessions().Start(t.Context(), dynamictest.SessionsArgs(t))
		if err != nil {
			t.Fatal(err)
		}
		process := dynamic.SessionAt(f.System().Find(instance.Addr().Path()))

		dead := f.Crash(process)
		f.AwaitReplaced(dead)
		if _, err := process.Roles(t.Context()); err != nil {
			t.Errorf("Roles after the crash: %v", err)
		}
	})
}
