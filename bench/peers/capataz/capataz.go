// Command capataz measures github.com/capatazlib/go-capataz, which supervises and
// no more.
package main

import (
	"context"
	"os"
	"strconv"
	"time"

	"github.com/capatazlib/go-capataz/cap"

	"github.com/otpgen/otpgen/bench/measure"
	"github.com/otpgen/otpgen/bench/peers/service"
	"github.com/otpgen/otpgen/bench/work"
)

func main() { os.Exit(measure.Main([]work.Contender{contender()})) }

// contender is its row.
func contender() work.Contender {
	return work.Contender{Name: "capataz", Version: measure.ModuleVersion("github.com/capatazlib/go-capataz"), Tree: startTree}
}

func startTree(n int, started func(id int)) (work.Tree, error) {
	t := service.NewTree(n, started)
	nodes := make([]cap.Node, n)
	for id, s := range t.Services {
		nodes[id] = cap.NewWorker(strconv.Itoa(id), s.Serve,
			cap.WithRestart(cap.Permanent), cap.WithShutdown(cap.Timeout(10*time.Second)))
	}
	spec := cap.NewSupervisorSpec("parent", cap.WithNodes(nodes...),
		cap.WithStrategy(cap.OneForOne), cap.WithRestartTolerance(1<<31, time.Second))
	sup, err := spec.Start(context.Background())
	if err != nil {
		return nil, err
	}
	t.OnStop = func() { _ = sup.Terminate() }
	return t, nil
}
