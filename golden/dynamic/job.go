package dynamic

import otp "github.com/otpgen/otpgen/runtime"

// job is the state of one Job, from its start to its end. What must outlive a
// crash is kept elsewhere and loaded again in Init.
type job struct{}

func newJob() JobHandler { return &job{} }

func (s *job) Init(c *JobCtx) error { return nil }

func (s *job) Finish(c *JobCtx) { c.Stop(otp.Normal) }
