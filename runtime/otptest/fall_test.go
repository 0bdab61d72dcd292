package otptest_test

import (
	"context"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
)

func TestAwaitReplacedSaysThatTheRootIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(t testing.TB) {
			h := start(t, supervisor("Root", 0, otp.OneForOne, server("a", nil)))
			h.AwaitReplaced(h.CrashPath("Root/a"))
		})
		assert.Equal(t, []string{"Root/a was not replaced: it ended with exception:crash injected by a test, and the root gave up: the end of a was one too many"}, r.failures)

		r = record(func(t testing.TB) {
			h := start(t, supervisor("Root", 0, otp.OneForOne, server("a", nil)))
			a, _ := h.System().Find("Root/a").Ref()
			assert.NoError(t, h.System().Stop(context.Background()))
			h.AwaitReplaced(a)
		})
		assert.Equal(t, []string{"Root/a was not replaced: it ended with shutdown, and the root ended with shutdown"}, r.failures)
	})
}
