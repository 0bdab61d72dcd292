package apptest

import (
	"testing"

	"github.com/otpgen/otpgen/bench/app"
)

// Args are what the trees of tests are started with. Each test gets its own, so
// what they open or write belongs to t: files in t.TempDir(), servers closed by
// t.Cleanup.
func Args(t testing.TB) app.Args {
	return app.Args{}
}

// CountersArgs are the arguments of the instance of Counters that the generated
// tests start.
func CountersArgs(t testing.TB) app.CounterArgs {
	return app.CounterArgs{
		Name:    "counters-1",
		ID:      0,
		Started: nil,
	}
}

// LinksArgs are the arguments of the instance of Links that the generated tests
// start.
func LinksArgs(t testing.TB) app.LinkArgs {
	return app.LinkArgs{
		Place: 2,
		Last:  0,
	}
}

// AlarmsArgs are the arguments of the instance of Alarms that the generated
// tests start.
func AlarmsArgs(t testing.TB) app.AlarmArgs {
	return app.AlarmArgs{
		Fired: nil,
	}
}
