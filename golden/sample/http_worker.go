package foundation

// httpWorker is the state of one HttpWorker, from its start to its end. What
// must outlive a crash is kept elsewhere and loaded again in Init.
type httpWorker struct{}

func newHttpWorker() HttpWorkerHandler { return &httpWorker{} }

func (s *httpWorker) Init(c *HttpWorkerCtx, a HttpWorkerArgs) error {
	// What HttpWorker needs before its first message belongs here. An error makes
	// the start fail; otp.Ignore leaves the process out; c.Own(x) closes x when
	// this incarnation ends, however it ends.
	return nil
}

func (s *httpWorker) Get(c *HttpWorkerCtx, path string) string {
	// The answer to Get belongs here.
	return ""
}
