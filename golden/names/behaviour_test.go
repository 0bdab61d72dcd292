package names_test

import (
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/names"
	"github.com/otpgen/otpgen/golden/names/namestest"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestEveryArgumentArrivesInItsPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tree, err := names.Start(t.Context(), names.Args{Type: "T", Select: 9}, otp.WithLogger(slog.New(slog.DiscardHandler)))
		require.NoError(t, err)
		defer func() { require.NoError(t, tree.Stop(t.Context())) }()
		worker := tree.HTTPWorker()

		dead, _ := worker.Ref()
		ref, _ := dead.Addr().Ref()
		ref.Exit(otp.ShutdownWith("test"))
		synctest.Wait()
		require.NoError(t, worker.Tell(t.Context(), names.HTTPRequest{ID: "i", URL: "u", HTTPURL: "h", Type: "t", String: 1, Len: 2}))
		require.NoError(t, worker.Inquire(t.Context(), dead))
		synctest.Wait() // HTTPWorkerDown has been called: the monitored one was dead already
		got, err := worker.Do(t.Context(), "context", "type", 1, 2, 3, errors.New("err"), 4, 5, 6, "string", time.Second, 7, 8, 9, 10, true)
		require.NoError(t, err)
		assert.Equal(t, "{T 9 \"quoted\" `and` \\ more} {i u h t 1 2} 1 context type 1 2 3 err 4 5 6 string 1s 7 8 9 10 true\n", got)

		later, err := worker.Later(t.Context(), 5)
		require.NoError(t, err)
		assert.Equal(t, -5, later)
	})
}

func TestAServiceHidesNoStandardPackage(t *testing.T) {
	t.Parallel()
	f := namestest.Start(t)
	got, err := f.HTTP().Get(t.Context(), "/")
	require.NoError(t, err)
	assert.Equal(t, 200, got, "its handler uses net/http")
}

func TestTextOfAnErrorIsText(t *testing.T) {
	t.Parallel()
	require.EqualError(t, names.Type{X: 1}, "`type` \"quoted\" 1")
	assert.Equal(t, "fault", names.Odd{Fault: "fault"}.Fault)
}
