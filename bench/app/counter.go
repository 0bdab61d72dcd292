package app

// counter is the state of one Counter: a sum, and who waits for how many casts.
type counter struct {
	sum, casts int
	done       chan<- struct{}
}

func newCounter() CounterHandler { return &counter{} }

func (s *counter) Init(_ *CounterCtx, a CounterArgs) error {
	if a.Started != nil {
		a.Started(a.ID)
	}
	return nil
}

func (s *counter) Add(_ *CounterCtx, by int) int {
	s.sum += by
	return s.sum
}

func (s *counter) AddInline(_ *CounterCtx, by int) int {
	s.sum += by
	return s.sum
}

func (s *counter) AddPatiently(_ *CounterCtx, by int) int {
	s.sum += by
	return s.sum
}

func (s *counter) StoreRecord(_ *CounterCtx, record Record) uint64 {
	return record.ID + record.Words[len(record.Words)-1]
}

func (s *counter) StoreRecordInline(_ *CounterCtx, record Record) uint64 {
	return record.ID + record.Words[len(record.Words)-1]
}

func (s *counter) StoreBytes(_ *CounterCtx, data []byte) int {
	return len(data) + int(data[len(data)-1])
}

func (s *counter) StoreBytesInline(_ *CounterCtx, data []byte) int {
	return len(data) + int(data[len(data)-1])
}

func (s *counter) Expect(_ *CounterCtx, casts int, done chan<- struct{}) {
	s.casts, s.done = casts, done
}

func (s *counter) Note(_ *CounterCtx, by int) {
	s.sum += by
	if s.casts--; s.casts == 0 {
		s.done <- struct{}{}
	}
}

func (s *counter) Crash(*CounterCtx) { panic("crash") }
