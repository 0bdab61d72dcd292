package oracle_test

import (
	"github.com/otpgen/otpgen/generator/internal/oracle"
	"github.com/otpgen/otpgen/internal/hostile"
)

// vector is a text that would like to be more than text.
type vector struct{ name, text string }

// vectors hold the sentinel where the attack would begin, so that the oracle
// finds out where it came to lie.
func vectors() []vector {
	var all []vector
	for _, t := range hostile.Texts(oracle.Sentinel) {
		all = append(all, vector{t.Name, t.Text})
	}
	return all
}
