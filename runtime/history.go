package otp

import "time"

// RestartRecord is one restart of a process.
type RestartRecord struct {
	At          time.Time
	Incarnation uint64 // that began then
	Reason      Reason // why the one before had ended, or had not started
	// Delay is how long the start has waited because of the Backoff of the process itself.
	Delay time.Duration
}

// keptRestarts is how many restarts of one process are remembered by default.
const keptRestarts = 32

// WithHistory sets how many restarts of each process [System.History] remembers.
// Default: 32. It panics if n is negative.
func WithHistory(n int) Option {
	if n < 0 {
		panic("otp: a history cannot hold fewer than no restarts")
	}
	return func(o *options) { o.history = n }
}

// noteRestart adds a restart.
func (s *slot) noteRestart(in *incarnation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.again++
	if s.sys.history == 0 {
		return
	}
	if len(s.restarts) == s.sys.history {
		s.restarts = append(s.restarts[:0], s.restarts[1:]...)
	}
	s.restarts = append(s.restarts, RestartRecord{At: time.Now(), Incarnation: in.number, Reason: s.lastEnd, Delay: in.delayed})
}

// restartCount is the number of restarts so far.
func (s *slot) restartCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.again
}

// History returns the latest restarts of the process at a path, oldest first, 32
// at most unless [WithHistory] says otherwise.
func (s *System) History(path string) []RestartRecord {
	at := s.Find(path)
	if at.slot == nil {
		return nil
	}
	at.slot.mu.Lock()
	defer at.slot.mu.Unlock()
	return append([]RestartRecord(nil), at.slot.restarts...)
}
