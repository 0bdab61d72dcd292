package analysis

import "github.com/otpgen/otpgen/schema"

// link is one use seen from one place: who is found at the other end.
type link struct {
	from *Place
	use  *schema.Use
	to   *Place // nil if the name leads nowhere, or to something else than the use means
}

// linksOf follows every use of every worker. Members of a pool use the same,
// so the first stands for all.
func linksOf(places []*Place, names *Names) []link {
	var links []link
	for _, p := range places {
		if p.Kind != Worker || p.isSpareMember() {
			continue
		}
		for _, u := range p.Service.Uses {
			if u.External == nil {
				links = append(links, link{from: p, use: u, to: follow(names, p, u)})
			}
		}
	}
	return links
}

// follow returns the place that from finds under the name of a use.
func follow(names *Names, from *Place, u *schema.Use) *Place {
	name, ok := usedName(u)
	if !ok {
		return nil
	}
	if to := names.Lookup(from, name); to != nil && answers(to, u) {
		return to
	}
	return nil
}

// usedName returns the plain name that a client of the use looks up.
func usedName(u *schema.Use) (string, bool) {
	if u.Child == nil {
		return u.Service.Name, true
	}
	return u.Child.Naming.Name, u.Child.Naming.Kind == schema.Local
}

// answers reports whether what stands at p understands a client of the use.
func answers(p *Place, u *schema.Use) bool {
	switch {
	case u.Child == nil && p.Kind == Pool:
		return p.Child.Service == u.Service
	case u.Child == nil:
		return p.Service == u.Service
	case !p.isEntry():
		return false
	}
	return p.Child.Kind == u.Child.Kind && p.Child.Service == u.Child.Service && p.Child.Supervisor == u.Child.Supervisor
}

// waits reports whether the user waits for an answer of what it uses. To start
// an instance or a task, or to borrow a worker, is a call too.
func (l link) waits() bool {
	if len(l.use.Calls) > 0 || l.use.Checkout {
		return true
	}
	return l.to != nil && (l.to.Kind == Dynamic || l.to.Kind == Tasks)
}
