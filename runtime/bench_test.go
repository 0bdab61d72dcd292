package otp_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
)

// Calls beside what a team would write by hand: a goroutine that owns the state,
// a request channel, and a reply channel of its own for each request.

type rawRequest struct {
	by    int
	reply chan int
}

func BenchmarkCallChannel(b *testing.B) {
	requests := make(chan rawRequest)
	go func() {
		n := 0
		for r := range requests {
			n += r.by
			r.reply <- n
		}
	}()
	defer close(requests)
	b.ReportAllocs()
	for b.Loop() {
		reply := make(chan int, 1)
		requests <- rawRequest{1, reply}
		<-reply
	}
}

// The same with the timer that a deadline needs.
func BenchmarkCallChannelDeadline(b *testing.B) {
	requests := make(chan rawRequest)
	go func() {
		n := 0
		for r := range requests {
			n += r.by
			r.reply <- n
		}
	}()
	defer close(requests)
	b.ReportAllocs()
	for b.Loop() {
		reply, clock := make(chan int, 1), time.NewTimer(5*time.Second)
		requests <- rawRequest{1, reply}
		select {
		case <-reply:
		case <-clock.C:
			b.Fatal("timeout")
		}
		clock.Stop()
	}
}

func BenchmarkCall(b *testing.B) {
	c := benchCounter(b, 10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Add(context.Background(), 1); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCallParallel(b *testing.B) {
	c := benchCounter(b, 10)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := c.Add(context.Background(), 1); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkRestart is a crash and the first answer after it. The cost must not
// depend on the number of siblings.
func BenchmarkRestart(b *testing.B) {
	for _, siblings := range []int{10, 1000} {
		b.Run(fmt.Sprintf("siblings=%d", siblings), func(b *testing.B) {
			c := benchCounter(b, siblings)
			b.ReportAllocs()
			for b.Loop() {
				ref, _ := c.Addr().Ref()
				ref.Exit(otp.Killed)
				<-ref.Done()
				if _, err := otp.Call(context.Background(), c.Addr(), &counterGet, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// counterGet is idempotent, so the client waits for the restart.
var counterGet = otp.CallOp[counterProc, int, int]{
	Service: "Counter", Message: "Get", Idempotent: true,
	Handle: func(p *counterProc, by int) (int, error) { return p.h.Add(&p.c, by) },
}

func BenchmarkStartStop(b *testing.B) {
	const children = 1000
	b.ReportAllocs()
	for b.Loop() {
		sys, err := otp.StartRoot(b.Context(), benchRoot(children), quietly(&eventLog{})...)
		require.NoError(b, err)
		require.NoError(b, sys.Stop(b.Context()))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/children, "ns/child")
}

// benchCounter is the first of that many counters under one supervisor that
// allows any number of restarts.
func benchCounter(b *testing.B, siblings int) Counter {
	b.Helper()
	sys, err := otp.StartRoot(b.Context(), benchRoot(siblings), quietly(&eventLog{})...)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, sys.Stop(context.Background())) })
	return CounterAt(sys.Lookup(otp.Name{Service: "Counter"}))
}

func benchRoot(children int) otp.ChildSpec {
	specs := []otp.ChildSpec{CounterSpec(CounterArgs{})}
	for i := range children - 1 {
		spec := CounterSpec(CounterArgs{})
		spec.ID, spec.Name = fmt.Sprint(i), otp.Name{}
		specs = append(specs, spec)
	}
	return otp.ChildSpec{ID: "Root", Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
		return otp.SupervisorSpec{MaxRestarts: 1 << 30, MaxSeconds: 1, Children: specs}, nil
	})}
}

// A computation beside the caller, and its answer, as one writes it by hand.
func BenchmarkTaskChannel(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		answer := make(chan int, 1)
		go func() { answer <- 42 }()
		if <-answer != 42 {
			b.Fatal("another answer")
		}
	}
}

func BenchmarkTask(b *testing.B) {
	sys, err := otp.StartRoot(b.Context(), tasksSpec(0), quietly(&eventLog{})...)
	require.NoError(b, err)
	defer func() { require.NoError(b, sys.Stop(context.Background())) }()
	tasks := otp.TasksAt(sys.Root())
	b.ReportAllocs()
	for b.Loop() {
		task, err := otp.Async(b.Context(), tasks, func(context.Context) (int, error) { return 42, nil })
		if err != nil {
			b.Fatal(err)
		}
		if n, err := task.Await(b.Context()); n != 42 {
			b.Fatal(n, err)
		}
	}
}
