package raw

import (
	"sync"
	"sync/atomic"

	"github.com/otpgen/otpgen/bench/work"
)

// finder finds by a function.
type finder func(name string) bool

func (f finder) Find(name string) bool { return f(name) }
func (f finder) Stop()                 {}

func findInMap(names []string) (work.Finder, error) {
	var mu sync.RWMutex
	all := make(map[string]*mutex, len(names))
	for _, name := range names {
		all[name] = new(mutex)
	}
	return finder(func(name string) bool {
		mu.RLock()
		found := all[name]
		mu.RUnlock()
		return found != nil
	}), nil
}

func findInSyncMap(names []string) (work.Finder, error) {
	var all sync.Map
	for _, name := range names {
		all.Store(name, new(mutex))
	}
	return finder(func(name string) bool {
		found, ok := all.Load(name)
		return ok && found.(*mutex) != nil
	}), nil
}

// findStatic is a name that was known when the program was written: a variable
// that somebody else may set.
func findStatic([]string) (work.Finder, error) {
	var one atomic.Pointer[mutex]
	one.Store(new(mutex))
	return finder(func(string) bool { return one.Load() != nil }), nil
}
