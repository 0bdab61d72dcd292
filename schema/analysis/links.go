package analysis

import "github.com/otpgen/otpgen/schema"

// link is one use seen from one place: who is found at the other end.
type link struct {
	from *Place
	use  *schema.Use
	to   *Place // nil if no scope around from has the name
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
			if u.External != nil {
				continue
			}
			l := link{from: p, use: u}
			if name, ok := usedName(u); ok {
				l.to = names.Lookup(p, name)
			}
			links = append(links, l)
		}
	}
	return links
}

// usedName returns the plain name that a client of the use looks up. The
// resolver sees to it that whatever has the name is what the use means.
func usedName(u *schema.Use) (string, bool) {
	if u.Child == nil {
		return u.Service.Name, true
	}
	return u.Child.Naming.Name, u.Child.Naming.Kind == schema.Local
}

// calls reports whether the user waits for answers of what it uses.
func (l link) calls() bool {
	return l.to != nil && len(l.use.Calls) > 0
}

// waits is calls, and more: to start an instance or a task, or to borrow a
// worker, needs the other end up, too.
func (l link) waits() bool {
	return l.calls() || l.to != nil && (l.use.Checkout || l.to.Kind == Dynamic || l.to.Kind == Tasks)
}
