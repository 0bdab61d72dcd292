package plan

import (
	"cmp"
	"maps"
	"slices"

	"github.com/otpgen/otpgen/schema"
)

// gatherService names what a service is at package scope, and its files.
func (b *builder) gatherService(from *schema.Service) {
	name := b.goName(from.GoName, from.Name, from.Range)
	private := unexportedName(name)
	s := &Service{
		Name: name, Schema: from.Name, Doc: from.Doc, Kind: from.Kind,
		Handler: name + "Handler", Ctx: name + "Ctx", Ref: name + "Ref", At: name + "At", RefOf: name + "RefOf",
		Spec: name + "Spec", Proc: private + "Proc", User: stateName(private), New: "new" + name,
		Mailbox: from.Mailbox, Terminate: from.Terminate,
	}
	b.services[from] = s
	what := "service " + from.Name
	names := []string{s.Name, s.Handler, s.Ctx, s.Ref, s.At, s.RefOf, s.Spec, s.Proc, s.User, s.New}
	if len(from.Args) > 0 {
		s.ArgsType = name + "Args"
		names = append(names, s.ArgsType, "copy"+s.ArgsType)
	}
	if len(externalsOf(from)) > 0 {
		s.ExternalsType = name + "Externals"
		names = append(names, s.ExternalsType)
	}
	if b.scope.declareAll(what, from.Range, renameInGo(from.GoName), names...) {
		b.nameFiles(s, from)
	}
	b.gatherFields(from.Args, what)
}

// stateName is the user's struct of a service: counter, but httpState, since
// with a type http no file of the package could import net/http.
func stateName(private string) string {
	if schema.IsStandardPackage(private) {
		return private + "State"
	}
	return private
}

// gatherServiceMembers names what hangs on a service: its messages, timers,
// monitors and clients. The services themselves have their names by now.
func (b *builder) gatherServiceMembers(from *schema.Service) {
	s := b.services[from]
	m := b.newMembers(s)
	for _, c := range from.Calls {
		b.gatherCall(from, s, c, m)
	}
	for _, c := range from.Casts {
		b.gatherCast(from, s, c, m)
	}
	for _, t := range from.Timers {
		name, what := b.goName(t.GoName, t.Name, t.Range), "timer "+t.Name+" of "+from.Name
		timer := &Timer{Name: name, Message: t.Name, Doc: t.Doc, Arm: "Arm" + name, Cancel: "Cancel" + name}
		s.Timers = append(s.Timers, timer)
		if m.handle(name, what, t.Range, renameInGo(t.GoName)) {
			m.ctx.declareAll(what, t.Range, renameInGo(t.GoName), timer.Arm, timer.Cancel)
		}
	}
	for _, target := range monitoredBy(from) {
		watched := b.services[target.Type.Service]
		what := "the monitor of " + watched.Schema
		monitor := &Monitor{
			Service: watched, Down: watched.Name + "Down",
			Monitor: "Monitor" + watched.Name, Demonitor: "Demonitor" + watched.Name,
		}
		s.Monitors = append(s.Monitors, monitor)
		m.handle(monitor.Down, what, target.Range, "rename the service or the message")
		m.ctx.declareAll(what, target.Range, rename, monitor.Monitor, monitor.Demonitor)
	}
	for _, u := range from.Uses {
		b.gatherUse(from, s, u, m)
	}
}

// members are the scopes of what belongs to one service.
type members struct {
	client  *scope // methods of the client and of a Ref, which embeds it
	handler *scope // methods of the handler, and of a fake with its fields
	ctx     *scope // fields and methods of the Ctx
}

func (b *builder) newMembers(s *Service) *members {
	m := &members{
		client:  b.newScope(s.Name),
		handler: b.newScope(s.Handler),
		ctx:     b.newScope(s.Ctx),
	}
	m.client.reserve("a method that every client has", "Addr", "Ref")
	m.client.reserve("the client itself, embedded in a Ref", s.Name, s.Ref)
	m.client.reserve("for go vet a method of the standard library", vettedMethods()...)
	callbacks := []string{"Init"}
	switch s.Kind {
	case schema.Run:
		callbacks = []string{"Run"}
	case schema.Server:
		if s.Terminate {
			callbacks = append(callbacks, "Terminate")
		}
	default:
		panic("otpgen: internal: invalid service kind")
	}
	for _, c := range callbacks {
		m.handler.reserve("a callback of the handler", c, c+"Func")
	}
	m.handler.reserve("for go vet a method of the standard library", vettedMethods()...)
	m.ctx.reserve("taken by what every Ctx has", ctxMembers()...)
	return m
}

