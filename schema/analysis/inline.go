package analysis

import (
	"fmt"

	"github.com/otpgen/otpgen/schema"
)

// checkInline reports promises never to block that are likely to be broken: the
// service uses what may block, and has no other handler that could be the user.
//
// Uses are declared per service, so where there is another handler nothing is
// known, and nothing is said: a call that is inline because it reads a field,
// beside one that writes to a database, is how inline is meant to be used. What
// blocks there all the same, a test finds when it runs.
func checkInline(m *model, report report) {
	for _, s := range m.app.Services {
		waits, why := usedThatMayBlock(s)
		if waits == nil || hasOtherHandler(s) {
			continue
		}
		for _, c := range s.Calls {
			report(schema.Diagnostic{
				Range:   c.InlineAt,
				Message: fmt.Sprintf("%s.%s is inline, but %s uses %s, which may block", s.Name, c.Name, s.Name, waits.Name),
				Label:   "promises that the handler never blocks",
				Help: "delete inline: if the handler uses " + waits.Name +
					"; if only Init does, have what it needs handed in as an argument instead",
				Related: []schema.Related{{Range: waits.Range, Label: why + ", and no handler but the inline ones could be the user"}},
			})
		}
	}
}

// hasOtherHandler reports whether a service handles anything that is not
// inline; false also if it handles nothing.
func hasOtherHandler(s *schema.Service) bool {
	if len(s.Casts)+len(s.Timers) > 0 {
		return true
	}
	for _, c := range s.Calls {
		if !c.Inline || len(c.Monitors) > 0 { // the end of what is monitored is handled, too
			return true
		}
	}
	return false
}

// usedThatMayBlock returns the first use whose user may have to wait, and why it
// may; nil if there is none.
func usedThatMayBlock(s *schema.Service) (*schema.Use, string) {
	for _, u := range s.Uses {
		if why := mayBlock(u); why != "" {
			return u, why
		}
	}
	return nil, ""
}

// mayBlock says why the user of something may have to wait; "": it need not.
func mayBlock(u *schema.Use) string {
	switch {
	case u.External != nil:
		return "an external may block"
	case u.Checkout:
		return "a lease waits for a free worker"
	case u.Child != nil && (u.Child.Kind == schema.DynamicChild || u.Child.Kind == schema.TasksChild):
		return "a start waits for the supervisor"
	}
	for _, c := range u.Calls {
		if !c.Inline {
			return "a call of " + c.Name + " waits for its answer"
		}
	}
	for _, c := range u.Casts {
		if c.Service.Mailbox.Overflow == schema.Block {
			return c.Name + " waits while the mailbox is full"
		}
	}
	return ""
}
