package dynamictest

import (
	"testing"

	"github.com/otpgen/otpgen/golden/dynamic"
)

// Args are what the trees of tests are started with. Each test gets its own, so
// what they open or write belongs to t: files in t.TempDir(), servers closed by
// t.Cleanup.
func Args(t testing.TB) dynamic.Args {
	return dynamic.Args{}
}

// SessionsArgs are the arguments of the instance of Sessions that the generated
// tests start.
func SessionsArgs(t testing.TB) dynamic.SessionArgs {
	return dynamic.SessionArgs{
		User:  "sessions-1",
		Roles: nil,
	}
}
