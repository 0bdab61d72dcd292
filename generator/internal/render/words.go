package render

import (
	"strings"
	"time"

	"github.com/otpgen/otpgen/schema"
)

// The functions here are the schema's words for its enums.

func strategyWord(s schema.Strategy) string {
	switch s {
	case schema.OneForOne:
		return "one_for_one"
	case schema.OneForAll:
		return "one_for_all"
	case schema.RestForOne:
		return "rest_for_one"
	}
	panic("otpgen: internal: invalid strategy")
}

func restartWord(r schema.RestartType) string {
	switch r {
	case schema.Permanent:
		return "permanent"
	case schema.Transient:
		return "transient"
	case schema.Temporary:
		return "temporary"
	}
	panic("otpgen: internal: invalid restart type")
}

func routeWord(r schema.Route) string {
	switch r {
	case schema.RoundRobin:
		return "round_robin"
	case schema.Random:
		return "random"
	case schema.LeastLoaded:
		return "least_loaded"
	case schema.Checkout:
		return "checkout"
	}
	panic("otpgen: internal: invalid route")
}

func overflowWord(o schema.Overflow) string {
	switch o {
	case schema.Reject:
		return "reject"
	case schema.Block:
		return "block"
	case schema.DropOldest:
		return "drop_oldest"
	case schema.DropNewest:
		return "drop_newest"
	}
	panic("otpgen: internal: invalid overflow policy")
}

// durationWord writes a duration as the schema does, without the zeros of
// time.Duration: 1m, 1m30s, infinity, brutal_kill.
func durationWord(d time.Duration) string {
	switch d {
	case schema.Infinity:
		return "infinity"
	case schema.BrutalKill:
		return "brutal_kill"
	case 0:
		return "0s"
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
