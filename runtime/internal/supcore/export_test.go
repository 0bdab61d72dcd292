package supcore

// Idle reports whether nothing is under way and nothing waits.
func (m *Static) Idle() bool { return m.begun && m.work == nil && m.deferred.empty() && !m.left }

// Idle reports whether nothing is under way and nothing waits.
func (m *Dynamic) Idle() bool { return m.begun && m.purpose == nil && m.deferred.empty() && !m.left }
