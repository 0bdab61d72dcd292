package main

import (
	"testing"

	"github.com/otpgen/otpgen/bench/measure"
	"github.com/otpgen/otpgen/bench/work"
)

func TestEveryWorkloadRuns(t *testing.T) { measure.Tiny(t, []work.Contender{contender()}) }
