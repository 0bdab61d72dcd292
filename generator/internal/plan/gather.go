package plan

import (
	"fmt"

	"github.com/otpgen/otpgen/schema"
)

// gatherNames makes every name of the package and reports the clashes, before
// anything refers to a name.
func (b *builder) gatherNames() {
	b.scope = b.newScope("package " + b.app.Package)
	for _, i := range b.imports {
		b.scope.reserve("the name of an imported package", i.Name)
	}
	b.scope.reserve("generated for every application", "Args", "Main", "Start", "Tree")
	b.scope.reserve("generated in messages_gen.go", "copyMap", "copyPointer", "copySlice", "onlyVariant")
	for _, file := range []string{"messages_gen.go", "errors_gen.go", "tree_gen.go"} {
		b.files[file] = origin{what: "what all services share", fixed: true}
	}
	for _, t := range b.app.Types {
		b.scope.declare(t.Name, "type "+t.Name, t.Range, rename)
	}
	for _, m := range b.app.Messages {
		b.gatherMessage(m)
	}
	for _, e := range b.app.Errors {
		b.gatherError(e)
	}
	for _, e := range b.app.Externals {
		b.goName(e.GoName, e.Name, e.Range)
	}
	for _, s := range b.app.Services {
		b.gatherService(s)
	}
	for _, s := range b.app.Services {
		b.gatherServiceMembers(s)
	}
	for _, s := range b.app.Supervisors {
		b.gatherSupervisor(s)
	}
	b.gatherTree()
	b.gatherFixtures()
}

func (b *builder) gatherMessage(from *schema.Message) {
	m := &Message{Name: b.goName(from.GoName, from.Name, from.Range), Doc: from.Doc, Kind: from.Kind, Alias: isAlias(from)}
	b.messages[from] = m
	what := "message " + from.Name
	remedy := renameInGo(from.GoName)
	b.scope.declareAll(what, from.Range, remedy, m.Name, "copy"+m.Name)
	switch from.Kind {
	case schema.Record:
		b.gatherFields(from.Fields, what, "UnmarshalJSON")
	case schema.Defined:
	case schema.Enum:
		for _, v := range from.Values {
			value := &EnumValue{Name: m.Name + exportedName(v.Name), Text: v.Name}
			m.Values = append(m.Values, value)
			b.scope.declare(value.Name, "value "+v.Name+" of "+from.Name, v.Range, rename)
		}
	case schema.OneOf:
		m.Seal, m.Unmarshal, m.Holder = "is"+m.Name, "Unmarshal"+m.Name, unexportedName(m.Name)+"JSON"
		b.scope.declareAll("the decoder of "+what, from.Range, remedy, m.Unmarshal, m.Holder)
		inJSON := map[string]*schema.Variant{}
		for _, v := range from.Variants {
			b.gatherVariant(from, m, v, inJSON)
		}
	default:
		panic("otpgen: internal: invalid message kind")
	}
}

// gatherVariant names a variant in Go and in JSON, where inJSON has the names
// of those before it.
func (b *builder) gatherVariant(from *schema.Message, m *Message, v *schema.Variant, inJSON map[string]*schema.Variant) {
	variant := &Variant{Name: m.Name + v.Name, Label: v.Name, JSON: snakeName(v.Name)}
	if other := inJSON[variant.JSON]; other != nil {
		b.scope.report(schema.Diagnostic{
			Code: codeSameName, Range: v.Range,
			Message: fmt.Sprintf("variants %s and %s of %s would both be called %s in JSON", v.Name, other.Name, from.Name, variant.JSON),
			Help:    rename,
			Related: []schema.Related{{Range: other.Range, Label: "variant " + other.Name}},
		})
	} else {
		inJSON[variant.JSON] = v
	}
	m.Variants = append(m.Variants, variant)
	what := "variant " + v.Name + " of " + from.Name
	b.scope.declareAll(what, v.Range, rename, variant.Name, "copy"+variant.Name)
	b.gatherFields(v.Fields, what, "MarshalJSON", "UnmarshalJSON")
}

func (b *builder) gatherError(from *schema.ErrorType) {
	e := &Error{Name: b.goName(from.GoName, exportedName(from.Name), from.Range), Schema: from.Name, Doc: from.Doc}
	b.errors[from] = e
	b.scope.declareAll("error "+from.Name, from.Range, renameInGo(from.GoName), e.Name, "copy"+e.Name)
	b.gatherFields(from.Fields, "error "+from.Name, "Error")
}

// gatherFields names fields that become a struct, whose methods they must not
// hide.
func (b *builder) gatherFields(fields []*schema.Field, where string, methods ...string) {
	s := b.newScope(where)
	s.reserve("a method that it has", methods...)
	for _, f := range fields {
		name := b.goName(f.GoName, exportedName(f.Name), f.Range)
		s.declare(name, f.Name+" of "+where, f.Range, renameInGo(f.GoName))
	}
}

