package names

import (
	"fmt"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// httpWorker is the state of one HTTPWorker, from its start to its end. What
// must outlive a crash is kept elsewhere and loaded again in Init.
type httpWorker struct {
	args  HTTPWorkerArgs
	down  int
	heard HTTPRequest
}

func newHTTPWorker() HTTPWorkerHandler { return &httpWorker{} }

func (s *httpWorker) Init(c *HTTPWorkerCtx, a HTTPWorkerArgs) error {
	s.args = a
	return nil
}

func (s *httpWorker) Inquire(c *HTTPWorkerCtx, who HTTPWorkerRef) {}

func (s *httpWorker) Do(c *HTTPWorkerCtx, contextArg string, typeArg string, cArg int, sArg int, ctxArg int, errArg error, replyArg int, otpArg int, lenArg int, stringArg string, timeArg time.Duration, httpWorkerDoOpArg int, v int, p int, a int, selectArg bool) string {
	return fmt.Sprintln(s.args, s.heard, s.down, contextArg, typeArg, cArg, sArg, ctxArg, errArg, replyArg, otpArg, lenArg, stringArg, timeArg, httpWorkerDoOpArg, v, p, a, selectArg)
}

func (s *httpWorker) Later(c *HTTPWorkerCtx, replyArg int, reply otp.Reply[int]) {
	reply.Send(-replyArg)
}

func (s *httpWorker) HTTPWorkerDown(c *HTTPWorkerCtx, who HTTPWorkerRef, why otp.Reason) { s.down++ }

func (s *httpWorker) Tell(c *HTTPWorkerCtx, typeArg HTTPRequest) { s.heard = typeArg }

func (s *httpWorker) Type(c *HTTPWorkerCtx) {}
