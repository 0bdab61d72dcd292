package otp_test

import (
	"context"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type obedient struct{ c *otp.Ctx }

func TestRunnerThatReturnsTheCauseOfItsStop(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, otp.ChildSpec{ID: "r", Name: otp.Name{Service: "r"}, Restart: otp.Transient,
			Start: otp.Runner(otp.RunnerKind[obedient]{
				Service: "Runner",
				New:     func(c *otp.Ctx) *obedient { return &obedient{c} },
				Run: func(p *obedient) error {
					p.c.Ready()
					<-p.c.Done()
					return context.Cause(p.c)
				},
			})})
		require.NoError(t, w.ref("r").Stop(t.Context(), otp.Normal))
		synctest.Wait()
		assert.Empty(t, eventsOf[otp.Crashed](w))
	})
}

func TestTaskThatReturnsTheCauseOfItsStop(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, otp.ChildSpec{ID: "tasks", Name: otp.Name{Service: "tasks"}, Start: otp.TaskSupervisor(otp.TasksSpec{})})
		task, err := otp.Async(t.Context(), otp.TasksAt(w.at("tasks")), func(ctx context.Context) (int, error) {
			<-ctx.Done()
			return 0, context.Cause(ctx)
		})
		require.NoError(t, err)
		require.NoError(t, otp.TerminateInstance(t.Context(), w.at("tasks"), task.Ref()))
		_, err = task.Await(t.Context())
		assert.ErrorIs(t, err, otp.ErrDown)
		assert.NotErrorIs(t, err, otp.ErrStopped, "that is not the task's answer")
	})
}

func TestStopWithoutAReasonIsNormal(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("w"))
		ref := w.ref("w")
		require.NoError(t, ref.Stop(t.Context(), otp.Reason{}))
		why, _ := ref.Reason()
		assert.Equal(t, otp.Normal, why)
		synctest.Wait()

		ref = w.ref("w")
		ref.Exit(otp.Reason{})
		synctest.Wait()
		_, ended := ref.Reason()
		assert.False(t, ended, "an exit signal with the reason normal ends nobody")
	})
}
