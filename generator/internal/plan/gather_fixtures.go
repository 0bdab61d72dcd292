package plan

import "github.com/otpgen/otpgen/schema"

// gatherFixtures checks the names of the package of fixtures, which are made of
// those of services and of dynamic supervisors.
func (b *builder) gatherFixtures() {
	s := b.newScope("package " + b.app.Package + "test")
	s.reserve("there for every application", "Args", "Fixture", "Start", "StartWith", "TestBoundaries", "TestCrashes")
	for _, from := range b.app.Services {
		name := b.services[from].Name
		s.declareAll("service "+from.Name, from.Range, renameInGo(from.GoName), "Replace"+name, "Fake"+name)
	}
	for _, sup := range b.app.Supervisors {
		for _, c := range sup.Children {
			if c.Kind == schema.DynamicChild && b.clients[c] != nil {
				s.declare(b.clients[c].Name+"Args", "child "+c.Name, c.Range, rename)
			}
		}
	}
}
