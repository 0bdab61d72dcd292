package inlinetest

import (
	"testing"

	"github.com/otpgen/otpgen/golden/inline"
)

// Args are what the trees of tests are started with. Each test gets its own, so
// what they open or write belongs to t: files in t.TempDir(), servers closed by
// t.Cleanup.
func Args(t testing.TB) inline.Args {
	return inline.Args{}
}
