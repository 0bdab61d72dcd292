// Package supcore holds the supervisors of package otp as pure machines: an event goes in, a list of actions comes
// out, and nothing else happens. There is no goroutine, no clock, no context and no lock in here, so that the order
// of everything a supervisor does is a value that can be listed, compared and replayed.
//
// The machines are Static (a list of children, three strategies) and Dynamic (children started by request). The
// shell around a machine is one goroutine with one mailbox: it takes the next event, calls Step, does the actions.
//
//	event.go    what happens to a supervisor, and the requests it answers
//	action.go   what the shell must do
//	result.go   the answers to requests
//	spec.go     child specs and the flags of supervisors
//	reason.go   exit reasons
package supcore
