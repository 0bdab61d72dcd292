package otp

import (
	"runtime"
	"sync"
	"weak"
)

// scope is one table of names. A system has the outermost; a supervisor with a
// scope opens an inner one, which belongs to its slot and so survives its
// restarts.
//
// Plain names are as many as the program's text has, and stay. Keyed names are
// as many as the program's users, so the table only points at them weakly: an
// entry lives while its process is known to a supervisor, or while somebody
// holds an address of it. So an address of a key stays good over any number of
// stops and starts, and a million keys that nobody uses cost nothing.
type scope struct {
	sys   *System
	outer *scope // nil: the system's own
	owner *slot  // the supervisor that opens it; nil: the system

	mu    sync.RWMutex
	plain map[string]*plainName
	keyed map[Name]weak.Pointer[slot]
	owns  map[string]bool // services whose keyed names are declared here; false: until it is known that a start has failed
}

type plainName struct {
	slot     *slot
	declared bool // by a supervisor; otherwise only asked for
}

func newScope(outer *scope, owner *slot) *scope {
	return &scope{sys: outer.sys, outer: outer, owner: owner}
}

// declare makes a name part of this scope, so that lookups from here and from
// inner scopes end here. For a key that is so until its first start has failed,
// and for good once a process has been up under a key of the service.
func (sc *scope) declare(name Name) *slot { return sc.entry(name, true) }

// declareForGood is declare for what a spec lists, and for what is up.
func (sc *scope) declareForGood(name Name) {
	sc.declare(name)
	if name.Key != nil {
		sc.mu.Lock()
		defer sc.mu.Unlock()
		sc.owns[name.Service] = true
	}
}

// here returns the slot of a name in this very scope, making it if necessary.
func (sc *scope) here(name Name) *slot {
	if s := sc.known(name); s != nil {
		return s
	}
	return sc.entry(name, false)
}

// known returns the slot of a name in this very scope, if it has one.
func (sc *scope) known(name Name) *slot {
	sc.mu.RLock()
	defer sc.mu.RUnlock()
	if name.Key != nil {
		return sc.keyed[name].Value()
	}
	if p := sc.plain[name.Service]; p != nil {
		return p.slot
	}
	return nil
}

func (sc *scope) entry(name Name, declare bool) *slot {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	if name.Key != nil {
		if declare {
			sc.ownLocked(name.Service)
		}
		return sc.keyedLocked(name)
	}
	p := sc.plain[name.Service]
	if p == nil {
		p = &plainName{slot: &slot{sys: sc.sys, home: sc, name: name}}
		if sc.plain == nil {
			sc.plain = make(map[string]*plainName)
		}
		sc.plain[name.Service] = p
	}
	p.declared = p.declared || declare
	return p.slot
}

func (sc *scope) ownLocked(service string) {
	if sc.owns == nil {
		sc.owns = make(map[string]bool)
	}
	if _, owns := sc.owns[service]; !owns {
		sc.owns[service] = false
	}
}

func (sc *scope) keyedLocked(name Name) *slot {
	if s := sc.keyed[name].Value(); s != nil {
		return s
	}
	if !isItself(name) { // nobody can run there, and nobody could find the entry to remove it
		return &slot{sys: sc.sys, home: sc, name: name}
	}
	if sc.keyed == nil {
		sc.keyed = make(map[Name]weak.Pointer[slot])
	}
	s := &slot{sys: sc.sys, home: sc, name: name}
	sc.keyed[name] = weak.Make(s)
	runtime.AddCleanup(s, forget, entryOf{weak.Make(sc), name})
	return s
}

// entryOf is a name in a scope. It does not keep the scope, and with that the
// slot of its supervisor and of what is below, from being forgotten itself.
type entryOf struct {
	scope weak.Pointer[scope]
	name  Name
}

// forget removes the entry of a key whose slot nobody knows any more. A new
// slot may have taken the entry meanwhile.
func forget(e entryOf) {
	sc := e.scope.Value()
	if sc == nil {
		return
	}
	sc.mu.Lock()
	defer sc.mu.Unlock()
	if sc.keyed[e.name].Value() == nil {
		delete(sc.keyed, e.name)
	}
}

// lookup finds a name from this scope outward: the innermost scope that
// declares it has it. A name that nobody declares is the system's, so that an
// address taken before its supervisor exists is good once it does.
func (sc *scope) lookup(name Name) *slot {
	for {
		if s := sc.declared(name); s != nil {
			return s
		}
		if sc.outer == nil {
			return sc.here(name)
		}
		sc = sc.outer
	}
}

// declared returns the slot of a name if this scope declares it. A scope that
// declares the plain name of a service declares its keys, too.
func (sc *scope) declared(name Name) *slot {
	sc.mu.RLock()
	p := sc.plain[name.Service]
	declared := p != nil && p.declared
	_, owns := sc.owns[name.Service]
	var known *slot
	if name.Key != nil && (declared || owns) {
		known = sc.keyed[name].Value()
	}
	sc.mu.RUnlock()
	switch {
	case known != nil:
		return known
	case name.Key != nil && (declared || owns):
		return sc.here(name)
	case name.Key == nil && declared:
		return p.slot
	default:
		return nil
	}
}

// withdraw takes back the declaration of a plain name that nobody runs under,
// and that of the keys of a service of which no process has ever been up or is
// starting.
func (sc *scope) withdraw(name Name) {
	sc.mu.Lock()
	defer sc.mu.Unlock()
	if name.Key != nil {
		if forGood, owns := sc.owns[name.Service]; owns && !forGood && !sc.startsLocked(name.Service) {
			delete(sc.owns, name.Service)
		}
		return
	}
	if p := sc.plain[name.Service]; p != nil && p.slot.cur.Load() == nil {
		p.declared = false
	}
}

func (sc *scope) startsLocked(service string) bool {
	for name, entry := range sc.keyed {
		if s := entry.Value(); name.Service == service && s != nil && s.cur.Load() != nil {
			return true
		}
	}
	return false
}

// declareAll declares the names of a supervisor's spec.
func (sc *scope) declareAll(names []Name) {
	for _, name := range names {
		sc.declareForGood(name)
	}
}
