package main

import (
	"testing"

	"github.com/otpgen/otpgen/bench/erlang"
	"github.com/otpgen/otpgen/bench/measure"
)

func TestEveryWorkloadRuns(t *testing.T) { measure.Tiny(t, contenders()) }

// A must that names a row which is not there would never fail.
func TestMustsNameRows(t *testing.T) {
	for _, m := range measure.Musts() {
		if err := m.Names(contenders()); err != nil {
			t.Error(err)
		}
	}
}

// One workload is enough to see that the module compiles and is understood.
func TestErlangRuns(t *testing.T) {
	for _, c := range erlang.Contenders() {
		figures, err := c.Elsewhere("lookup", "")
		if err != nil || figures["ns/op"] <= 0 {
			t.Errorf("%v, %v", figures, err)
		}
	}
}
