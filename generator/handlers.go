package generator

import (
	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/generator/internal/render"
)

// Handler is what the user's file of one service must have.
type Handler struct {
	Service  string // name in the schema
	File     string // the user's file, relative to the output folder
	Receiver string // the user's type
	New      string // the user's function that makes one
	Methods  []Method
}

// Method is one method of a handler.
type Method struct {
	Name      string
	Signature string // Add(c *CounterCtx, step Step) (int, CounterAddError)
	Stub      string // the whole method, ready to paste
	Imports   []Import
}

// Handlers lists the methods that the user's files must have, by service in
// the order of the schema's names.
func (r *Result) Handlers() []Handler {
	var handlers []Handler
	for _, s := range r.plan.Services {
		h := Handler{Service: s.Schema, File: s.UserFile, Receiver: s.User, New: s.New}
		for _, m := range s.Handles {
			h.Methods = append(h.Methods, method(r.plan, s, m))
		}
		handlers = append(handlers, h)
	}
	return handlers
}

func method(p *plan.Package, s *plan.Service, m *plan.Method) Method {
	stub, used := render.Stub(p, s, m)
	return Method{Name: m.Name, Signature: m.Signature(p.Qualifier), Stub: stub, Imports: imports(used)}
}
