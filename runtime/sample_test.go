package otp_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSamples(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var mu sync.Mutex
		var samples []otp.Sample
		sys, err := otp.StartRoot(t.Context(), supervisorOf("Root", []otp.ChildSpec{workerOf("a")}), append(quietly(&eventLog{}),
			otp.WithSamples(func(s otp.Sample) {
				mu.Lock()
				defer mu.Unlock()
				samples = append(samples, s)
			}))...)
		require.NoError(t, err)
		defer func() { require.NoError(t, sys.Stop(t.Context())) }()
		to := sys.Lookup(otp.Name{Service: "a"})
		for range 2 * otp.SampleEvery {
			_, err := do(t.Context(), to, func(*worker) (int, error) { time.Sleep(time.Second); return 0, nil })
			require.NoError(t, err)
		}
		ref := mustRef(t, to)
		synctest.Wait() // the answer comes before the sample
		require.Len(t, samples, 2)
		assert.Equal(t, otp.Sample{Ref: ref, Service: "Worker", Message: "Do", Took: time.Second}, samples[1])

		samples = nil
		for range 2 * otp.SampleEvery {
			synctest.Wait() // until it rests
			_, err := inline(t.Context(), to, func(*worker) (int, error) { time.Sleep(time.Minute); return 0, nil })
			require.NoError(t, err)
		}
		require.Len(t, samples, 2)
		assert.Equal(t, otp.Sample{Ref: ref, Service: "Worker", Message: "Inline", Took: time.Minute, Inline: true}, samples[1])
	})
}
