package schema

import (
	"iter"
	"strings"

	"gopkg.in/yaml.v3"
)

// Addition is one new element of a schema, for [Add].
type Addition struct {
	Kind    AdditionKind
	Name    string // of the new element
	Service string // NewCall and NewCast: whose message it is
	// In is the supervisor that gets the new child; "" is the root. NewService
	// and NewSupervisor only.
	In string
}

// AdditionKind says what an Addition adds.
type AdditionKind int

// The kinds of additions; the zero value is invalid.
const (
	_             AdditionKind = iota
	NewService                 // a service, and a child of a supervisor
	NewSupervisor              // a supervisor without children, and a child of another
	NewCall                    // a call of a service
	NewCast                    // a cast of a service
)

// Add writes one new element into the text of a schema. Everything that was
// there stays as it was, byte for byte: comments, blank lines, order, and how
// its author indents. Mistakes are diagnostics about src; whether the new
// schema is a good one, the caller asks with the new text.
func Add(name string, src []byte, a Addition) ([]byte, Diagnostics) {
	doc, found := Parse(name, src)
	app, more := Resolve(doc)
	if found = append(found, more...); found.HasErrors() {
		found.Sort()
		return nil, found
	}
	e := newEditor(name, src)
	var text string
	switch a.Kind {
	case NewService, NewSupervisor:
		text = e.addProcess(app, a)
	case NewCall, NewCast:
		text = e.addMessage(app, a)
	default:
		panic("otpgen: internal: invalid kind of addition")
	}
	if e.failed() {
		return nil, e.diagnostics()
	}
	return []byte(e.mark + text), nil
}

// addProcess declares a service or supervisor and places it.
func (e *editor) addProcess(app *Application, a Addition) string {
	section, what, declaration := "services", "service", sprout{key: a.Name}
	if a.Kind == NewSupervisor {
		section, what = "supervisors", "supervisor"
		declaration.below = []sprout{{key: "children", value: "[]"}}
	}
	if !e.nameable(upperName(), a.Name, e.keyRange(section)) {
		return ""
	}
	if at, known := e.declared(app, a.Name); known {
		e.error(codeDuplicateName, at, "%s is the name of something else already", quote(a.Name)).
			label("it is declared here").help("choose another name for the new %s", what)
		return ""
	}
	in := a.In
	if in == "" {
		in = app.Root.Name
	}
	if e.supervisorNamed(in) == nil {
		e.noSupervisor(app, in)
		return ""
	}
	text := e.insert([]string{section}, declaration)
	e = e.reopen(text)
	return e.grow(e.supervisorNamed(in), []string{"children"}, sprout{key: a.Name, item: true})
}

// declared is where the name of a new process is that of something else: a
// clash that the schema would have with it is told of what is there already.
func (e *editor) declared(app *Application, name string) (at Range, known bool) {
	for _, section := range []string{"services", "supervisors", "messages", "types", "externals"} {
		if key, _ := entryOf(valueOf(e.root, section), name); key != nil {
			return e.source.rangeOf(key), true
		}
	}
	for _, s := range app.Supervisors {
		for _, c := range s.Children {
			if c.Name == name {
				return c.Range, true
			}
		}
	}
	return Range{}, false
}

// noSupervisor reports a name that is not that of a supervisor with a list of
// children.
func (e *editor) noSupervisor(app *Application, name string) {
	for _, s := range app.Supervisors {
		for _, c := range s.Children {
			if c.Name != name || c.Kind == SupervisorChild {
				continue
			}
			what := map[ChildKind]string{PoolChild: "a pool", DynamicChild: "a dynamic supervisor", TasksChild: "a task supervisor", ServiceChild: "a service"}[c.Kind]
			e.error(codeWrongThing, c.Range, "%s is %s, not a supervisor with a list of children", quote(name), what).
				help("name %s, the supervisor around it, or another one", s.Name)
			return
		}
	}
	d := e.error(codeUnknownName, e.keyRange("supervisors"), "unknown supervisor %s", quote(name)).
		label("the supervisors are declared here")
	names := func(yield func(string) bool) {
		for _, s := range app.Supervisors {
			if s.Name != "" && !yield(s.Name) {
				return
			}
		}
	}
	e.suggest(d, name, names, "the supervisors are "+enumerate(collect(names)))
}

// addMessage declares a call or cast.
func (e *editor) addMessage(app *Application, a Addition) string {
	section, what := "calls", "call"
	if a.Kind == NewCast {
		section, what = "casts", "cast"
	}
	key, service := entryOf(valueOf(e.root, "services"), a.Service)
	if supervisor, _ := entryOf(valueOf(e.root, "supervisors"), a.Service); key == nil && supervisor != nil {
		e.error(codeWrongThing, e.source.rangeOf(supervisor), "%s is a supervisor, which has no %s", quote(a.Service), section).
			label("it is declared here").help("name the service below it that is to handle the new %s", what)
		return ""
	}
	if key == nil {
		d := e.error(codeUnknownName, e.keyRange("services"), "unknown service %s", quote(a.Service)).
			label("the services are declared here")
		names := func(yield func(string) bool) {
			for _, s := range app.Services {
				if !yield(s.Name) {
					return
				}
			}
		}
		e.suggest(d, a.Service, names, "the services are "+enumerate(collect(names)))
		return ""
	}
	if !e.nameable(upperName(), a.Name, e.source.rangeOf(key)) {
		return ""
	}
	for _, messages := range []string{"calls", "casts", "timers"} {
		if before, _ := entryOf(valueOf(service, messages), a.Name); before != nil {
			e.error(codeDuplicateName, e.source.rangeOf(before), "%s has %s %s already", a.Service, article(strings.TrimSuffix(messages, "s")), quote(a.Name)).
				label("it is declared here").help("choose another name for the new %s", what)
			return ""
		}
	}
	return e.insert([]string{"services", a.Service, section}, sprout{key: a.Name})
}

// nameable checks the name of a new element, which stands nowhere yet: at is
// where it would.
func (e *editor) nameable(rule nameRule, name string, at Range) bool {
	return e.named(rule, String{Value: name, Range: at}, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str"})
}

// supervisorNamed is the mapping of a supervisor, one written in place among
// them, nil for none.
func (e *editor) supervisorNamed(name string) *yaml.Node {
	named := valueOf(e.root, "supervisors")
	if key, value := entryOf(named, name); key != nil {
		return value
	}
	if named == nil {
		return nil
	}
	for i := 1; i < len(named.Content); i += 2 {
		if inner := inPlace(named.Content[i], name); inner != nil {
			return inner
		}
	}
	return nil
}

// inPlace finds a supervisor that is written in place below another.
func inPlace(supervisor *yaml.Node, name string) *yaml.Node {
	children := valueOf(supervisor, "children")
	if children == nil {
		return nil
	}
	for _, child := range children.Content {
		if valueOf(child, "children") == nil {
			continue
		}
		if own := valueOf(child, "name"); own != nil && own.Value == name {
			return child
		}
		if inner := inPlace(child, name); inner != nil {
			return inner
		}
	}
	return nil
}

// entryOf is an entry of a mapping; nil if n is none or has no such key.
func entryOf(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

func valueOf(n *yaml.Node, name string) *yaml.Node {
	_, value := entryOf(n, name)
	return value
}

func collect(names iter.Seq[string]) []string {
	var list []string
	for name := range names {
		list = append(list, name)
	}
	return list
}
