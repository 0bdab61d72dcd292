package plan

import (
	"cmp"
	"maps"
	"slices"

	"github.com/otpgen/otpgen/schema"
)

// externalsBelow lists the externals that anything below a supervisor uses,
// sorted by name: what its spec function must be given.
func (b *builder) externalsBelow(sup *schema.Supervisor) []*schema.External {
	found := map[*schema.External]bool{}
	for _, c := range sup.Children {
		var below []*schema.External
		switch {
		case c.Service != nil:
			below = externalsOf(c.Service)
		case c.Supervisor != nil:
			below = b.externalsBelow(c.Supervisor)
		}
		for _, e := range below {
			found[e] = true
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(x, y *schema.External) int { return cmp.Compare(x.Name, y.Name) })
}

// externalFields plans the fields of an Externals struct.
func (b *builder) externalFields(list []*schema.External) []*External {
	fields := make([]*External, len(list))
	for i, e := range list {
		if b.externals[e] == nil {
			b.externals[e] = &External{
				Name: goName(e.GoName, e.Name), Schema: e.Name, Doc: e.Doc, Type: b.goType(e.Type), Timeout: e.Timeout,
			}
		}
		fields[i] = b.externals[e]
	}
	return fields
}
