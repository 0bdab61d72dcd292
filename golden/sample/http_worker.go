package foundation

// httpWorker is the state of one HttpWorker, from its start to its end. What
// must outlive a crash is kept elsewhere and loaded again in Init.
type httpWorker struct{ base string }

func newHttpWorker() HttpWorkerHandler { return &httpWorker{} }

func (s *httpWorker) Init(c *HttpWorkerCtx, a HttpWorkerArgs) error {
	s.base = a.BaseURL
	return nil
}

func (s *httpWorker) Get(c *HttpWorkerCtx, path string) string { return s.base + path }
