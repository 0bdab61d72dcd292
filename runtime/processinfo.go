package otp

import (
	"fmt"
	"time"
)

// ProcessInfo is what is known about a process from outside, as
// erlang:process_info/1. Nothing of it needs the help of the process, so it is
// there while that is stuck.
type ProcessInfo struct {
	Ref             Ref
	Path            string
	Service         string // "" for supervisors
	Status          ProcessStatus
	Supervisor      bool
	TrapExit        bool
	MessageQueueLen int
	Handled         uint64        // messages that it has begun with, of all kinds: requests, ticks, notices
	Message         string        // in hand; "" if none is
	Held            time.Duration // for how long
	Restarts        int           // of its place in the tree, so far
	Links           int           // to processes other than its supervisor and children
	Monitors        int           // processes that it monitors
	MonitoredBy     int           // monitors of its end, by processes and by what serves them, a pool for example
}

// ProcessStatus is what a process is doing with its life.
type ProcessStatus uint8

const (
	_ ProcessStatus = iota
	// StatusStarting: its start is not complete.
	StatusStarting
	// StatusRunning: it handles messages, or would.
	StatusRunning
	// StatusSuspended: [Suspend] holds it.
	StatusSuspended
	// StatusStopping: it was asked to end and has not yet.
	StatusStopping
)

// String returns the word for s.
func (s ProcessStatus) String() string {
	switch s {
	case StatusStarting:
		return "starting"
	case StatusRunning:
		return "running"
	case StatusSuspended:
		return "suspended"
	case StatusStopping:
		return "stopping"
	default:
		return fmt.Sprintf("status(%d)", uint8(s))
	}
}

// Info describes an incarnation as it is now. It is false once that has ended, as
// process_info/1 is undefined then.
func (r Ref) Info() (ProcessInfo, bool) {
	if r.in == nil || r.in.over.Load() {
		return ProcessInfo{}, false
	}
	in := r.in
	info := ProcessInfo{
		Ref: r, Path: in.path(), Service: in.kind.service(), TrapExit: in.body.traps(),
		MessageQueueLen: in.box.depth(), Handled: in.box.handled(), Restarts: in.slot.restartCount(),
	}
	_, info.Supervisor = in.body.(*shell)
	info.Message, info.Held = in.inHand()
	in.mu.Lock()
	defer in.mu.Unlock()
	info.Links, info.Monitors, info.MonitoredBy = len(in.links), len(in.monitors), len(in.watches)
	switch {
	case !in.asked.IsZero():
		info.Status = StatusStopping
	case in.phase == phaseStarting:
		info.Status = StatusStarting
	case in.held:
		info.Status = StatusSuspended
	default:
		info.Status = StatusRunning
	}
	return info, in.phase != phaseOver
}
