package generator

import (
	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/generator/internal/render"
	"github.com/otpgen/otpgen/schema"
)

// Handler is what the user's file of one service must have.
type Handler struct {
	Service  string       // name in the schema
	File     string       // the user's file, relative to the output folder
	Receiver string       // the user's type
	New      string       // the user's function that makes one
	Source   string       // the type and the function, ready to paste
	Maker    string       // the function alone
	Schema   string       // the file of the schema
	Range    schema.Range // of the service in the schema
	Methods  []Method
}

// Method is one method of a handler.
type Method struct {
	Name      string
	Signature string // Add(c *CounterCtx, step Step) (int, CounterAddError)
	// Stub is the whole method, ready to paste. Hardly any method is lacking, so
	// it is made only when it is asked for.
	Stub func() Stub
	// What the method handles, "call Add", and where that is declared; the
	// service itself for a callback that no entry of the schema names.
	Handles string
	Range   schema.Range
}

// Stub is source that is ready to paste, with what it refers to.
type Stub struct {
	Source  string
	Imports []Import
}

// Handlers lists the methods that the user's files must have, by service in
// the order of the schema's names.
func (r *Result) Handlers() []Handler {
	var handlers []Handler
	for i, s := range r.plan.Services {
		from := r.App.Services[i]
		h := Handler{Service: s.Schema, File: s.UserFile, Receiver: s.User, New: s.New, Source: render.Declaration(s), Maker: render.Constructor(s), Schema: r.App.File, Range: from.Range}
		for _, m := range s.Handles {
			h.Methods = append(h.Methods, r.method(s, from, m))
		}
		handlers = append(handlers, h)
	}
	return handlers
}

func (r *Result) method(s *plan.Service, from *schema.Service, m *plan.Method) Method {
	out := Method{Name: m.Name, Signature: m.Signature(r.plan.Qualifier)}
	out.Stub = func() Stub {
		source, used := render.Stub(r.plan, s, m)
		return Stub{Source: source, Imports: imports(used)}
	}
	out.Handles, out.Range = handled(from, m)
	return out
}

// handled is the entry of the schema that a method is the handler of.
func handled(s *schema.Service, m *plan.Method) (what string, at schema.Range) {
	switch {
	case m.Call != nil:
		for _, c := range s.Calls {
			if c.Name == m.Call.Message {
				return "call " + c.Name, c.Range
			}
		}
	case m.Cast != nil:
		for _, c := range s.Casts {
			if c.Name == m.Cast.Message {
				return "cast " + c.Name, c.Range
			}
		}
	case m.Timer != nil:
		for _, t := range s.Timers {
			if t.Name == m.Timer.Message {
				return "timer " + t.Name, t.Range
			}
		}
	}
	return "service " + s.Name, s.Range
}
