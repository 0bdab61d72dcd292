package raw

import (
	"time"

	"github.com/otpgen/otpgen/bench/work"
)

// afterFuncs are timers of package time, each with a goroutine when it fires.
type afterFuncs struct {
	all   []*time.Timer
	fired func(due time.Time)
}

func startAfterFuncs(n int, fired func(due time.Time)) (work.Timers, error) {
	return &afterFuncs{make([]*time.Timer, n), fired}, nil
}

func (t *afterFuncs) Set(i int, due time.Time) error {
	t.all[i] = time.AfterFunc(time.Until(due), func() { t.fired(due) })
	return nil
}

func (t *afterFuncs) Stop() {
	for _, timer := range t.all {
		if timer != nil {
			timer.Stop()
		}
	}
}
