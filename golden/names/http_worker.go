package names

import (
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// httpWorker is the state of one HTTPWorker, from its start to its end. What
// must outlive a crash is kept elsewhere and loaded again in Init.
//
// //go:build ignore
type httpWorker struct{}

func newHTTPWorker() HTTPWorkerHandler { return &httpWorker{} }

func (s *httpWorker) Init(c *HTTPWorkerCtx, a HTTPWorkerArgs) error {
	// What HTTPWorker needs before its first message belongs here. An error makes
	// the start fail; otp.Ignore leaves the process out; c.Own(x) closes x when
	// this incarnation ends, however it ends.
	return nil
}

func (s *httpWorker) Inquire(c *HTTPWorkerCtx, who HTTPWorkerRef) {
	// The answer to Inquire belongs here.
}

func (s *httpWorker) Do(c *HTTPWorkerCtx, contextArg string, typeArg string, cArg int, sArg int, ctxArg int, errArg error, replyArg int, otpArg int, lenArg int, stringArg string, timeArg time.Duration, httpWorkerDoOpArg int, v int, p int, a int, selectArg bool) string {
	// */ not the end `.
	return ""
}

func (s *httpWorker) Later(c *HTTPWorkerCtx, replyArg int, reply otp.Reply[int]) {
	// The answer to Later begins here. Keep reply and answer it when the time has
	// come; reply.Send reports whether the caller still waited.
	reply.Send(0)
}

func (s *httpWorker) HTTPWorkerDown(c *HTTPWorkerCtx, who HTTPWorkerRef, why otp.Reason) {
	// This process has ended: forget what is kept for it.
}

func (s *httpWorker) Tell(c *HTTPWorkerCtx, typeArg HTTPRequest) {
	// What Tell changes belongs here. Nobody waits for it.
}

func (s *httpWorker) Type(c *HTTPWorkerCtx) {
	// What is due at every Type belongs here.
}
