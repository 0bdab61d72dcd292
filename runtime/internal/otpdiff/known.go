package otpdiff

import (
	"slices"
	"strconv"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// Statements of semantics.md about which OTP before 27 has a bug, or differs.
const (
	statement139 = "statement 139: a simple_one_for_one whose child says ignore on a restart, before OTP 27"
	statement141 = "statement 141: auto_shutdown of a simple_one_for_one, before OTP 27"
)

// SkippedOn says why a scenario proves nothing on an OTP release such as "25"; "": it does.
func SkippedOn(release string, f *vector.File) string {
	n, err := strconv.Atoi(release)
	switch {
	case err == nil && n >= 27:
		return ""
	case ignoresRestart(f):
		return statement139
	case f.NotApplicable() != "":
		return statement141
	default:
		return ""
	}
}

// ignoresRestart looks for scripts of simple_one_for_one children, which come with their start.
func ignoresRestart(f *vector.File) bool {
	return slices.ContainsFunc(f.Steps, func(s vector.Step) bool {
		for n, outcome := range s.Inner().Init {
			if n != "1" && outcome == "ignore" {
				return true
			}
		}
		return false
	})
}
