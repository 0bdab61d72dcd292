package render

import (
	"strings"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// skeleton is the data of user/service.go.tmpl.
type skeleton struct {
	Package, Name, User, New, Handler string
	Imports                           string
	Doc                               []string
	Methods                           []string // complete
}

// skeletonFile is the user's file of a service: handlers that compile and run
// at once, each with a comment that says what belongs there.
func skeletonFile(p *plan.Package, s *plan.Service) []byte {
	file := inside(p)
	data := skeleton{Package: p.Name, Name: s.Name, User: s.User, New: s.New, Handler: s.Handler}
	data.Doc = paragraphs(
		s.User+" is the state of one "+s.Name+", from its start to its end. "+
			"What must outlive a crash is kept elsewhere and loaded again in "+s.Handles[0].Name+".",
		s.Doc)
	for _, m := range s.Handles {
		data.Methods = append(data.Methods, stub(p, s, m, file.name))
	}
	data.Imports = file.clause()
	return fill("user/service.go.tmpl", data)
}

// Stub is one handler method as the user's file first has it, formatted, and
// what it needs to be imported.
func Stub(p *plan.Package, s *plan.Service, m *plan.Method) (string, []Import) {
	const clause = "package p\n\n"
	file := inside(p)
	src := formatGo(s.UserFile, []byte(clause+stub(p, s, m, file.name)))
	return strings.TrimPrefix(string(src), clause), file.list()
}

// Declaration is the type of a handler and the function that makes one, as the
// user's file first has them.
func Declaration(s *plan.Service) string {
	return "type " + s.User + " struct{}\n\nfunc " + s.New + "() " + s.Handler + " { return &" + s.User + "{} }\n"
}

// Constructor is the function that makes a handler, for a type that the user
// has declared, whatever it is.
func Constructor(s *plan.Service) string {
	return "func " + s.New + "() " + s.Handler + " { return new(" + s.User + ") }\n"
}

// Receiver is what every handler method in the user's file is declared on.
func Receiver(s *plan.Service) string { return "s *" + s.User }

func stub(p *plan.Package, s *plan.Service, m *plan.Method, q plan.Qualifier) string {
	var b strings.Builder
	b.WriteString("func (" + Receiver(s) + ") " + m.Signature(q) + " {\n")
	for _, line := range commentLines(advice(s, m)) {
		b.WriteString("// " + line + "\n")
	}
	for _, line := range stubBody(p, m, q) {
		b.WriteString(line + "\n")
	}
	b.WriteString("}\n")
	return b.String()
}

// stubBody does the least that a running tree needs: it answers the zero
// value, also where the answer may come later, and works until it is stopped.
func stubBody(p *plan.Package, m *plan.Method, q plan.Qualifier) []string {
	switch m.Kind {
	case plan.InitMethod:
		return []string{"return nil"}
	case plan.RunMethod:
		return []string{"c.Ready()", "<-c.Done()", "return nil"}
	case plan.CallMethod:
		if zeros := zeroResults(p, m, q); zeros != "" {
			return []string{"return " + zeros}
		}
		return nil
	case plan.LaterMethod:
		return []string{"reply.Send(" + zeroReply(p, m, q) + ")"}
	case plan.CallerDownMethod, plan.DownMethod, plan.CastMethod, plan.TimerMethod, plan.TerminateMethod:
		return nil
	}
	panic("otpgen: internal: invalid method kind")
}

// zeroResults are the results of a call that refuses nothing and knows
// nothing: 0, nil.
func zeroResults(p *plan.Package, m *plan.Method, q plan.Qualifier) string {
	var zeros []string
	if m.Call.Reply != nil {
		zeros = append(zeros, zero(p, m.Call.Reply, q))
	}
	if m.Call.ErrorType != "" {
		zeros = append(zeros, "nil")
	}
	return strings.Join(zeros, ", ")
}

// zeroReply is what a later reply is sent with. Without a reply in the schema
// that is nothing, which otp.Reply writes struct{}{}.
func zeroReply(p *plan.Package, m *plan.Method, q plan.Qualifier) string {
	switch {
	case m.Call.Reply != nil:
		return zero(p, m.Call.Reply, q)
	case m.Call.ReplyType != "":
		return ""
	}
	return "struct{}{}"
}

// advice says what belongs into a method, in the words of the schema where it
// has some.
func advice(s *plan.Service, m *plan.Method) string {
	switch m.Kind {
	case plan.InitMethod:
		return "What " + s.Name + " needs before its first message belongs here. An error makes the start fail; " +
			"otp.Ignore leaves the process out; c.Own(x) closes x when this incarnation ends, however it ends."
	case plan.RunMethod:
		return "The work belongs here, until c is done. The next child of the supervisor starts at c.Ready: " +
			"what it relies on comes before."
	case plan.CallMethod:
		return or(sentence(m.Call.Doc), task(m)) + promise(m.Call) + refusals(m.Call, "It may answer ", " instead.") + watched(m.Call.Monitors)
	case plan.LaterMethod:
		return or(sentence(m.Call.Doc), "The answer to "+m.Name+" begins here.") +
			" Keep reply and answer it when the time has come; reply.Send reports whether the caller still waited." +
			refusals(m.Call, "reply.Fail takes ", ".") + watched(m.Call.Monitors)
	case plan.CallerDownMethod:
		return "A caller of " + m.Call.Name + " has ended: forget what is kept for it."
	case plan.DownMethod:
		return "This " + strings.TrimSuffix(m.Name, "Down") + " has ended: forget what is kept for it."
	case plan.CastMethod:
		return or(sentence(m.Cast.Doc), "What "+m.Name+" changes belongs here.") + " Nobody waits for it." + watched(m.Cast.Monitors)
	case plan.TimerMethod:
		return or(sentence(m.Timer.Doc), "What is due at every "+m.Name+" belongs here.")
	case plan.TerminateMethod:
		return "What must be done before this incarnation ends belongs here; after it, what c.Own was given is closed."
	}
	panic("otpgen: internal: invalid method kind")
}

// task is what a call is for when the schema does not say.
func task(m *plan.Method) string {
	if m.Call.Reply == nil {
		return "What " + m.Name + " changes belongs here; its caller waits until it is done."
	}
	return "The answer to " + m.Name + " belongs here."
}

// promise is what whoever writes an inline handler has to keep.
func promise(c *plan.Call) string {
	if !c.Inline {
		return ""
	}
	return " It must not block: it is inline."
}

// watched names the callbacks that tell of the end of what a message brings.
func watched(args []*plan.MonitoredArg) string {
	text := ""
	for _, a := range args {
		text += " " + a.Monitor.Down + " tells when " + a.Field.Param + " has ended."
	}
	return text
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// refusals names the errors that a call declares.
func refusals(c *plan.Call, before, after string) string {
	if len(c.Errors) == 0 {
		return ""
	}
	names := make([]string, len(c.Errors))
	for i, e := range c.Errors {
		names[i] = e.Name
	}
	return " " + before + enumerate(names, "or") + after
}

// enumerate writes a list in words: A, B or C.
func enumerate(words []string, last string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " " + last + " " + words[n-1]
	}
	return strings.Join(words, "")
}
