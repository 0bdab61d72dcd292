package schema

import (
	"fmt"
	"maps"
	"slices"
)

// resolveUses finds what services use. A name in uses: is that of an external,
// of a placement (a pool, a dynamic or task supervisor, a child with a name of
// its own), or of a service that is found by its own name.
func (r *resolver) resolveUses() {
	for _, e := range byName(r.doc.Services) {
		s := r.services[e.Name.Value]
		for _, u := range byName(e.Entry.Uses) {
			if use := r.use(s, u.Name, u.Entry); use != nil {
				s.Uses = append(s.Uses, use)
			}
		}
	}
}

func (r *resolver) use(user *Service, name String, messages []String) *Use {
	use := &Use{Name: name.Value, Range: name.Range}
	switch {
	case r.externals[name.Value] != nil:
		use.External = r.externals[name.Value]
		r.used[use.External] = true
		r.wholeClient(name, "an external", messages)
	case r.services[name.Value] != nil:
		use.Service = r.services[name.Value]
		if !r.findable(name, use.Service) {
			return nil
		}
		r.useMessages(use, use.Service, name, messages)
	case r.placements[name.Value] != nil:
		use.Child = r.placements[name.Value][0]
		if !r.agree(name) {
			return nil
		}
		r.useChild(use, name, messages)
	case r.supervisors[name.Value] != nil:
		r.error(codeWrongThing, name.Range, "%s is a supervisor, which has no client", quote(name.Value)).
			relate(r.supervisors[name.Value].Range, "supervisor %s", name.Value).
			help("name a service, a pool, a dynamic or task supervisor, or an external")
		return nil
	case !r.nameless:
		known := joined(maps.Keys(r.externals), maps.Keys(r.services), maps.Keys(r.placements))
		r.unknownName("name in uses of "+user.Name+":", name, known, "declare it in services: or externals:, or name a pool, dynamic or tasks child")
		return nil
	default:
		return nil
	}
	return use
}

// wholeClient reports messages listed for something that is used as a whole.
func (r *resolver) wholeClient(name String, what string, messages []String) {
	if len(messages) > 0 {
		r.error(codeWrongThing, messages[0].Range, "%s is %s and takes no messages of the schema", name.Value, what).
			help("write %s: []", name.Value)
	}
}

// agree reports placements of one name that are of different kinds: a client
// is of one.
func (r *resolver) agree(name String) bool {
	all := r.placements[name.Value]
	for _, c := range all[1:] {
		if c.Kind != all[0].Kind || c.Service != all[0].Service || c.Supervisor != all[0].Supervisor || c.Route != all[0].Route {
			r.error(codeAmbiguous, name.Range, "%s is the name of different things", quote(name.Value)).
				relate(all[0].Range, "one is here").relate(c.Range, "another is here").
				help("give one of them another name:")
			return false
		}
	}
	return true
}

// calledBy says by which names a service can be found.
type calledBy struct {
	itsName bool     // a child has the service's own name
	others  []string // names that children have instead
}

// sorted is the other names, each once. They stay sorted, which makes the next
// time cheap: a thousand uses may ask for ten thousand names.
func (c *calledBy) sorted() []string {
	slices.Sort(c.others)
	c.others = slices.Compact(c.others)
	return c.others
}

func (r *resolver) notePlacement(c *Child) {
	by := r.called[c.Service]
	if by == nil {
		by = new(calledBy)
		r.called[c.Service] = by
	}
	switch {
	case c.Kind == ServiceChild && c.Naming.Kind == Local && c.Naming.Name == c.Service.Name:
		by.itsName = true
	case c.Name != "":
		by.others = append(by.others, c.Name)
	}
}

// findable reports a service that no client finds by its own name.
func (r *resolver) findable(name String, s *Service) bool {
	if s.Naming.Kind == Keyed {
		r.error(codeWrongThing, name.Range, "%s is found by a key, not by its name alone", name.Value).
			relate(s.Range, "service %s", s.Name).
			help("use the dynamic child that starts it, whose client looks keys up")
		return false
	}
	placed := r.called[s]
	if placed == nil {
		placed = new(calledBy)
	}
	if placed.itsName || r.full() {
		return placed.itsName
	}
	d := func(why string) *Diagnostic {
		return r.error(codeWrongThing, name.Range, "%s", why).relate(s.Range, "service %s", s.Name)
	}
	switch {
	case len(placed.others) > 0:
		d(fmt.Sprintf("no child is found by the name %s", s.Name)).
			help("name the placement: %s", enumerate(placed.sorted()))
	case s.Naming.Kind == None:
		d(fmt.Sprintf("%s has name: none, so nobody finds it", s.Name)).
			help("delete name: none, or give a child a name:")
	default:
		return true // placed nowhere by that name, which is reported there
	}
	return false
}

// useChild resolves the messages for a placement.
func (r *resolver) useChild(use *Use, name String, messages []String) {
	switch c := use.Child; {
	case c.Kind == DynamicChild:
		r.wholeClient(name, "a dynamic supervisor", messages)
	case c.Kind == TasksChild:
		r.wholeClient(name, "a task supervisor", messages)
	case c.Kind == PoolChild && c.Route == Checkout:
		if len(messages) != 1 || messages[0].Value != checkoutMessage {
			r.error(codeWrongThing, name.Range, "%s lends its workers, and so takes Checkout only", name.Value).
				relate(c.Range, "route: checkout").help("write %s: [%s]", name.Value, checkoutMessage)
		}
		use.Checkout = true
	default:
		r.useMessages(use, c.Service, name, messages)
	}
}

// checkoutMessage is what a client asks of a pool that lends its workers.
const checkoutMessage = "Checkout"

// messagesOf is the set of names of the calls and casts of a service.
func (r *resolver) messagesOf(s *Service) map[string]bool {
	if known := r.sendable[s]; known != nil {
		return known
	}
	known, entry := map[string]bool{}, r.serviceEntries[s]
	for _, c := range entry.Calls {
		known[c.Name.Value] = true
	}
	for _, c := range entry.Casts {
		known[c.Name.Value] = true
	}
	r.sendable[s] = known
	return known
}

// useMessages finds the calls and casts that a client may send.
func (r *resolver) useMessages(use *Use, s *Service, name String, messages []String) {
	if s == nil {
		return
	}
	if s.Kind == Run {
		r.error(codeWrongThing, name.Range, "%s is kind: run and takes no messages", name.Value).
			relate(s.Range, "service %s", s.Name).
			help("delete it here, or make %s a server", s.Name)
		return
	}
	entry := r.serviceEntries[s]
	known := r.messagesOf(s)
	if len(messages) == 0 && !entry.Incomplete {
		r.error(codeNoEntries, name.Range, "%s is used without a message", name.Value).
			help("list the messages it may be sent: %s", enumerate(slices.Sorted(maps.Keys(known))))
	}
	asked := map[string]bool{}
	for _, m := range messages {
		asked[m.Value] = true
		if !known[m.Value] && !entry.Incomplete {
			d := r.error(codeUnknownName, m.Range, "%s has no call or cast %s", s.Name, quote(m.Value))
			r.suggest(d, m.Value, maps.Keys(known), "it has "+enumerate(slices.Sorted(maps.Keys(known))))
		}
	}
	for _, c := range s.Calls {
		if asked[c.Name] {
			use.Calls = append(use.Calls, c)
		}
	}
	for _, c := range s.Casts {
		if asked[c.Name] {
			use.Casts = append(use.Casts, c)
		}
	}
}