// gatherSupervisor names what a supervisor is in Go, and the clients of its
// children that are no service's.
func (b *builder) gatherSupervisor(from *schema.Supervisor) {
	name := b.goName(from.GoName, from.Name, from.Range)
	s := &Supervisor{
		Name: name, Schema: from.Name, Doc: from.Doc, Inline: from.Inline,
		At: name + "At", Ref: name + "Ref", RefOf: name + "RefOf", Spec: name + "Spec",
		Strategy: from.Strategy, MaxRestarts: from.MaxRestarts, MaxSeconds: from.MaxSeconds, Scope: from.Scope,
	}
	if from.Inline {
		s.Spec = unexportedName(name) + "Spec"
	}
	b.supervisors[from] = s
	what := "supervisor " + from.Name
	names := []string{s.Name, s.At, s.Ref, s.RefOf, s.Spec}
	if len(from.Args) > 0 {
		s.ArgsType = name + "Args"
		names = append(names, s.ArgsType, "copy"+s.ArgsType)
	}
	if !from.Inline && len(b.externalsBelow(from)) > 0 {
		s.ExternalsType = name + "Externals"
		names = append(names, s.ExternalsType)
	}
	b.scope.declareAll(what, from.Range, renameInGo(from.GoName), names...)
	b.gatherFields(from.Args, what)
	for _, c := range from.Children {
		b.gatherClient(c)
	}
}

// gatherClient names the client of a dynamic supervisor or lending pool.
func (b *builder) gatherClient(c *schema.Child) {
	lends := c.Kind == schema.PoolChild && c.Route == schema.Checkout
	if c.Kind != schema.DynamicChild && !lends {
		return
	}
	client := &Client{Kind: DynamicClient, Name: c.Name, Doc: c.Doc, At: c.Name + "At"}
	what := "child " + c.Name
	names := []string{client.Name, client.At}
	if lends {
		client.Kind, client.Lease = LendingPoolClient, c.Name+"Lease"
		names = append(names, client.Lease)
		b.gatherLease(client, c.Service)
	}
	b.scope.declareAll(what, c.Range, rename, names...)
	b.clients[c] = client
}

// gatherLease checks the messages of a lent worker against the methods of its
// lease, which embeds the worker's Ref.
func (b *builder) gatherLease(client *Client, worker *schema.Service) {
	s := b.newScope(client.Lease)
	s.reserve("the method that gives the worker back", "Return")
	for _, c := range worker.Calls {
		s.declare(goName(c.GoName, c.Name), "call "+c.Name+" of "+worker.Name, c.Range, renameInGo(c.GoName))
	}
	for _, c := range worker.Casts {
		s.declare(goName(c.GoName, c.Name), "cast "+c.Name+" of "+worker.Name, c.Range, renameInGo(c.GoName))
	}
}

// gatherTree names the fields of Args and the methods that find what is in a
// scope.
func (b *builder) gatherTree() {
	root := b.app.Root
	args := b.newScope("Args")
	for _, f := range root.Args {
		args.declare(goNameOfSnake(f.GoName, f.Name), "argument "+f.Name+" of "+root.Name, f.Range, renameInGo(f.GoName))
	}
	for _, e := range b.externalsBelow(root) {
		args.declare(goName(e.GoName, e.Name), "external "+e.Name, e.Range, renameInGo(e.GoName))
	}
	tree := b.newScope("Tree")
	tree.reserve("a method of Tree and of its test fixture", treeMembers()...)
	tree.reserve("for go vet a method of the standard library", vettedMethods()...)
	if root.Scope {
		tree.reserve("a method that the root has too", "Addr", "Ref")
	}
	tree.declare(b.supervisors[root].Name, "supervisor "+root.Name, root.Range, renameInGo(root.GoName))
	b.gatherAccessors(tree, root)
	for _, s := range b.app.Supervisors {
		if s.Scope && s != root {
			scope := b.newScope(b.supervisors[s].Name)
			scope.reserve("a method that it has", "Addr", "Ref", b.supervisors[s].Name)
			scope.reserve("for go vet a method of the standard library", vettedMethods()...)
			b.gatherAccessors(scope, s)
		}
	}
}

func (b *builder) gatherAccessors(scope *scope, sup *schema.Supervisor) {
	for _, c := range namedIn(sup) {
		scope.declare(b.accessorName(c), "child "+c.Name, c.Range, "give it a name: of its own")
	}
}

// namedIn lists the children that are found by a plain name in the scope of
// sup, which may be further down.
func namedIn(sup *schema.Supervisor) []*schema.Child {
	var named []*schema.Child
	for _, c := range sup.Children {
		if c.Naming.Kind == schema.Local {
			named = append(named, c)
		}
		if c.Kind == schema.SupervisorChild && !c.Supervisor.Scope {
			named = append(named, namedIn(c.Supervisor)...)
		}
	}
	return named
}

// accessorName is the Go name of the method that finds a child: that of its
// service or supervisor if it is registered by its name.
func (b *builder) accessorName(c *schema.Child) string {
	switch {
	case c.Kind == schema.ServiceChild && c.Naming.Name == c.Service.Name:
		return b.services[c.Service].Name
	case c.Kind == schema.SupervisorChild && c.Naming.Name == c.Supervisor.Name:
		return b.supervisors[c.Supervisor].Name
	}
	return c.Naming.Name
}