// handle names a method of the handler. A fake has a field of the same name
// with Func at its end, so that is taken too.
func (m *members) handle(name, what string, at schema.Range, remedy string) bool {
	return m.handler.declare(name, what, at, remedy) &&
		m.handler.declare(name+"Func", what+" (a field of its fake)", at, remedy)
}

// message names a method of client and handler.
func (m *members) message(name, what string, at schema.Range, remedy string) bool {
	return m.client.declare(name, what, at, remedy) && m.handle(name, what, at, remedy)
}

func (b *builder) gatherCall(from *schema.Service, s *Service, c *schema.Call, m *members) {
	name, what := b.goName(c.GoName, c.Name, c.Range), "call "+c.Name+" of "+from.Name
	remedy, private := renameInGo(c.GoName), unexportedName(s.Name)
	call := &Call{
		Name: name, Message: c.Name, Doc: c.Doc, Op: private + name + "Op",
		Timeout: c.Timeout, Idempotent: c.Idempotent, Inline: c.Inline, Later: c.ReplyLater,
	}
	s.Calls = append(s.Calls, call)
	b.calls[c] = call
	fits := m.message(name, what, c.Range, remedy)
	if c.CallerMonitored {
		call.CallerDown = name + "CallerDown"
		fits = fits && m.handle(call.CallerDown, "the monitored caller of "+what, c.Range, remedy)
	}
	names := []string{call.Op}
	if len(c.Args) > 0 {
		call.ArgsType = private + name + "Args"
		names = append(names, call.ArgsType)
	}
	if len(c.Errors) > 0 {
		call.ErrorType, call.Seal = s.Name+name+"Error", private+name+"Error"
		names = append(names, call.ErrorType, "copy"+call.ErrorType)
		if call.Later {
			call.ReplyType = s.Name + name + "Reply"
			names = append(names, call.ReplyType)
		}
	}
	if fits {
		b.scope.declareAll(what, c.Range, remedy, names...)
	}
	b.gatherFields(c.Args, what)
}

func (b *builder) gatherCast(from *schema.Service, s *Service, c *schema.Cast, m *members) {
	name, what := b.goName(c.GoName, c.Name, c.Range), "cast "+c.Name+" of "+from.Name
	remedy, private := renameInGo(c.GoName), unexportedName(s.Name)
	cast := &Cast{Name: name, Message: c.Name, Doc: c.Doc, Op: private + name + "Op"}
	s.Casts = append(s.Casts, cast)
	b.casts[c] = cast
	fits := m.message(name, what, c.Range, remedy)
	names := []string{cast.Op}
	if len(c.Args) > 0 {
		cast.ArgsType = private + name + "Args"
		names = append(names, cast.ArgsType)
	}
	if fits {
		b.scope.declareAll(what, c.Range, remedy, names...)
	}
	b.gatherFields(c.Args, what)
}

// gatherUse names what a service gets in its Ctx. The whole client of a task
// or dynamic supervisor needs no interface: there is nothing to leave out.
func (b *builder) gatherUse(from *schema.Service, s *Service, u *schema.Use, m *members) {
	what := "use of " + u.Name + " in " + from.Name
	if u.External != nil {
		m.ctx.declare(goName(u.External.GoName, u.External.Name), what, u.Range, renameInGo(u.External.GoName))
		return
	}
	use := &Use{Field: u.Name, Lookup: u.Name}
	if u.Service != nil {
		use.Field = b.services[u.Service].Name
	}
	if u.Child == nil || u.Child.Kind == schema.ServiceChild || u.Child.Kind == schema.PoolChild {
		use.Interface = s.Name + use.Field
		b.scope.declare(use.Interface, what, u.Range, "give one of the two services a go_name")
	}
	m.ctx.declare(use.Field, what, u.Range, rename)
	s.Uses = append(s.Uses, use)
}

// monitoredBy lists one monitored argument for each service that is monitored,
// sorted by the service's name.
func monitoredBy(s *schema.Service) []*schema.Field {
	first := map[*schema.Service]*schema.Field{}
	note := func(fields []*schema.Field) {
		for _, f := range fields {
			if first[f.Type.Service] == nil {
				first[f.Type.Service] = f
			}
		}
	}
	for _, c := range s.Calls {
		note(c.Monitors)
	}
	for _, c := range s.Casts {
		note(c.Monitors)
	}
	return sortedByService(first)
}

func sortedByService(fields map[*schema.Service]*schema.Field) []*schema.Field {
	return slices.SortedFunc(maps.Values(fields), func(x, y *schema.Field) int {
		return cmp.Compare(x.Type.Service.Name, y.Type.Service.Name)
	})
}

// externalsOf lists what a service uses that is not ours, sorted by name.
func externalsOf(s *schema.Service) []*schema.External {
	var list []*schema.External
	for _, u := range s.Uses {
		if u.External != nil {
			list = append(list, u.External)
		}
	}
	return list
}
