package arguments_test

import (
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/arguments"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestArgumentsReachTheService(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		args := arguments.Args{Config: arguments.Config{Name: "n", Limits: arguments.Limits{
			Level: arguments.LevelLow, Retry: 100 * time.Millisecond, Path: arguments.Path{"p"}, Weights: map[string]float64{"w": 1},
		}}}
		tree, err := arguments.Start(t.Context(), args, otp.WithLogger(slog.New(slog.DiscardHandler)))
		require.NoError(t, err)
		defer func() { require.NoError(t, tree.Stop(t.Context())) }()
		args.Config.Limits.Path[0] = "ours again"
		args.Config.Limits.Weights["w"] = -1

		const want = "{Name:n Limits:{Level:low Retry:100ms Path:[p] Weights:map[w:1]} " +
			"All:[{Level:low Retry:1s Path:[a b] Weights:map[x:1.5 y:-2]}] Count:-42 Small:127 Big:18446744073709551615 " +
			"Ratio:0.25 On:true Every:1h30m0s Forever:2562047h47m16.854775807s Level:high Levels:map[high:2 low:1] " +
			"Pair:[left right \"quoted\"]}"
		shown, err := tree.Probe().Show(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want+" polls=0 once=0", shown)

		// The handler has spoilt its copy: the next incarnation gets a fresh one.
		ref, _ := tree.Probe().Addr().Ref()
		ref.Exit(otp.ShutdownWith("test"))
		synctest.Wait()
		<-time.After(1050 * time.Millisecond)
		shown, err = tree.Probe().Show(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want+" polls=10 once=1", shown)
	})
}
