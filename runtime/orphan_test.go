package otp_test

import (
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// orphaned starts one instance of a dynamic supervisor, lets it hang and kills
// the supervisor: nobody follows an instance in its place.
func orphaned(t *testing.T, rule otp.ShutdownRule) (w *world, orphan otp.Ref, release func()) {
	t.Helper()
	child := workerOf("a")
	child.Name, child.Shutdown = otp.Name{}, rule
	w = start(t, otp.ChildSpec{ID: "d", Name: otp.Name{Service: "d"}, Start: otp.Dynamic(otp.DynamicSpec{MaxRestarts: 3})})
	orphan, err := otp.StartChild(t.Context(), w.at("d"), child)
	require.NoError(t, err)
	gate := make(chan struct{})
	hang(t, orphan.Addr(), gate, func(*worker) {})
	sup := w.ref("d")
	sup.Exit(otp.Killed)
	<-sup.Done()
	return w, orphan, func() { close(gate) }
}

func TestOrphanThatNobodyFollowsIsFencedOff(t *testing.T) {
	proof.Of(t, 405)
	bubble(t, func(t *testing.T) {
		begin := time.Now()
		w, orphan, release := orphaned(t, otp.ShutdownAfter(3*time.Second))
		<-orphan.Done()
		assert.Equal(t, 3*time.Second, time.Since(begin), "its own shutdown time")
		why, _ := orphan.Reason()
		assert.Equal(t, otp.Killed, why)
		assert.Len(t, eventsOf[otp.Abandoned](w), 1)
		release()
	})
}

func TestOrphanWithoutLimitIsNotFencedOff(t *testing.T) {
	proof.Of(t, 405)
	bubble(t, func(t *testing.T) {
		_, orphan, release := orphaned(t, otp.ShutdownInfinity)
		time.Sleep(time.Hour)
		_, over := orphan.Reason()
		assert.False(t, over)
		release()
		synctest.Wait()
		why, _ := orphan.Reason()
		assert.Equal(t, otp.Killed, why, "as its supervisor did")
	})
}
