// Package otptest runs a supervision tree inside one test: isolated, stopped and
// checked for leaks when the test ends, with means to crash any process in it
// and to wait, without sleeping, until its supervisors have dealt with that.
//
//	h := otptest.Start(t, start)
//	dead := h.Crash(store)
//	store2 := h.AwaitReplaced(dead)
//
// The fixtures of generated code are built on it; see [Harness].
package otptest
