package schemagen

import "strings"

// field is a field or argument with its type.
type field struct {
	name string
	typ  typ
	yaml string // what stands behind its name
}

// fields makes n of them, with types from types.
func (m *maker) fields(n int, types func() typ) []field {
	var list []field
	among := map[string]bool{}
	for range n {
		list = append(list, m.field(m.lower(among), types()))
	}
	return list
}

// field writes {type: T, ...} or T for a type.
func (m *maker) field(name string, t typ) field {
	p := pairs{{"type", quote(t.text)}}
	if t.live || m.chance(12) {
		p.add("shared", "true")
	}
	m.docPair(&p)
	if m.chance(12) && len(name) < 50 {
		p.add("go_name", "Field"+m.one("A", "URL", "X")+strings.ReplaceAll(name, "_", "0"))
	}
	yaml := p.flow()
	if len(p) == 1 {
		yaml = quote(t.text)
	}
	return field{name, t, yaml}
}

func flow(fields []field) string {
	var p pairs
	for _, f := range fields {
		p.add(key(f.name), f.yaml)
	}
	return p.flow()
}
