package tenants

import otp "github.com/otpgen/otpgen/runtime"

// reader is the state of one Reader, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type reader struct{}

func newReader() ReaderHandler { return &reader{} }

func (s *reader) Init(c *ReaderCtx) error { return nil }

func (s *reader) Read(c *ReaderCtx) string {
	return otp.Must(c.Shared.Name(c)) + "/" + otp.Must(c.Store.Owner(c))
}
