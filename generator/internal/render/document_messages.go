package render

import (
	"fmt"
	"strings"
	"time"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// documentService is what one service understands and needs.
type documentService struct {
	Name, Doc string
	Facts     []string
	Calls     [][]string
	Casts     [][]string
	Timers    [][]string
}

// defaultCallTimeout is how long a call waits that declares no timeout, as
// gen_server:call/2.
const defaultCallTimeout = 5 * time.Second

func (w *documentWriter) service(s *plan.Service) documentService {
	out := documentService{Name: markdown(s.Schema), Doc: markdown(s.Doc), Facts: w.facts(s)}
	for _, c := range s.Calls {
		out.Calls = append(out.Calls, w.call(c))
	}
	for _, c := range s.Casts {
		out.Casts = append(out.Casts, []string{code(c.Message), w.fields(c.Args), markdown(c.Doc)})
	}
	for _, t := range s.Timers {
		out.Timers = append(out.Timers, []string{code(t.Message), w.rhythm(t), markdown(t.Doc)})
	}
	return out
}

// facts are what there is to say about a service besides its messages.
func (w *documentWriter) facts(s *plan.Service) []string {
	var facts []string
	if len(s.Args) > 0 {
		facts = append(facts, "Arguments: "+w.fields(s.Args))
	}
	facts = append(facts, w.uses(s)...)
	if s.Kind == schema.Run {
		return append(facts, "A loop of its own: it takes no messages")
	}
	facts = append(facts, fmt.Sprintf("Mailbox: %d messages, then %s", s.Mailbox.Capacity, code(overflowWord(s.Mailbox.Overflow))))
	if s.Terminate {
		facts = append(facts, "Traps exits: it is told before it ends")
	}
	return facts
}

// uses lists whom the service may send what.
func (w *documentWriter) uses(s *plan.Service) []string {
	var lines []string
	for _, u := range s.Uses {
		if len(u.Methods) == 0 {
			lines = append(lines, "Uses "+code(u.Lookup))
			continue
		}
		var names []string
		for _, m := range u.Methods {
			names = append(names, m.Name)
		}
		lines = append(lines, "Sends "+code(u.Lookup)+": "+codes(names))
	}
	for _, e := range s.Externals {
		lines = append(lines, "Uses the external "+code(e.Schema))
	}
	return lines
}

func (w *documentWriter) call(c *plan.Call) []string {
	reply := "–"
	if c.Reply != nil {
		reply = w.typ(c.Reply)
	}
	var errors, notes []string
	for _, e := range c.Errors {
		errors = append(errors, e.Schema)
	}
	timeout := c.Timeout
	if timeout == 0 {
		timeout = defaultCallTimeout
	}
	if c.Idempotent {
		notes = append(notes, "Idempotent.")
	}
	if c.Inline {
		notes = append(notes, "Inline.")
	}
	if c.Later {
		notes = append(notes, "Answered later.")
	}
	if c.CallerDown != "" {
		notes = append(notes, "Its caller is monitored.")
	}
	for _, m := range c.Monitors {
		notes = append(notes, "Monitors "+code(m.Field.JSON)+".")
	}
	if c.Doc != "" {
		notes = append(notes, markdown(sentence(c.Doc)))
	}
	return []string{code(c.Message), w.fields(c.Args), reply, codes(errors), durationWord(timeout), strings.Join(notes, " ")}
}

// fields lists arguments with their types.
func (w *documentWriter) fields(fields []*plan.Field) string {
	var list []string
	for _, f := range fields {
		list = append(list, code(f.JSON+" "+plan.Format(f.Type, w.p.Qualifier)))
	}
	return strings.Join(list, ", ")
}

func (w *documentWriter) typ(t plan.Type) string { return code(plan.Format(t, w.p.Qualifier)) }

// rhythm says when a timer ticks.
func (w *documentWriter) rhythm(t *plan.Timer) string {
	switch {
	case t.Every != nil:
		return "every " + interval(t.Every)
	case t.After != nil:
		return "once, after " + interval(t.After)
	}
	return "when the handler arms it"
}

// interval is the value of an interval: a duration, or the argument that has
// it.
func interval(value plan.Value) string {
	switch value := value.(type) {
	case plan.Duration:
		return durationWord(value.Value)
	case plan.Select:
		return code(value.Source)
	}
	panic("otpgen: internal: an interval is a duration or an argument")
}

func (w *documentWriter) errors() [][]string {
	var rows [][]string
	for _, e := range w.p.Errors {
		var text strings.Builder
		for _, part := range e.Text {
			if part.Field != nil {
				text.WriteString("{" + part.Field.JSON + "}")
			} else {
				text.WriteString(part.Literal)
			}
		}
		rows = append(rows, []string{code(e.Schema), markdown(text.String()), w.fields(e.Fields), markdown(e.Doc)})
	}
	return rows
}

func (w *documentWriter) externals() [][]string {
	var rows [][]string
	for _, e := range w.p.Tree.Externals {
		rows = append(rows, []string{code(e.Schema), w.typ(e.Type), durationWord(e.Timeout), markdown(e.Doc)})
	}
	return rows
}

// types describes the messages: data that travels between services.
func (w *documentWriter) types() [][]string {
	var rows [][]string
	for _, m := range w.p.Messages {
		rows = append(rows, []string{code(m.Name), w.shape(m), markdown(m.Doc)})
	}
	return rows
}

func (w *documentWriter) shape(m *plan.Message) string {
	switch m.Kind {
	case schema.Record:
		return w.fields(m.Fields)
	case schema.Defined:
		return w.typ(m.Type)
	case schema.Enum:
		var values []string
		for _, value := range m.Values {
			values = append(values, value.Text)
		}
		return "one of " + codes(values)
	case schema.OneOf:
		var variants []string
		for _, variant := range m.Variants {
			text := code(variant.Label)
			if len(variant.Fields) > 0 {
				text += " (" + w.fields(variant.Fields) + ")"
			}
			variants = append(variants, text)
		}
		return strings.Join(variants, " or ")
	}
	panic("otpgen: internal: invalid message kind")
}
