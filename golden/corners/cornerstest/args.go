package cornerstest

import (
	"testing"
	tmpl "text/template"

	"github.com/otpgen/otpgen/golden/corners"
)

// Args are what the trees of tests are started with. Each test gets its own, so
// what they open or write belongs to t: files in t.TempDir(), servers closed by
// t.Cleanup.
func Args(t testing.TB) corners.Args {
	return corners.Args{
		Name:  "",
		Mode:  "",
		Conn:  *new(corners.Conn),
		Clock: nil,
		DB:    nil,
		Node:  *new(tmpl.FuncMap),
	}
}

// SubAlphasArgs are the arguments of the instance of SubAlphas that the
// generated tests start.
func SubAlphasArgs(t testing.TB) corners.BetaArgs {
	return corners.BetaArgs{
		Name: "",
	}
}

// AlphasArgs are the arguments of the instance of Alphas that the generated
// tests start.
func AlphasArgs(t testing.TB) corners.AlphaArgs {
	return corners.AlphaArgs{
		ID:    4,
		Mode:  "",
		Picks: nil,
		Conn:  *new(corners.Conn),
	}
}
