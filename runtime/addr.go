package otp

// Addr is the address of a process: of its place in the tree, which survives
// restarts, pinned to one incarnation, or of whoever holds a key of a registry
// ([Registrations.Addr]). Addrs can be compared. The zero Addr is nobody: calls
// to it fail with [ErrNoProc], casts go nowhere.
type Addr struct {
	slot *slot
	pin  *incarnation // nil: whoever runs in the slot
	via  via          // nil: the slot; otherwise there is no slot
}

// via finds, each time anew, the process that an address without a place in the
// tree means. Its values can be compared.
type via interface {
	// find returns nil for nobody. Who is over is nobody. fault says what makes the address one that nobody can
	// ever have.
	find() (in *incarnation, fault string)
	// fault says what is known to be wrong with the address before anybody is looked for.
	fault() string
	path() string
}

// Addr returns a itself, so that an address goes wherever a client does that has
// one.
func (a Addr) Addr() Addr { return a }

// sound is what was found, or the panic of an address that makes no sense.
func sound(in *incarnation, fault string) *incarnation {
	if fault != "" {
		panic(fault)
	}
	return in
}

// IsZero reports that a is nobody.
func (a Addr) IsZero() bool { return a.slot == nil && a.via == nil }

// Ref returns the incarnation that runs at a, as whereis/1. It is false while
// none does, and while one is only starting.
func (a Addr) Ref() (Ref, bool) {
	in := a.target()
	if in == nil || !in.running() {
		return Ref{}, false
	}
	return Ref{in}, true
}

// find is target for one who must not panic: fault says what is wrong with a.
func (a Addr) find() (in *incarnation, fault string) {
	if a.via != nil {
		return a.via.find()
	}
	return a.target(), ""
}

// target is the incarnation that gets what is sent to a now: one that runs or
// is starting. nil: nobody.
func (a Addr) target() *incarnation {
	switch {
	case a.via != nil:
		return sound(a.via.find())
	case a.slot == nil:
		return nil
	case a.pin == nil:
		return a.slot.cur.Load()
	case a.pin.over.Load():
		return nil
	default:
		return a.pin
	}
}

// In returns the address of a name in the scope that the supervisor at a opens
// for its children; if it opens none, in the scope it lives in. It never fails:
// the name may be started later.
func (a Addr) In(name Name) Addr {
	s := a.place()
	if s == nil {
		return Addr{}
	}
	return Addr{slot: s.scopeOf(name).here(name)}
}

// place is the slot that a means now; nil: none.
func (a Addr) place() *slot {
	if a.via == nil {
		return a.slot
	}
	if in := sound(a.via.find()); in != nil {
		return in.slot
	}
	return nil
}

// Path returns the ids from the root down to a:
// "FoundationSupervisor/Services/EventStore". It is "" for nobody. What has
// never been started has its name there, below the supervisor that opens its
// scope if there is one: "Tenant(nope)/OrderBook". A key is at its registry:
// "Root/Rooms(lobby)".
func (a Addr) Path() string {
	switch {
	case a.via != nil:
		return a.via.path()
	case a.slot == nil:
		return ""
	case a.pin != nil:
		return a.pin.path()
	default:
		return a.slot.path()
	}
}

// String returns the path.
func (a Addr) String() string { return a.Path() }
