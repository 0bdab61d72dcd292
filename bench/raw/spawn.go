package raw

import "github.com/otpgen/otpgen/bench/work"

// spawner starts and stops by a function, in nobody's name.
type spawner func()

func (f spawner) SpawnStop(int) error {
	f()
	return nil
}

func (f spawner) Stop() {}

// startGoSpawner is `go`, and to wait for the end.
func startGoSpawner() (work.Spawner, error) {
	done := make(chan struct{})
	return spawner(func() {
		go func() { done <- struct{}{} }()
		<-done
	}), nil
}

func startChanSpawner() (work.Spawner, error) {
	shared := newPools[int]()
	return spawner(func() { newChanCounter(0, shared, pooled).Stop() }), nil
}

// idle starts n servers, each of which serves once.
func idle[S work.Caller](n int, start func() S) (any, error) {
	all := make([]S, n)
	for i := range all {
		all[i] = start()
		if err := all[i].Calls(1); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func idleMutexes(n int) (any, error) {
	return idle(n, func() *mutex { return &mutex{Counter: work.NewCounter()} })
}

func idleChans(n int) (any, error) {
	shared := newPools[int]()
	return idle(n, func() *chanCounter { return newChanCounter(0, shared, pooled) })
}

func idleOnDemand(n int) (any, error) {
	replies := newReplies()
	return idle(n, func() *onDemand { return newOnDemand(replies) })
}
