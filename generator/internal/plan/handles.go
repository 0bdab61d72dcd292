package plan

import (
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// handlerMethods lists the callbacks of a service in the order in which the
// interface shows them: start, messages, timers, end.
func (b *builder) handlerMethods(s *Service) []*Method {
	var methods []*Method
	add := func(kind MethodKind, name string, results []Type, params []Param, doc ...string) *Method {
		c := Param{"c", Pointer{local(s.Ctx)}}
		m := &Method{Kind: kind, Name: name, Results: results, Params: append([]Param{c}, params...)}
		for _, d := range doc {
			if d != "" {
				m.Doc = append(m.Doc, d)
			}
		}
		methods = append(methods, m)
		return m
	}
	var args []Param
	if s.ArgsType != "" {
		args = []Param{{"a", local(s.ArgsType)}}
	}
	if s.Kind == schema.Run {
		add(RunMethod, "Run", []Type{errorType}, args,
			"Run does the work until c is done. The start is complete at c.Ready(); before that, an error is a failed start and nil means that it is not needed. After it, nil is a normal end and an error a crash.")
		return methods
	}
	add(InitMethod, "Init", []Type{errorType}, args,
		"Init makes the state of one incarnation, before any message. An error is a failed start; otp.Ignore means that it is not needed.")
	for _, c := range s.Calls {
		b.callMethods(c, add)
	}
	for _, m := range s.Monitors {
		add(DownMethod, m.Down, nil, []Param{{"who", local(m.Service.Ref)}, {"why", b.otp("Reason")}},
			m.Down+" is told once that a monitored "+m.Service.Name+" has ended.")
	}
	for _, c := range s.Casts {
		add(CastMethod, c.Name, nil, paramsOf(c.Args), c.Name+" handles a cast: nobody waits for it.", c.Doc).Cast = c
	}
	for _, t := range s.Timers {
		add(TimerMethod, t.Name, nil, nil, t.Name+" handles a tick of the timer.", t.Doc).Timer = t
	}
	if s.Terminate {
		add(TerminateMethod, "Terminate", nil, []Param{{"why", b.otp("Reason")}},
			"Terminate runs last, also after a crash. What c.Own was given is closed after it.")
	}
	return methods
}

type addMethod func(kind MethodKind, name string, results []Type, params []Param, doc ...string) *Method

func (b *builder) callMethods(c *Call, add addMethod) {
	params := paramsOf(c.Args)
	if c.Later {
		params = append(params, Param{"reply", b.replyType(c)})
		add(LaterMethod, c.Name, nil, params, c.Name+" handles a call whose answer comes later, by reply.Send"+orFail(c)+".", c.Doc).Call = c
	} else {
		var results []Type
		if c.Reply != nil {
			results = append(results, c.Reply)
		}
		if c.ErrorType != "" {
			results = append(results, local(c.ErrorType))
		}
		add(CallMethod, c.Name, results, params, c.Name+" handles a call"+declared(c)+"."+promised(c), c.Doc).Call = c
	}
	if c.CallerDown != "" {
		add(CallerDownMethod, c.CallerDown, nil, []Param{{"caller", b.otp("Caller")}, {"why", b.otp("Reason")}},
			c.CallerDown+" is told once that a caller of "+c.Name+" has ended.").Call = c
	}
}

// replyType is the handle by which a later answer is given.
func (b *builder) replyType(c *Call) Type {
	switch {
	case c.ReplyType != "":
		return local(c.ReplyType)
	case c.Reply != nil:
		return b.otp("Reply", c.Reply)
	}
	return b.otp("Reply", EmptyStruct{})
}

func orFail(c *Call) string {
	if c.ReplyType == "" {
		return ""
	}
	return " or reply.Fail"
}

// declared lists the errors that a call may answer, for its comment.
func declared(c *Call) string {
	if len(c.Errors) == 0 {
		return ""
	}
	names := make([]string, len(c.Errors))
	for i, e := range c.Errors {
		names[i] = e.Name
	}
	return "; it may answer " + strings.Join(names, ", ")
}

func paramsOf(fields []*Field) []Param {
	params := make([]Param, len(fields))
	for i, f := range fields {
		params[i] = Param{f.Param, f.Type}
	}
	return params
}

// promised reminds of what an inline call has promised.
func promised(c *Call) string {
	if !c.Inline {
		return ""
	}
	return " It is inline and must not block: it may run on the goroutine of the caller."
}
