// Package otptest runs a supervision tree inside one test: isolated, stopped and
// checked for leaks when the test ends, with means to crash any process in it
// and to wait, without sleeping, until its supervisors have dealt with that.
//
//	h := otptest.Start(t, start)
//	dead := h.Crash(store)
//	store2 := h.AwaitReplaced(dead)
//
// In a testing/synctest bubble time is virtual: it goes on when all goroutines
// of the bubble wait for each other. A goroutine that waits for something
// outside, such as a listener, a connection, a file or another process, does not
// count as one that does, so it freezes the clock: timers, timeouts and the
// bounds of this package never come, and synctest.Wait does not return. Put
// fakes in the place of such services, with [otp.WithHandler], an in-memory
// net.Pipe or a fake external, or run the test outside of a bubble.
//
// The fixtures of generated code are built on it; see [Harness]. A test without a
// tree of its own starts processes one by one under a [TestSupervisor], as
// start_supervised of ExUnit does.
package otptest
