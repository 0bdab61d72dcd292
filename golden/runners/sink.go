package runners

// sink is the state of one Sink, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type sink struct{ lines []string }

func newSink() SinkHandler { return &sink{} }

func (s *sink) Init(c *SinkCtx) error { return nil }

func (s *sink) Lines(c *SinkCtx) []string { return s.lines }

func (s *sink) Put(c *SinkCtx, line string) { s.lines = append(s.lines, line) }
