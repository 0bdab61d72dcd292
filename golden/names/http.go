package names

import "net/http"

// httpState is the state of one HTTP, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
//
// Its file can import net/http.
type httpState struct{}

func newHTTP() HTTPHandler { return &httpState{} }

func (s *httpState) Init(c *HTTPCtx) error {
	// What HTTP needs before its first message belongs here. An error makes the
	// start fail; otp.Ignore leaves the process out; c.Own(x) closes x when this
	// incarnation ends, however it ends.
	return nil
}

func (s *httpState) Get(c *HTTPCtx, url string) int {
	if url == "" {
		return http.StatusBadRequest
	}
	return http.StatusOK
}
