package plan

import (
	"time"

	"github.com/otpgen/otpgen/schema"
)

// defaultTimeout is how long a call may take if the schema does not say:
// gen_server:call/2's 5 s, which the runtime knows as zero.
const defaultTimeout = 5 * time.Second

// planServices fills the services in; all names exist by now.
func (b *builder) planServices() {
	for _, from := range b.app.Services {
		s := b.services[from]
		s.Args = b.planFields(from.Args)
		if b.fieldsNeedCopy(from.Args) {
			s.ArgsCopy = "copy" + s.ArgsType
		}
		s.Register = b.register(from.Naming, nil)
		s.Externals = b.externalFields(externalsOf(from))
		for i, c := range from.Calls {
			b.planCall(s, s.Calls[i], c)
		}
		for i, c := range from.Casts {
			s.Casts[i].Args = b.planFields(c.Args)
			s.Casts[i].Monitors = b.monitoredArgs(s, c.Monitors)
		}
		for i, t := range from.Timers {
			s.Timers[i].Every, s.Timers[i].After = b.value(t.Every), b.value(t.After)
		}
	}
	// Interfaces of clients need the arguments of every service.
	for _, from := range b.app.Services {
		b.planUses(from)
		s := b.services[from]
		s.Handles = b.handlerMethods(s)
	}
}

func (b *builder) planCall(s *Service, call *Call, from *schema.Call) {
	call.Args = b.planFields(from.Args)
	call.Monitors = b.monitoredArgs(s, from.Monitors)
	if call.Timeout == defaultTimeout {
		call.Timeout = 0
	}
	if from.Reply != nil {
		call.Reply = b.goType(from.Reply)
		if !from.ReplyShared {
			call.ReplyCopy = b.copyOf(from.Reply)
		}
	}
	for _, e := range from.Errors {
		planned := b.errors[e]
		call.Errors = append(call.Errors, planned)
		if planned.CopyFunc != "" {
			call.ErrorCopy = "copy" + call.ErrorType
		}
	}
}

func (b *builder) monitoredArgs(s *Service, from []*schema.Field) []*MonitoredArg {
	var args []*MonitoredArg
	for _, f := range from {
		for _, m := range s.Monitors {
			if m.Service == b.services[f.Type.Service] {
				args = append(args, &MonitoredArg{Field: b.fields[f], Monitor: m})
			}
		}
	}
	return args
}

// planUses fills in the clients that a service gets.
func (b *builder) planUses(from *schema.Service) {
	s := b.services[from]
	i := 0
	for _, u := range from.Uses {
		if u.External != nil {
			continue
		}
		b.planUse(s, s.Uses[i], u)
		i++
	}
}

func (b *builder) planUse(s *Service, use *Use, from *schema.Use) {
	use.Doc = b.usedThing(from)
	if from.Service != nil {
		use.Lookup = from.Service.Naming.Name
	} else {
		use.Lookup = from.Child.Naming.Name
	}
	client := b.clients[from.Child]
	switch {
	case from.Child != nil && from.Child.Kind == schema.TasksChild:
		use.Type = b.otp("Tasks")
		return
	case from.Child != nil && from.Child.Kind == schema.DynamicChild:
		use.Type, use.At = local(client.Name), client.At
		return
	case client != nil:
		use.At = client.At
		use.Methods = []*ClientMethod{{
			Name: "Checkout", Doc: "Checkout lends one worker.", Reply: local(client.Lease),
		}}
	default:
		use.At = b.services[serviceOf(from)].At
		use.Methods = b.clientMethods(from)
	}
	use.Type = local(use.Interface)
}

// serviceOf is the service whose messages a use sends.
func serviceOf(u *schema.Use) *schema.Service {
	if u.Service != nil {
		return u.Service
	}
	return u.Child.Service
}

func (b *builder) clientMethods(u *schema.Use) []*ClientMethod {
	var methods []*ClientMethod
	for _, c := range u.Calls {
		call := b.calls[c]
		methods = append(methods, &ClientMethod{Name: call.Name, Doc: call.Doc, Args: call.Args, Reply: call.Reply})
	}
	for _, c := range u.Casts {
		cast := b.casts[c]
		methods = append(methods, &ClientMethod{Name: cast.Name, Doc: cast.Doc, Args: cast.Args})
	}
	return methods
}

// usedThing says in words what a use leads to.
func (b *builder) usedThing(u *schema.Use) string {
	if u.Service != nil {
		return b.services[u.Service].Name
	}
	switch u.Child.Kind {
	case schema.PoolChild:
		return "the pool " + u.Name
	case schema.DynamicChild:
		return "the dynamic supervisor " + u.Name
	case schema.TasksChild:
		return "the task supervisor " + u.Name
	case schema.ServiceChild:
		return "the " + b.services[u.Child.Service].Name + " named " + u.Name
	}
	panic("otpgen: internal: use of a supervisor")
}
