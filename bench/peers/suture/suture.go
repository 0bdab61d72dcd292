// Command suture measures github.com/thejerf/suture/v4, which supervises and no
// more.
package main

import (
	"context"
	"os"
	"time"

	"github.com/thejerf/suture/v4"

	"github.com/otpgen/otpgen/bench/measure"
	"github.com/otpgen/otpgen/bench/peers/service"
	"github.com/otpgen/otpgen/bench/work"
)

func main() { os.Exit(measure.Main([]work.Contender{contender()})) }

// contender is its row.
func contender() work.Contender {
	return work.Contender{Name: "suture", Version: measure.ModuleVersion("github.com/thejerf/suture/v4"), Tree: startTree}
}

func startTree(n int, started func(id int)) (work.Tree, error) {
	sup := suture.New("parent", suture.Spec{
		EventHook:        func(suture.Event) {},
		FailureThreshold: 1e18, FailureDecay: 1, FailureBackoff: time.Nanosecond, Timeout: 10 * time.Second,
	})
	t := service.NewTree(n, started)
	for _, s := range t.Services {
		sup.Add(s)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := sup.ServeBackground(ctx)
	t.OnStop = func() { cancel(); <-done }
	return t, nil
}
