// Command foundation runs the Foundation layer until it is told to stop.
//
//	foundation -events events.db -base http://localhost:8080
//	foundation -demo
package main

import (
	"flag"
	"net/http"
	"os"

	"github.com/otpgen/otpgen/examples/foundation"
)

func main() {
	events := flag.String("events", "events.db", "the file that keeps the events")
	base := flag.String("base", "http://localhost:8080", "the upstream of the HTTP workers")
	demo := flag.Bool("demo", false, "play a story: calls, a crash, a crash loop, an orderly stop")
	flag.Parse()
	if *demo {
		os.Exit(play(os.Stdout))
	}
	os.Exit(foundation.Main(foundation.Args{
		EventsPath: *events,
		BaseURL:    *base,
		Upstream:   http.DefaultTransport,
	}))
}
