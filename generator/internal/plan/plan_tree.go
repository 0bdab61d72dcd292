package plan

import (
	"slices"
	"time"

	"github.com/otpgen/otpgen/schema"
)

// planSupervisors fills the supervisors in; all names exist by now.
func (b *builder) planSupervisors() {
	for _, from := range b.app.Supervisors {
		s := b.supervisors[from]
		s.Args = b.planFields(from.Args)
		if b.fieldsNeedCopy(from.Args) {
			s.ArgsCopy = "copy" + s.ArgsType
		}
		s.Register = b.register(from.Naming, nil)
	}
	for _, from := range b.app.Supervisors {
		if !from.Inline {
			b.adopt(b.supervisors[from], from)
		}
	}
	for _, from := range b.app.Supervisors {
		s := b.supervisors[from]
		for _, c := range from.Children {
			s.Children = append(s.Children, b.planChild(c))
		}
		if from.Scope || from == b.app.Root {
			for _, c := range namedIn(from) {
				s.Names = append(s.Names, c.Naming.Name)
				s.Accessors = append(s.Accessors, b.accessor(c))
			}
		}
	}
}

// adopt gives a supervisor and those written in place below it the arguments
// and externals that they refer to: the owner's.
func (b *builder) adopt(owner *Supervisor, from *schema.Supervisor) {
	s := b.supervisors[from]
	s.Owner = owner
	s.UsesArgs = refersToArgs(from)
	externals := b.externalsBelow(from)
	switch {
	case s == owner:
		s.Externals = b.externalFields(externals)
		s.UsesArgs = s.UsesArgs || from.Naming.Kind == schema.Keyed
	case s.UsesArgs:
		s.ArgsType, s.ArgsCopy = owner.ArgsType, owner.ArgsCopy
	}
	if len(externals) > 0 {
		s.ExternalsType = owner.ExternalsType
	}
	for _, c := range from.Children {
		if c.Kind == schema.SupervisorChild && c.Supervisor.Inline {
			b.adopt(owner, c.Supervisor)
		}
	}
}

// refersToArgs reports whether a child, here or in a supervisor written in
// place below, is given an argument of the supervisor's.
func refersToArgs(sup *schema.Supervisor) bool {
	for _, c := range sup.Children {
		refers := func(a *schema.Arg) bool { return a.Value.Kind == schema.ArgRef }
		if slices.ContainsFunc(c.Args, refers) {
			return true
		}
		if c.Kind == schema.SupervisorChild && c.Supervisor.Inline && refersToArgs(c.Supervisor) {
			return true
		}
	}
	return false
}

// register is how a process is registered; nil if it is not. The key comes
// from args, or, if that is nil, from the process's own arguments in scope.
func (b *builder) register(n schema.Naming, args []*schema.Arg) *Register {
	switch n.Kind {
	case schema.None:
		return nil
	case schema.Local:
		return &Register{Name: n.Name}
	case schema.Keyed:
		for _, a := range args {
			if a.Field == n.Key {
				return &Register{Name: n.Name, Key: b.value(a.Value), KeyType: b.goType(n.Key.Type)}
			}
		}
		own := Select{Path: []string{goNameOfSnake(n.Key.GoName, n.Key.Name)}, Source: "$" + n.Key.Name}
		return &Register{Name: n.Name, Key: own, KeyType: b.goType(n.Key.Type)}
	}
	panic("otpgen: internal: invalid naming kind")
}

func (b *builder) planChild(from *schema.Child) *Child {
	c := &Child{
		ID: from.ID, Doc: from.Doc, Kind: from.Kind, Register: b.register(from.Naming, from.Args),
		Restart: from.Restart, Shutdown: shutdown(from.Shutdown, from.Kind == schema.ServiceChild),
		Size: from.Size, Route: from.Route, MaxChildren: from.MaxChildren,
		MaxRestarts: from.MaxRestarts, MaxSeconds: from.MaxSeconds,
		Service: b.services[from.Service], Supervisor: b.supervisors[from.Supervisor],
		Client: b.clients[from],
	}
	for _, a := range from.Args {
		c.Args = append(c.Args, &Arg{Field: b.fields[a.Field], Value: b.value(a.Value)})
	}
	c.Default = isDefault(from)
	if from.Kind == schema.DynamicChild {
		c.InstanceRegister = b.register(from.Instance, nil)
		c.InstanceRestart = from.InstanceRestart
		c.InstanceShutdown = shutdown(from.InstanceShutdown, from.Service != nil)
	}
	if c.Client != nil {
		b.planClient(c, from)
	}
	return c
}

// isDefault reports whether a child is exactly what the spec function of its
// service or supervisor says.
func isDefault(c *schema.Child) bool {
	if c.Restart != schema.Permanent {
		return false
	}
	switch c.Kind {
	case schema.ServiceChild:
		return c.ID == c.Service.Name && c.Naming == c.Service.Naming && c.Shutdown == serviceShutdown
	case schema.SupervisorChild:
		return c.ID == c.Supervisor.Name && c.Naming == c.Supervisor.Naming && c.Shutdown == schema.Infinity
	}
	return false
}

func (b *builder) planClient(c *Child, from *schema.Child) {
	c.Client.Service, c.Client.Supervisor = c.Service, c.Supervisor
	switch from.Instance.Kind {
	case schema.Keyed:
		c.Client.Register, c.Client.Key = from.Instance.Name, b.fields[from.Instance.Key]
	case schema.Local:
		c.Client.Register = from.Instance.Name
	}
}

// serviceShutdown is OTP's default for a worker, which the runtime knows as
// the zero value.
const serviceShutdown = defaultTimeout

// shutdown is the plan of a shutdown time of a service or a supervisor, whose
// defaults differ.
func shutdown(d time.Duration, service bool) Shutdown {
	switch {
	case d == schema.BrutalKill:
		return Shutdown{Kind: ShutdownBrutalKill}
	case service && d == serviceShutdown, !service && d == schema.Infinity:
		return Shutdown{}
	case d == schema.Infinity:
		return Shutdown{Kind: ShutdownInfinity}
	}
	return Shutdown{Kind: ShutdownTime, Time: d}
}

// accessor is the method that finds a child by its name.
func (b *builder) accessor(c *schema.Child) *Accessor {
	a := &Accessor{Name: b.accessorName(c), Doc: c.Doc, Lookup: c.Naming.Name}
	switch {
	case c.Kind == schema.TasksChild:
		a.Type = b.otp("Tasks")
	case b.clients[c] != nil:
		a.Type, a.At = local(b.clients[c].Name), b.clients[c].At
	case c.Service != nil:
		a.Type, a.At = local(b.services[c.Service].Name), b.services[c.Service].At
	default:
		a.Type, a.At = local(b.supervisors[c.Supervisor].Name), b.supervisors[c.Supervisor].At
	}
	return a
}

func (b *builder) planTree() *Tree {
	root := b.supervisors[b.app.Root]
	self := &Accessor{Name: root.Name, Type: local(root.Name), At: root.At}
	return &Tree{
		Root: root, Args: root.Args, Externals: root.Externals, Grace: b.app.Grace,
		Accessors: append([]*Accessor{self}, root.Accessors...),
	}
}
