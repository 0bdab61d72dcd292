package otp_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// startTaskExample runs a task supervisor as the root.
func startTaskExample() (*otp.System, otp.Tasks, error) {
	sys, err := otp.StartRoot(context.Background(), otp.ChildSpec{
		ID:    "Tasks",
		Start: otp.TaskSupervisor(otp.TasksSpec{MaxRestarts: 3}),
	}, silent())
	if err != nil {
		return nil, otp.Tasks{}, err
	}
	return sys, otp.TasksAt(sys.Root()), nil
}

// A task is restarted until it has ended normally, and stopped with its
// supervisor.
func ExampleTaskSupervisor() {
	ctx := context.Background()
	sys, tasks, err := startTaskExample()
	if err != nil {
		fmt.Println(err)
		return
	}

	attempt, done := 0, make(chan struct{})
	_, err = tasks.Start(ctx, func(context.Context) error {
		attempt++
		fmt.Println("attempt", attempt)
		if attempt == 1 {
			return errors.New("not yet")
		}
		close(done)
		return nil
	}, otp.TaskRestart(otp.Transient))
	if err != nil {
		fmt.Println(err)
		return
	}
	ref, err := tasks.Start(ctx, func(ctx context.Context) error {
		<-ctx.Done()
		return nil
	}, otp.TaskShutdown(otp.ShutdownAfter(time.Second)))
	if err != nil {
		fmt.Println(err)
		return
	}
	<-done
	fmt.Println(sys.Stop(ctx))
	fmt.Println(ref.Reason())
	// Output:
	// attempt 1
	// attempt 2
	// <nil>
	// shutdown true
}

// Two answers that are computed at the same time. A task that fails takes
// nobody with it here, as main is no process.
func ExampleAsync() {
	ctx := context.Background()
	sys, tasks, err := startTaskExample()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	sum, err := otp.Async(ctx, tasks, func(context.Context) (int, error) { return 20 + 22, nil })
	if err != nil {
		fmt.Println(err)
		return
	}
	broken, err := otp.Async(ctx, tasks, func(context.Context) (string, error) { panic("boom") })
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sum.Await(ctx))
	_, err = broken.Await(ctx)
	fmt.Println(errors.Is(err, otp.ErrDown), err)
	// Output:
	// 42 <nil>
	// true Task.Await to Tasks/2: process down: exception:boom
}

// Every item in a task of its own, two at a time, and the answers in order.
func ExampleAsyncStream() {
	ctx := context.Background()
	sys, tasks, err := startTaskExample()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	square := func(_ context.Context, n int) (int, error) { return n * n, nil }
	for n, err := range otp.AsyncStream(ctx, tasks, []int{4, 2, 3}, square, otp.Stream{MaxConcurrency: 2}) {
		fmt.Println(n, err)
	}
	// Output:
	// 16 <nil>
	// 4 <nil>
	// 9 <nil>
}
