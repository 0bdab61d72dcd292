package plan

import "strings"

// MethodKind says which callback a handler method is.
type MethodKind int

// The kinds of handler methods; the zero value is invalid.
const (
	_                MethodKind = iota
	InitMethod                  // Init(c, a) error
	RunMethod                   // Run(c, a) error
	CallMethod                  // Add(c, step) (int, CounterAddError)
	LaterMethod                 // Take(c, reply)
	CallerDownMethod            // TakeCallerDown(c, caller, why)
	DownMethod                  // JournalDown(c, who, why)
	CastMethod                  // Forget(c)
	TimerMethod                 // Tick(c)
	TerminateMethod             // Terminate(c, why)
)

// Method is one method of a handler interface.
type Method struct {
	Kind    MethodKind
	Name    string
	Doc     []string // paragraphs: what it is for, then what the schema says
	Params  []Param  // c first
	Results []Type
	Call    *Call  // CallMethod, LaterMethod and CallerDownMethod
	Cast    *Cast  // CastMethod
	Timer   *Timer // TimerMethod
}

// Param is one parameter of a method.
type Param struct {
	Name string
	Type Type
}

// Signature writes the method as Go source, without func and receiver:
// Add(c *CounterCtx, step Step) (int, CounterAddError).
func (m *Method) Signature(q Qualifier) string {
	params := make([]string, len(m.Params))
	for i, p := range m.Params {
		params[i] = p.Name + " " + Format(p.Type, q)
	}
	s := m.Name + "(" + strings.Join(params, ", ") + ")"
	switch len(m.Results) {
	case 0:
		return s
	case 1:
		return s + " " + Format(m.Results[0], q)
	}
	return s + " (" + formatList(m.Results, q) + ")"
}
