package analysis

import "github.com/otpgen/otpgen/schema"

// label is what diagnostics call a place: its name, or else what it is.
func (p *Place) label() string {
	switch {
	case p.isMember():
		return p.Service.Name
	case p.Naming.Kind == schema.Local:
		return p.Naming.Name
	case p.Service != nil:
		return p.Service.Name
	case p.Supervisor != nil:
		return p.Supervisor.Name
	}
	return p.ID
}

// at is where the schema puts the place.
func (p *Place) at() schema.Range {
	if p.Child == nil {
		return p.Supervisor.Range
	}
	return p.Child.Range
}

// here makes the place a second place of a diagnostic.
func (p *Place) here(label string) schema.Related {
	return schema.Related{Range: p.at(), Label: label}
}

// strategyWord is the strategy as the schema writes it.
func strategyWord(s schema.Strategy) string {
	switch s {
	case schema.OneForOne:
		return "one_for_one"
	case schema.OneForAll:
		return "one_for_all"
	case schema.RestForOne:
		return "rest_for_one"
	}
	panic("otpgen: internal: invalid strategy")
}
