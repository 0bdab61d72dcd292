// Command bench measures otpgen's generated code beside raw Go and Erlang/OTP.
// The command in peers, a module of its own, does so beside other frameworks, too.
package main

import (
	"os"
	"slices"

	"github.com/otpgen/otpgen/bench/erlang"
	"github.com/otpgen/otpgen/bench/measure"
	"github.com/otpgen/otpgen/bench/ours"
	"github.com/otpgen/otpgen/bench/raw"
	"github.com/otpgen/otpgen/bench/work"
)

func main() { os.Exit(measure.Main(contenders())) }

func contenders() []work.Contender {
	return slices.Concat(raw.Contenders(), ours.Contenders(), erlang.Contenders())
}
