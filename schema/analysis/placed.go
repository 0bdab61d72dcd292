package analysis

import (
	"fmt"

	"github.com/otpgen/otpgen/schema"
)

// checkPlaced reports services and supervisors that no children list names:
// code would be generated for them that nothing starts. What stands below such
// a supervisor is not reported on top of it, nor is a service whose absence is
// reported where it is used.
func checkPlaced(m *model, report report) {
	services, supervisors := m.entries()
	for _, l := range m.links {
		if l.use.Service != nil {
			services[l.use.Service] = true
		}
	}
	for _, s := range m.app.Services {
		if !services[s] {
			report(placedNowhere("service", s.Name, s.Range))
		}
	}
	for _, s := range m.app.Supervisors {
		if !supervisors[s] && s != m.app.Root {
			report(placedNowhere("supervisor", s.Name, s.Range))
		}
	}
}

// entries returns what the children lists of all supervisors name, also of
// those that are placed nowhere themselves.
func (m *model) entries() (map[*schema.Service]bool, map[*schema.Supervisor]bool) {
	services, supervisors := map[*schema.Service]bool{}, map[*schema.Supervisor]bool{}
	for _, s := range m.app.Supervisors {
		for _, c := range s.Children {
			services[c.Service] = true
			supervisors[c.Supervisor] = true
		}
	}
	return services, supervisors
}

func placedNowhere(what, name string, at schema.Range) schema.Diagnostic {
	return schema.Diagnostic{
		Range:   at,
		Message: fmt.Sprintf("%s %s is placed nowhere", what, name),
		Label:   "nothing starts it",
		Help:    fmt.Sprintf("add %s to the children of a supervisor, or remove it", name),
	}
}
