package otp_test

import (
	"context"
	"testing"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestProgrammingMistakesPanicAtOnce: what can never work says so where it is written, and not when it is used.
func TestProgrammingMistakesPanicAtOnce(t *testing.T) {
	t.Parallel()
	made := func(*otp.Ctx) *worker { return &worker{} }
	tick := otp.Timer[worker]{Name: "t", Every: time.Second, Fire: func(*worker) {}}
	keyed := otp.Timer[worker]{Name: "t", FireKey: func(*worker, any) {}}
	both := otp.CallOp[worker, int, int]{Service: "S", Message: "M",
		Handle: func(*worker, int) (int, error) { return 0, nil }, Later: func(*worker, int, otp.Reply[int]) {}}
	neither := otp.CallOp[worker, int, int]{Service: "S", Message: "M"}
	run := func(context.Context, int) (int, error) { return 0, nil }
	for want, mistake := range map[string]func(){
		"otp: the server S needs New":          func() { otp.Server(otp.ServerKind[worker]{Service: "S"}) },
		"otp: the runner S needs New and Run":  func() { otp.Runner(otp.RunnerKind[worker]{Service: "S", New: made}) },
		"otp: Supervisor: the function is nil": func() { otp.Supervisor(nil) },
		"otp: S has two timers \"t\"": func() {
			otp.Server(otp.ServerKind[worker]{Service: "S", New: made, Timers: []otp.Timer[worker]{tick, keyed}})
		},
		"otp: the call S.M has both Handle and Later":    func() { _, _ = otp.Call(t.Context(), otp.Addr{}, &both, 1) },
		"otp: the call S.M has neither Handle nor Later": func() { otp.SendRequest(t.Context(), otp.Addr{}, &neither, 1) },
		"otp: AsyncStream: MaxConcurrency is -1; 0 is GOMAXPROCS": func() {
			otp.AsyncStream(t.Context(), otp.Tasks{}, []int{1}, run, otp.Stream{MaxConcurrency: -1})
		},
		"otp: AsyncStream: Timeout is -1ns; 0 is 5 s, and Infinity none": func() {
			otp.AsyncStreamNoLink(t.Context(), otp.Tasks{}, []int{1}, run, otp.Stream{Timeout: -1})
		},
	} {
		assert.PanicsWithValue(t, want, mistake)
	}
}

func TestMistakesInACallbackCrashIt(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, workerOf("a"))
		for want, mistake := range map[string]func(c *otp.Ctx){
			"otp: Monitor: the function is nil":      func(c *otp.Ctx) { c.Monitor(otp.Addr{}, nil) },
			"otp: Watch: the function is nil":        func(c *otp.Ctx) { c.Watch(otp.Addr{}, nil) },
			"otp: Continue: the function is nil":     func(c *otp.Ctx) { c.Continue(nil) },
			"otp: SendAfter: the function is nil":    func(c *otp.Ctx) { c.SendAfter(0, nil) },
			"otp: SendInterval: the function is nil": func(c *otp.Ctx) { c.SendInterval(1, nil) },
		} {
			err := w.as("a", func(c *otp.Ctx) error { mistake(c); return nil })
			assert.ErrorContains(t, err, want)
			time.Sleep(time.Minute)
		}
		for name, use := range map[string]func(c *otp.Ctx){
			"ArmTimer":    func(c *otp.Ctx) { c.ArmTimer("x", 0) },
			"CancelTimer": func(c *otp.Ctx) { c.CancelTimer("x") },
			"ArmKeyed":    func(c *otp.Ctx) { c.ArmKeyed("x", 1, 0) },
			"CancelKeyed": func(c *otp.Ctx) { c.CancelKeyed("x", 1) },
		} {
			_, err := otp.StartChild(t.Context(), w.Root(), runnerOf("r", func(c *otp.Ctx) error { use(c); return nil }))
			assert.ErrorContains(t, err, "otp: "+name+" is for servers")
		}
	})
}

// TestEnsureInstanceOfAnotherName: nobody would ever be found under the name that was asked for.
func TestEnsureInstanceOfAnotherName(t *testing.T) {
	bubble(t, func(t *testing.T) {
		named := func(args any) (otp.ChildSpec, error) {
			spec := workerOf("x")
			spec.ID, spec.Name = "", otp.Name{Service: "Room", Key: 2}
			if args == nil {
				spec.Name = otp.Name{}
			}
			return spec, nil
		}
		w := start(t, otp.ChildSpec{ID: "d", Start: otp.Dynamic(otp.DynamicSpec{Template: named})})
		d := w.Find("Root/d")
		for want, args := range map[string]any{
			"the template makes Room(2), and not Room(1)":                1,
			"the template makes a child without a name, and not Room(1)": nil,
		} {
			_, err := otp.EnsureInstance(t.Context(), d, otp.Name{Service: "Room", Key: 1}, args)
			var wrong *otp.WrongNameError
			require.ErrorAs(t, err, &wrong)
			assert.EqualError(t, err, want)
		}
		counts, err := otp.CountChildren(t.Context(), d)
		require.NoError(t, err)
		assert.Zero(t, counts.Active)
		_, err = otp.EnsureInstance(t.Context(), d, otp.Name{Service: "Room", Key: 2}, 1)
		assert.NoError(t, err)
	})
}
