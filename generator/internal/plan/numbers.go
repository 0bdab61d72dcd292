package plan

import "github.com/otpgen/otpgen/schema"

// FreeNumbers returns the first n whole numbers from 1 that no argument of a
// child has in the schema, not even inside. As keys of instances they are taken
// by nobody: not by a child with a key that is written out, and not by one whose
// key is the zero value in the arguments of a test.
func (p *Package) FreeNumbers(n int) []int64 {
	taken := map[int64]bool{}
	for _, s := range p.App.Supervisors {
		for _, c := range s.Children {
			for _, a := range c.Args {
				if a.Value.Kind == schema.Literal {
					takeNumbers(a.Value.Literal, taken)
				}
			}
		}
	}
	var free []int64
	for i := int64(1); len(free) < n; i++ {
		if !taken[i] {
			free = append(free, i)
		}
	}
	return free
}

// takeNumbers marks the whole numbers in a literal. An unsigned one that no
// int64 holds becomes a negative one, which is never free anyway.
func takeNumbers(l *schema.Lit, taken map[int64]bool) {
	taken[l.Int], taken[int64(l.Uint)] = true, true
	for _, elem := range l.List {
		takeNumbers(elem, taken)
	}
	for _, e := range l.Map {
		takeNumbers(e.Value, taken)
	}
}
