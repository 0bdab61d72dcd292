package otp

// KeysKnown counts the keys that the outermost scope of a system remembers.
func KeysKnown(s *System) int {
	s.names.mu.RLock()
	defer s.names.mu.RUnlock()
	return len(s.names.keyed)
}

// ProcessesKnown counts the processes that are live, or over and not yet gone.
func ProcessesKnown(s *System) int { return len(s.processes()) }
