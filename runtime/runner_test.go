package otp_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// runnerOf makes a transient child that is one function.
func runnerOf(id string, run func(c *otp.Ctx) error) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Restart: otp.Transient, Start: otp.Runner(otp.RunnerKind[worker]{
		Service: "Runner",
		New:     func(c *otp.Ctx) *worker { return &worker{c: c} },
		Run:     func(w *worker) error { return run(w.c) },
	})}
}

func TestRunnerStart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		run  func(c *otp.Ctx) error
		want func(t *testing.T, ref otp.Ref, err error)
	}{
		"ready": {func(c *otp.Ctx) error { c.Ready(); <-c.Done(); return nil }, func(t *testing.T, ref otp.Ref, err error) {
			require.NoError(t, err)
			assert.Equal(t, "Root/r#1", ref.String())
		}},
		"returns before it is ready": {func(*otp.Ctx) error { return nil }, func(t *testing.T, _ otp.Ref, err error) {
			assert.ErrorIs(t, err, otp.ErrIgnored)
		}},
		"ignore": {func(*otp.Ctx) error { return otp.Ignore }, func(t *testing.T, _ otp.Ref, err error) {
			assert.ErrorIs(t, err, otp.ErrIgnored)
		}},
		"fails before it is ready": {func(*otp.Ctx) error { return declared{1} }, func(t *testing.T, _ otp.Ref, err error) {
			assert.ErrorIs(t, err, declared{1})
		}},
		"panics": {func(*otp.Ctx) error { panic(declared{2}) }, func(t *testing.T, _ otp.Ref, err error) {
			assert.ErrorIs(t, err, declared{2})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				w := start(t)
				ref, err := otp.StartChild(t.Context(), w.Root(), runnerOf("r", c.run))
				c.want(t, ref, err)
			})
		})
	}
}

func TestRunnerEnd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err    error
		stop   bool
		reason string
	}{
		{nil, false, "normal"},
		{errors.New("broken"), false, "broken"},
		{context.Canceled, false, "context canceled"},
		{nil, true, "shutdown"},
		{fmt.Errorf("accept: %w", context.Canceled), true, "shutdown"},
		{errors.New("broken"), true, "broken"},
	} {
		t.Run(fmt.Sprint(c.err, " stop ", c.stop), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				end := make(chan struct{})
				spec := runnerOf("r", func(ctx *otp.Ctx) error {
					ctx.Ready()
					select {
					case <-end:
					case <-ctx.Done():
					}
					return c.err
				})
				spec.Restart = otp.Temporary
				w := start(t, spec)
				ref := w.ref("r")
				if c.stop {
					require.NoError(t, otp.TerminateChild(t.Context(), w.Root(), "r"))
				}
				close(end)
				<-ref.Done()
				why, _ := ref.Reason()
				assert.Equal(t, c.reason, why.String())
			})
		})
	}
}

func TestRunnerStopsItself(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, runnerOf("r", func(c *otp.Ctx) error {
			c.Ready()
			c.Stop(otp.ShutdownWith("done"))
			<-c.Done()
			return c.Err()
		}))
		synctest.Wait()
		stopped := eventsOf[otp.Stopped](w)
		require.Len(t, stopped, 1)
		assert.Equal(t, "{shutdown,done}", stopped[0].Reason.String())
	})
}

func TestRunnerHasNoMailbox(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t)
		for _, use := range []func(c *otp.Ctx){
			func(c *otp.Ctx) { c.Continue(func() {}) },
			func(c *otp.Ctx) { c.Monitor(w.Root(), func(otp.Reason) {}) },
		} {
			_, err := otp.StartChild(t.Context(), w.Root(), runnerOf("r", func(c *otp.Ctx) error { use(c); return nil }))
			assert.ErrorContains(t, err, "is for servers")
		}
		_, err := otp.StartChild(t.Context(), w.Root(), runnerOf("r", func(c *otp.Ctx) error { c.Ready(); <-c.Done(); return nil }))
		require.NoError(t, err)
		_, err = do(t.Context(), w.at("r"), answer(1))
		assert.ErrorIs(t, err, otp.ErrWrongService)
	})
}

func TestRunnerIsRestarted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		lives := 0
		w := start(t, runnerOf("r", func(c *otp.Ctx) error {
			lives++
			c.Ready()
			if lives < 3 {
				time.Sleep(time.Second)
				return errors.New("lost the connection")
			}
			<-c.Done()
			return nil
		}))
		time.Sleep(10 * time.Second)
		assert.EqualValues(t, 3, w.ref("r").Incarnation())
	})
}
