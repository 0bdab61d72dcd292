package otp_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// account is the state of a server with a first and a last word.
type account struct {
	c       *otp.Ctx
	balance int
}

var errOverdrawn = errors.New("overdrawn")

var (
	accountAdd = otp.CallOp[account, int, int]{
		Service: "Account", Message: "Add", Timeout: time.Second,
		Handle: func(a *account, by int) (int, error) {
			if a.balance+by < 0 {
				return 0, errOverdrawn // an answer; a panic would be a crash
			}
			a.balance += by
			return a.balance, nil
		},
	}
	accountClose = otp.CastOp[account, string]{
		Service: "Account", Message: "Close",
		Handle: func(a *account, why string) { a.c.Stop(otp.ShutdownWith(why)) },
	}
)

// A server owns a state, opens it in Init, handles one message at a time and has
// a last word in Terminate.
func ExampleServer() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID:   "Account",
		Name: otp.Name{Service: "Account"},
		Start: otp.Server(otp.ServerKind[account]{
			Service: "Account",
			New:     func(c *otp.Ctx) *account { return &account{c: c} },
			Init: func(a *account) error {
				a.balance = 10
				return nil
			},
			Terminate: func(a *account, why otp.Reason) { fmt.Println("closed with", a.balance, "because of", why) },
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(otp.Call(ctx, sys.Root(), &accountAdd, 5))
	_, err = otp.Call(ctx, sys.Root(), &accountAdd, -50)
	fmt.Println(err, errors.Is(err, errOverdrawn))
	_ = otp.Cast(ctx, sys.Root(), &accountClose, "moved away")
	fmt.Println(sys.Wait())
	// Output:
	// 15 <nil>
	// overdrawn true
	// closed with 15 because of {shutdown,moved away}
	// {shutdown,moved away}
}

// A runner is one function: it says when it is up, and goes on until it is to stop.
func ExampleRunner() {
	ctx := context.Background()
	lines := make(chan string)
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Printer",
		Start: otp.Runner(otp.RunnerKind[otp.Ctx]{
			Service: "Printer",
			New:     func(c *otp.Ctx) *otp.Ctx { return c },
			Run: func(c *otp.Ctx) error {
				c.Ready() // the start is complete; before this, an error is a failed start
				for {
					select {
					case line := <-lines:
						fmt.Println(line)
					case <-c.Done():
						fmt.Println("stopped")
						return nil // an error would be a crash
					}
				}
			},
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	lines <- "hello"
	fmt.Println(sys.Stop(ctx))
	// Output:
	// hello
	// stopped
	// <nil>
}

// greeter makes a child that says when it starts and when it stops.
func greeter(id string) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.Server(otp.ServerKind[tally]{
		Service:   "Greeter",
		New:       func(c *otp.Ctx) *tally { return &tally{c: c} },
		Init:      func(t *tally) error { fmt.Println("start", t.c.Self()); return nil },
		Terminate: func(t *tally, why otp.Reason) { fmt.Println("stop", t.c.Self(), why) },
	})}
}

// A supervisor starts its children in order and stops them in reverse. With
// RestForOne, whoever was started after the one that crashed is restarted with it.
func ExampleSupervisor() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID: "Root",
		Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
			return otp.SupervisorSpec{
				Strategy:    otp.RestForOne,
				MaxRestarts: 3, MaxSeconds: 5,
				Children: []otp.ChildSpec{greeter("store"), greeter("cache"), greeter("web")},
			}, nil
		}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	cache, _ := sys.Find("Root/cache").Ref()
	_ = otp.Cast(ctx, cache.Addr(), &tallyBreak, "boom")
	<-cache.Done()
	counts, err := otp.CountChildren(ctx, sys.Root()) // a supervisor answers when it has dealt with the crash
	fmt.Println(counts, err)
	fmt.Println(sys.Stop(ctx))
	// Output:
	// start Root/store#1
	// start Root/cache#1
	// start Root/web#1
	// stop Root/cache#1 exception:boom
	// stop Root/web#1 shutdown
	// start Root/cache#2
	// start Root/web#2
	// {3 3 0 3} <nil>
	// stop Root/web#2 shutdown
	// stop Root/cache#2 shutdown
	// stop Root/store#1 shutdown
	// <nil>
}

// A dynamic supervisor without a template: each child brings its own spec.
func ExampleDynamic() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID:    "Jobs",
		Start: otp.Dynamic(otp.DynamicSpec{MaxRestarts: 3, MaxChildren: 2}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	job := tallySpec()
	job.ID, job.Name, job.Restart = "job", otp.Name{}, otp.Temporary
	var refs []otp.Ref
	for range 3 {
		ref, err := otp.StartChild(ctx, sys.Root(), job)
		fmt.Println(ref, err)
		refs = append(refs, ref)
	}
	fmt.Println(otp.TerminateInstance(ctx, sys.Root(), refs[0]))
	fmt.Println(otp.CountChildren(ctx, sys.Root()))
	// Output:
	// Jobs/job#1 <nil>
	// Jobs/job#2#1 <nil>
	// none max children
	// <nil>
	// {1 1 0 1} <nil>
}

// A pool is called like one server; its members are restarted one by one.
func ExamplePool() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID:    "Tallies",
		Start: otp.Pool(otp.PoolSpec{Size: 2, Route: otp.RoundRobin, Member: tallySpec(), MaxRestarts: 3}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()
	for range 4 {
		fmt.Println(otp.Call(ctx, sys.Root(), &tallyAdd, 1))
	}
	// Output:
	// 1 <nil>
	// 1 <nil>
	// 2 <nil>
	// 2 <nil>
}

// A pool that lends: whoever has checked a worker out is its only user.
func ExampleCheckoutWorker() {
	ctx := context.Background()
	sys, err := otp.StartRoot(ctx, otp.ChildSpec{
		ID:    "Printers",
		Start: otp.Pool(otp.PoolSpec{Size: 1, Route: otp.CheckoutRoute, Member: tallySpec(), MaxRestarts: 3}),
	}, silent())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = sys.Stop(ctx) }()

	lease, err := otp.CheckoutWorker(ctx, sys.Root())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(otp.Call(ctx, lease.Addr(), &tallyAdd, 7))
	impatient, cancel := context.WithTimeout(ctx, time.Millisecond)
	defer cancel()
	_, err = otp.CheckoutWorker(impatient, sys.Root())
	fmt.Println(errors.Is(err, otp.ErrTimeout))
	lease.Return()
	again, err := otp.CheckoutWorker(ctx, sys.Root())
	fmt.Println(again.Ref() == lease.Ref(), err)
	// Output:
	// 7 <nil>
	// true
	// true <nil>
}
