package foundation

import (
	"slices"

	otp "github.com/otpgen/otpgen/runtime"
)

// connectionManager is the state of one ConnectionManager, from its start to
// its end. What must outlive a crash is kept elsewhere and loaded again in
// Init.
type connectionManager struct {
	free    []HttpWorkerRef
	waiting []otp.Reply[HttpWorkerRef]
}

func newConnectionManager() ConnectionManagerHandler { return &connectionManager{} }

func (s *connectionManager) Init(c *ConnectionManagerCtx) error { return nil }

func (s *connectionManager) Lease(c *ConnectionManagerCtx, reply otp.Reply[HttpWorkerRef]) {
	s.waiting = append(s.waiting, reply)
	s.serve()
}

func (s *connectionManager) LeaseCallerDown(c *ConnectionManagerCtx, caller otp.Caller, why otp.Reason) {
	s.waiting = slices.DeleteFunc(s.waiting, func(r otp.Reply[HttpWorkerRef]) bool { return r.Caller() == caller })
}

func (s *connectionManager) Return(c *ConnectionManagerCtx, worker HttpWorkerRef) {
	s.free = append(s.free, worker)
	s.serve()
}

func (s *connectionManager) Watch(c *ConnectionManagerCtx, worker HttpWorkerRef) {
	s.free = append(s.free, worker)
	s.serve()
}

func (s *connectionManager) HttpWorkerDown(c *ConnectionManagerCtx, who HttpWorkerRef, why otp.Reason) {
	s.free = slices.DeleteFunc(s.free, func(w HttpWorkerRef) bool { return w == who })
}

// serve gives free workers to those who wait.
func (s *connectionManager) serve() {
	for len(s.free) > 0 && len(s.waiting) > 0 {
		if s.waiting[0].Send(s.free[0]) {
			s.free = s.free[1:]
		}
		s.waiting = s.waiting[1:]
	}
}
