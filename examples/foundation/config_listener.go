package foundation

// configListener collects changes until its subscriber takes them.
type configListener struct{ changes []ConfigChanged }

// keptChanges bounds what a subscriber that never takes can cost.
const keptChanges = 1000

func newConfigListener() ConfigListenerHandler { return &configListener{} }

func (l *configListener) Init(c *ConfigListenerCtx) error { return nil }

func (l *configListener) Changed(c *ConfigListenerCtx, change ConfigChanged) {
	if len(l.changes) == keptChanges {
		l.changes = l.changes[1:]
	}
	l.changes = append(l.changes, change)
}

func (l *configListener) Take(c *ConfigListenerCtx) []ConfigChanged {
	taken := l.changes
	l.changes = nil
	return taken
}
