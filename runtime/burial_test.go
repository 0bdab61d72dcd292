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

// owning makes a worker that owns something which takes that long to close.
func (j *journal) owning(closing time.Duration) func(k *otp.ServerKind[worker]) {
	return func(k *otp.ServerKind[worker]) {
		k.Init = func(w *worker) error {
			self := w.c.Self()
			j.add("open %s", self)
			w.c.Own(closerFunc(func() error { time.Sleep(closing); j.add("closed %s", self); return nil }))
			return nil
		}
	}
}

func TestNextInstanceWaitsForWhatTheKilledOneOwned(t *testing.T) {
	proof.Of(t, 403)
	bubble(t, func(t *testing.T) {
		var j journal
		name := otp.Name{Service: "a", Key: 1}
		w := start(t, otp.ChildSpec{ID: "d", Name: otp.Name{Service: "d"}, Start: otp.Dynamic(otp.DynamicSpec{
			MaxRestarts: 3,
			Template: func(any) (otp.ChildSpec, error) {
				child := workerOf("a", j.owning(time.Second))
				child.Name, child.Restart = name, otp.Temporary
				return child, nil
			},
		})})
		first, err := otp.EnsureInstance(t.Context(), w.at("d"), name, nil)
		require.NoError(t, err)
		first.Exit(otp.Killed)
		second, err := otp.EnsureInstance(t.Context(), w.at("d"), name, nil)
		require.NoError(t, err)
		assert.EqualValues(t, 2, second.Incarnation())
		assert.Equal(t, []string{"open Root/d/1#1", "closed Root/d/1#1", "open Root/d/1#2"}, j.take())
	})
}

func TestNextLifeWaitsForWhatTheKilledOneOwned(t *testing.T) {
	proof.Of(t, 403)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, supervisorOf("s", []otp.ChildSpec{workerOf("a", j.owning(time.Second))}))
		a, s := w.ref("a"), w.ref("s")
		a.Exit(otp.Killed)
		a.Exit(otp.Killed) // a second kill does not make it close faster
		s.Exit(otp.Killed)
		time.Sleep(2 * time.Second)
		assert.Equal(t, []string{"open Root/s/a#1", "closed Root/s/a#1", "open Root/s/a#2"}, j.take())
	})
}

func TestCloserThatTakesTooLong(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		a := workerOf("a", func(k *otp.ServerKind[worker]) {
			slow := otp.ServerKind[worker]{}
			j.owning(time.Minute)(&slow)
			k.Init = func(w *worker) error {
				if w.c.Self().Incarnation() > 1 {
					return nil
				}
				return slow.Init(w)
			}
		})
		w := start(t, a)
		begin := time.Now()
		first := w.ref("a")
		first.Exit(otp.Killed)
		<-first.Done()
		synctest.Wait()
		assert.Equal(t, 5*time.Second, time.Since(begin))
		assert.EqualValues(t, 2, w.ref("a").Incarnation(), "the next life does not wait any longer")
		assert.Equal(t, 3, otp.ProcessesKnown(w.System))
		time.Sleep(time.Minute)
		assert.Equal(t, []string{"open Root/a#1", "closed Root/a#1"}, j.take())
		assert.Equal(t, 2, otp.ProcessesKnown(w.System), "what has closed late is forgotten")
	})
}
