package otp_test

import (
	"context"
	"log/slog"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	otp "github.com/otpgen/otpgen/runtime"
)

// What it takes to stop a child must not depend on how many there are: to list all
// whom the supervisor waits for, for each of them, would take 32 KB a child here.
func TestStopTakesAsMuchForEachChild(t *testing.T) {
	const children = 4000
	spec := otp.SupervisorSpec{}
	for i := range children {
		spec.Children = append(spec.Children, otp.ChildSpec{
			ID:    strconv.Itoa(i),
			Start: otp.Server(otp.ServerKind[struct{}]{Service: "Idle", New: func(*otp.Ctx) *struct{} { return new(struct{}) }}),
		})
	}
	for name, root := range map[string]otp.Start{
		"listed": otp.Supervisor(func() (otp.SupervisorSpec, error) { return spec, nil }),
		"dynamic": otp.Dynamic(otp.DynamicSpec{
			Template: func(any) (otp.ChildSpec, error) { return otp.ChildSpec{Start: spec.Children[0].Start}, nil },
		}),
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			sys, err := otp.StartRoot(ctx, otp.ChildSpec{ID: "Root", Start: root}, otp.WithLogger(slog.New(slog.DiscardHandler)))
			require.NoError(t, err)
			for range children {
				if name == "dynamic" {
					_, err := otp.StartInstance(ctx, sys.Root(), nil)
					require.NoError(t, err)
				}
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			require.NoError(t, sys.Stop(ctx))
			runtime.ReadMemStats(&after)
			assert.Less(t, (after.TotalAlloc-before.TotalAlloc)/children, uint64(12<<10), "bytes for each child")
		})
	}
}
