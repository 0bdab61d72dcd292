package otp

// KeysKnown counts the keys that the outermost scope of a system remembers.
func KeysKnown(s *System) int {
	s.names.mu.RLock()
	defer s.names.mu.RUnlock()
	return len(s.names.keyed)
}

// ProcessesKnown counts the processes that are live, or over and not yet gone.
func ProcessesKnown(s *System) int { return len(s.processes()) }

// Link links the process of c to the one that runs at an address.
func Link(c *Ctx, to Addr) { c.in.link(linked(to)) }

// Unlink takes that back.
func Unlink(c *Ctx, to Addr) { c.in.unlink(linked(to)) }

func linked(to Addr) *incarnation {
	if to.pin != nil {
		return to.pin
	}
	return to.target()
}

// LinksOf counts the links of an incarnation.
func LinksOf(r Ref) int {
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	return len(r.in.links)
}

// MonitorsOf counts the monitors that an incarnation has set.
func MonitorsOf(r Ref) int {
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	return len(r.in.monitors)
}

// WatchesOf is how many are told of its end.
func WatchesOf(r Ref) int {
	r.in.mu.Lock()
	defer r.in.mu.Unlock()
	return len(r.in.watches)
}

// CanGoOn is canGoOn of the watchdog.
func CanGoOn(stack []byte) bool { return canGoOn(stack) }
