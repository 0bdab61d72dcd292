package raw

import "github.com/otpgen/otpgen/bench/work"

// Contenders lists the rows.
func Contenders() []work.Contender {
	return []work.Contender{
		{Name: "direct", Single: true, Call: startDirect},
		{
			Name: "mutex", Call: callsOf(startMutex), Cast: startMutex, Mixed: startMutex,
			Record: lockedRecord, Bytes: lockedBytes, Chain: startMutexChain, Idle: idleMutexes,
		},
		{Name: "mutex-defer", Call: callsOf(startMutexDefer), Cast: startMutexDefer},
		{Name: "chan-alloc", Call: callsOf(startChan(0, allocated))},
		{
			Name: "chan-pooled", Call: callsOf(startChan(0, pooled)), Cast: startChan(0, pooled), Mixed: startChan(0, pooled),
			Record: chanRecord, Bytes: chanBytes, Chain: startChanChain, Spawn: startChanSpawner, Idle: idleChans,
		},
		{Name: "chan-timer", Call: callsOf(startChan(0, timed)), Mixed: startChan(0, timed)},
		{Name: "chanbuf-pooled", Call: callsOf(startChan(1024, pooled)), Cast: startChan(1024, pooled), Mixed: startChan(1024, pooled)},
		{Name: "chanbuf-timer", Call: callsOf(startChan(1024, timed))},
		{Name: "od-swap", Call: callsOf(startOnDemand), Cast: startOnDemand, Mixed: startOnDemand, Idle: idleOnDemand},
		{Name: "goroutine", Spawn: startGoSpawner},
		{Name: "raw-tree", Tree: startTree},
		{Name: "rwmutex-map", Names: findInMap},
		{Name: "sync.Map", Names: findInSyncMap},
		{Name: "static", Names: findStatic},
		{Name: "after-func", Timers: startAfterFuncs},
	}
}

// callsOf leaves the casts away.
func callsOf(start func() (work.Server, error)) func() (work.Caller, error) {
	return func() (work.Caller, error) { return start() }
}
