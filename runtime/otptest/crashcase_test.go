package otptest_test

import (
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/otptest"
	"github.com/stretchr/testify/assert"
)

func TestCheckCrash(t *testing.T) {
	t.Parallel()
	cases := []otptest.CrashCase{
		{
			Path:     "Root/Store",
			Replaced: []string{"Root/Store", "Root/Services", "Root/Services/Left", "Root/Services/Right", "Root/Services/Once", "Root/Web"},
			Kept:     []string{"Root"},
		},
		{
			Path:     "Root/Web",
			Replaced: []string{"Root/Web"},
			Kept:     []string{"Root", "Root/Store", "Root/Services", "Root/Services/Left", "Root/Services/Right", "Root/Services/Once"},
		},
		{ // Services may not restart anything, so it gives up
			Path:     "Root/Services/Left",
			Replaced: []string{"Root/Services", "Root/Services/Left", "Root/Services/Right", "Root/Services/Once", "Root/Web"},
			Kept:     []string{"Root", "Root/Store"},
		},
		{
			Path: "Root/Services/Once",
			Kept: []string{"Root", "Root/Store", "Root/Services", "Root/Services/Left", "Root/Services/Right", "Root/Web"},
			Gone: []string{"Root/Services/Once"},
		},
	}
	for _, c := range cases {
		t.Run(c.Path, func(t *testing.T) {
			t.Parallel()
			inAndOutOfBubble(t, func(t *testing.T) { start(t, sample()).CheckCrash(c) })
		})
	}
}

// A supervisor that is killed by the group restart leaves a child that takes its
// time to end. It will be gone, but it is not at once.
func TestCheckCrashWaitsForOrphans(t *testing.T) {
	t.Parallel()
	slow := otp.ChildSpec{ID: "Slow", Start: otp.Server(otp.ServerKind[node]{
		Service:   "Slow",
		New:       func(c *otp.Ctx) *node { return &node{c} },
		Terminate: func(*node, otp.Reason) { time.Sleep(time.Second) },
	})}
	killed := temporary(supervisor("Killed", 0, otp.OneForOne, slow))
	killed.Shutdown = otp.BrutalKill
	synctest.Test(t, func(t *testing.T) {
		start(t, supervisor("Root", 1, otp.RestForOne, server("Store", nil), killed)).CheckCrash(otptest.CrashCase{
			Path:     "Root/Store",
			Replaced: []string{"Root/Store"},
			Kept:     []string{"Root"},
			Gone:     []string{"Root/Killed", "Root/Killed/Slow"},
		})
	})
}

func TestCheckCrashSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		crash otptest.CrashCase
		want  []string
	}{
		"kept instead of replaced": {
			otptest.CrashCase{Path: "Root/Web", Replaced: []string{"Root/Store", "Root/Web"}},
			[]string{"after the crash of Root/Web, Root/Store should be replaced but is kept"},
		},
		"kept instead of gone": {
			otptest.CrashCase{Path: "Root/Web", Gone: []string{"Root/Store"}},
			[]string{"after the crash of Root/Web, Root/Store should be gone but is kept"},
		},
		"replaced instead of kept": {
			otptest.CrashCase{Path: "Root/Services", Kept: []string{"Root/Store", "Root/Web"}},
			[]string{"after the crash of Root/Services, Root/Web should be kept but is replaced; it ended with shutdown"},
		},
		"replaced instead of gone": {
			otptest.CrashCase{Path: "Root/Web", Gone: []string{"Root/Web"}},
			[]string{"after the crash of Root/Web, Root/Web should be gone but is replaced; it ended with exception:crash injected by a test"},
		},
		"gone instead of kept or replaced": {
			otptest.CrashCase{Path: "Root/Services/Once", Replaced: []string{"Root/Services/Once"}, Kept: []string{"Root/Web"}},
			[]string{"after the crash of Root/Services/Once, Root/Services/Once should be replaced but is gone; it ended with exception:crash injected by a test"},
		},
		"several": {
			otptest.CrashCase{Path: "Root/Web", Replaced: []string{"Root/Store"}, Gone: []string{"Root/Services"}},
			[]string{
				"after the crash of Root/Web, Root/Store should be replaced but is kept",
				"after the crash of Root/Web, Root/Services should be gone but is kept",
			},
		},
		"a path that the tree does not have": {
			otptest.CrashCase{Path: "Root/Web", Kept: []string{"Root/Stor"}},
			[]string{"Root/Stor does not run before the crash of Root/Web"},
		},
		"a crash of nobody": {
			otptest.CrashCase{Path: "Root/Wed", Kept: []string{"Root/Store"}},
			[]string{`nothing to crash: no process runs at "Root/Wed"`},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := record(func(t testing.TB) { start(t, sample()).CheckCrash(c.crash) })
				assert.Equal(t, c.want, r.failures)
			})
		})
	}
}
