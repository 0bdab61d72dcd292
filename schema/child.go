package schema

import (
	"iter"
	"maps"
	"slices"
)

// child resolves one entry of children:. What it refers to may be nil if that
// was reported.
func (r *resolver) child(parent *Supervisor, e ChildEntry, around surroundings) *Child {
	c := &Child{
		Doc: e.Doc.Value, Parent: parent, Range: e.Range,
		Restart:  or(e.Restart, Permanent),
		Shutdown: or(e.Shutdown, Infinity),
	}
	switch {
	case e.Children != nil:
		r.inlineChild(c, e, around)
	case e.Dynamic != nil:
		r.dynamicChild(c, e)
	case e.Tasks != nil:
		c.Kind = TasksChild
		c.MaxChildren = e.Tasks.MaxChildren.Value
		c.MaxRestarts, c.MaxSeconds = defaultMaxRestarts, defaultMaxSeconds
		c.findBy(Naming{Kind: Local}, e.Name)
	case e.Pool.Given():
		r.poolChild(c, e, around)
	default:
		r.plainChild(c, e, around)
	}
	r.needsName(e, c)
	c.ID = idOf(e, c)
	return c
}

// idOf is the id of a child: as written, or its name, or that of what it
// places.
func idOf(e ChildEntry, c *Child) string {
	switch {
	case e.ID.Given():
		return e.ID.Value
	case c.Name != "" || e.Name.Given() && e.Name.Value == "":
		return c.Name
	case c.Service != nil:
		return c.Service.Name
	case c.Supervisor != nil:
		return c.Supervisor.Name
	}
	return ""
}

// needsName reports name: none for what only its name leads to.
func (r *resolver) needsName(e ChildEntry, c *Child) {
	if c.Kind == ServiceChild || e.Child.Given() {
		return
	}
	r.nameless = r.nameless || e.Name.Value == ""
	if e.Name.Value == noName {
		r.error(codeName, e.Name.Range, "this child needs a name: nothing else leads to it").
			help("give it a name in UpperCamel")
	}
}

// findBy sets how the child is found: as what it places, but under its own
// name if it has one.
func (c *Child) findBy(n Naming, name String) {
	if name.Given() {
		n.Name = name.Value
		if n.Kind == None {
			n.Kind = Local
		}
	}
	if name.Value == noName {
		n = Naming{Kind: None}
	}
	c.Naming, c.Name = n, n.Name
}

// plainChild resolves child: NAME, a service or a supervisor.
func (r *resolver) plainChild(c *Child, e ChildEntry, around surroundings) {
	c.Kind = ServiceChild
	name := e.Child.Value
	switch {
	case r.services[name] != nil:
		c.Service = r.services[name]
		c.Shutdown = or(e.Shutdown, defaultShutdown)
		c.findBy(c.Service.Naming, e.Name)
		c.Args = r.arguments(e, "service "+name, c.Service.Args, r.serviceEntries[c.Service].Incomplete, around)
	case r.supervisors[name] != nil:
		c.Kind, c.Supervisor = SupervisorChild, r.supervisors[name]
		c.findBy(c.Supervisor.Naming, e.Name)
		c.Args = r.arguments(e, "supervisor "+name, c.Supervisor.Args, r.supervisorEntries[c.Supervisor].Incomplete, around)
	default:
		r.unknownChild("service or supervisor", e.Child)
	}
}

// unknownChild reports a child that is nothing that can be placed.
func (r *resolver) unknownChild(wanted string, name String) {
	if name.Value == "" {
		return // reported by Parse
	}
	if other, known := r.processNames[name.Value]; known {
		r.error(codeWrongThing, name.Range, "%s is %s, not a %s", quote(name.Value), article(other.what), wanted).
			relate(other.at, "%s %s", other.what, name.Value).
			help("name a %s here", wanted)
		return
	}
	known := r.placeable(wanted)
	r.unknownName(wanted, name, known, "declare it in services: or supervisors:")
}

// poolChild resolves pool: SERVICE.
func (r *resolver) poolChild(c *Child, e ChildEntry, around surroundings) {
	c.Kind = PoolChild
	c.Size, c.Route = e.Size.Value, or(e.Route, RoundRobin)
	c.MaxRestarts, c.MaxSeconds = or(e.MaxRestarts, defaultMaxRestarts), or(e.MaxSeconds, defaultMaxSeconds)
	c.findBy(Naming{Kind: Local}, e.Name)
	c.Service = r.services[e.Pool.Value]
	if c.Service == nil {
		r.unknownChild("service", e.Pool)
		return
	}
	if c.Service.Kind == Run {
		r.error(codeWrongThing, e.Pool.Range, "%s is kind: run, and a pool routes messages", e.Pool.Value).
			relate(c.Service.Range, "service %s", c.Service.Name).
			help("place it as a child, or make it a server")
	}
	c.Args = r.arguments(e, "service "+c.Service.Name, c.Service.Args, r.serviceEntries[c.Service].Incomplete, around)
}

