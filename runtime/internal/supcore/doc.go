// Package supcore holds the supervisors of package otp as pure machines: an event goes in, a list of actions comes
// out, and nothing else happens. There is no goroutine, no clock, no context and no lock in here, so that the order
// of everything a supervisor does is a value that can be listed, compared and replayed.
//
// There are two machines: Static (a list of children, three strategies) and Dynamic (children started by request).
// Four ideas carry both:
//
//   - A strategy is a pure function to a worklist: what to stop, last started first, and then what to start, first
//     started first.
//   - At most one operation is outstanding: one start or one stop; a dynamic supervisor stops several at once.
//   - An event that does not complete it waits in a queue, as in Erlang's selective receive. When a child's turn to be
//     stopped comes and its exit already waits there, that exit is consumed as the stop: it causes no restart.
//   - Exits match by incarnation (Ref), never by name, so a late one matches nothing.
//
// A restart that fails is tried again through the supervisor's own mailbox, behind what already waits there.
//
// # The shell
//
// The shell around a machine is one goroutine with one mailbox: it takes the next event, calls Step and does the
// actions, none of which may block. A start runs in the child's goroutine and comes back as an event. When the
// supervisor itself is killed, the shell drops the machine and ends the children.
//
// A goroutine cannot be killed, so the shell needs a way out where OTP would wait for ever. It may end any process,
// and abandon any start, at any time: it cuts the process off from the world and reports Exited, or StartFailed, with
// reason Killed. The machine treats that like any end or failure. It asks for as much itself, by a Signal to kill:
// when a child does not end within its shutdown time, and when a start holds up an exit that was asked for (see
// ExitRequested).
//
// # Files
//
//	event.go    what happens to a supervisor, and the requests it answers
//	action.go   what the shell must do
//	result.go   the answers to requests
//	spec.go     child specs and the flags of supervisors
//	reason.go   exit reasons
//	strategy.go who is restarted together
//	window.go   how many restarts are too many
//	backoff.go  restarts that wait, which OTP does not have
package supcore
