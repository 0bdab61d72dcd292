package app

// sleeper is the state of one Sleeper: none.
type sleeper struct{}

func newSleeper() SleeperHandler { return &sleeper{} }

func (s *sleeper) Init(*SleeperCtx) error { return nil }

func (s *sleeper) Touch(*SleeperCtx) {}