// dynamicChild resolves dynamic: {child: NAME}. Its instances get their
// arguments when they are started.
func (r *resolver) dynamicChild(c *Child, e ChildEntry) {
	d := e.Dynamic
	c.Kind = DynamicChild
	c.MaxChildren = d.MaxChildren.Value
	c.MaxRestarts, c.MaxSeconds = or(d.MaxRestarts, defaultMaxRestarts), or(d.MaxSeconds, defaultMaxSeconds)
	c.InstanceRestart, c.InstanceShutdown = or(d.Restart, Permanent), or(d.Shutdown, Infinity)
	c.Instance = Naming{Kind: None}
	c.findBy(Naming{Kind: Local}, e.Name)
	c.Service, c.Supervisor = r.services[d.Child.Value], r.supervisors[d.Child.Value]
	switch {
	case c.Service != nil:
		c.InstanceShutdown = or(d.Shutdown, defaultShutdown)
		c.Supervisor = nil
		c.Instance = instanceNaming(c.Service.Naming)
	case c.Supervisor != nil:
		c.Instance = instanceNaming(c.Supervisor.Naming)
	default:
		r.unknownChild("service or supervisor", d.Child)
	}
}

// instanceNaming is how instances are found: by their key, or else not at all,
// since they cannot all have one name.
func instanceNaming(n Naming) Naming {
	if n.Kind == Keyed {
		return n
	}
	return Naming{Kind: None}
}

// inlineChild resolves a supervisor that is written in place. Its arguments
// are those of the supervisor around it.
func (r *resolver) inlineChild(c *Child, e ChildEntry, around surroundings) {
	s := &Supervisor{
		Name: e.Name.Value, GoName: e.GoName.Value, Doc: e.Doc.Value, Inline: true,
		Naming: Naming{Kind: Local, Name: e.Name.Value}, Range: e.Name.Range,
	}
	if !e.Name.Given() {
		s.Range = e.Range
	}
	c.Kind, c.Supervisor = SupervisorChild, s
	c.findBy(s.Naming, e.Name)
	r.app.Supervisors = append(r.app.Supervisors, s)
	if e.Name.Given() && e.Name.Value != noName {
		r.take(r.processNames, "supervisor", e.Name)
	}
	entry := SupervisorEntry{
		Entry: e.Entry, Scope: e.Scope, Strategy: e.Strategy,
		MaxRestarts: e.MaxRestarts, MaxSeconds: e.MaxSeconds, Children: e.Children,
	}
	r.supervisorEntries[s] = &entry
	r.supervise(s, entry, around)
}

// arguments gives every argument of what a child places its value.
func (r *resolver) arguments(e ChildEntry, callee string, fields []*Field, incomplete bool, around surroundings) []*Arg {
	given := map[string]Named[ValueEntry]{}
	for _, a := range e.Args {
		given[a.Name.Value] = a
		if !incomplete && !r.full() && fieldNamed(fields, a.Name.Value) == nil {
			d := r.error(codeArgUnknown, a.Name.Range, "%s has no argument %s", callee, quote(a.Name.Value))
			r.suggestArgument(d, a.Name.Value, fields)
		}
	}
	var list []*Arg
	for _, f := range fields {
		a, found := given[f.Name]
		if !found {
			if !e.Incomplete && !r.full() {
				r.error(codeArgMissing, e.Range, "the argument %s of %s is missing", f.Name, callee).
					relate(f.Range, "%s is declared here", f.Name).
					help("add %s to args:, with a value, or with $ and the name of an argument of the supervisor", f.Name)
			}
			continue
		}
		list = append(list, &Arg{Field: f, Value: r.expr(a.Entry, f.Type, around), Range: a.Name.Range})
	}
	return list
}

func (r *resolver) suggestArgument(d *Diagnostic, name string, fields []*Field) {
	if d == nil {
		return
	}
	otherwise := "its arguments are " + enumerate(fieldNames(fields))
	if len(fields) == 0 {
		otherwise = "it has none; declare it in args:, or delete it here"
	}
	r.suggest(d, name, slices.Values(fieldNames(fields)), otherwise)
}

// placeable lists what can be wanted as a child.
func (r *resolver) placeable(wanted string) iter.Seq[string] {
	switch wanted {
	case "service":
		return maps.Keys(r.services)
	case "supervisor":
		return maps.Keys(r.supervisors)
	}
	return joined(maps.Keys(r.services), maps.Keys(r.supervisors))
}
