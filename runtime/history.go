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

// keptRestarts is how many restarts of one process are remembered.
const keptRestarts = 32

// restarted notes a restart.
func (s *slot) restarted(in *incarnation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.restarts) == keptRestarts {
		s.restarts = append(s.restarts[:0], s.restarts[1:]...)
	}
	s.restarts = append(s.restarts, RestartRecord{At: time.Now(), Incarnation: in.number, Reason: s.lastEnd, Delay: in.delayed})
}

// History returns the latest restarts of the process at a path, oldest first,
// 32 at most.
func (s *System) History(path string) []RestartRecord {
	at := s.Find(path)
	if at.slot == nil {
		return nil
	}
	at.slot.mu.Lock()
	defer at.slot.mu.Unlock()
	return append([]RestartRecord(nil), at.slot.restarts...)
}
