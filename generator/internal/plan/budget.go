package plan

import (
	"fmt"
	"strings"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// maxCode is about how many bytes of Go one schema may become, and
// maxSharedCode how many of them may be messages and errors, which are one file
// each: what formats a file needs thirty times its size.
const (
	maxCode       = 32 << 20
	maxSharedCode = 4 << 20
)

// What a part of a schema becomes beside the names and types in it, in bytes as
// measured. It need not be exact: it has to tell a system from a bomb.
const (
	fieldBytes   = 30
	copyBytes    = 30 // of one level of a type
	messageBytes = 300
	variantBytes = 700
	valueBytes   = 60
	errorBytes   = 250
	serviceBytes = 5000
	handlerBytes = 650
	useBytes     = 300
	childBytes   = 400
)

// cost adds up what entries of the schema become, and remembers the greatest.
type cost struct {
	total, most int
	what        string
	at          schema.Range
}

func (c *cost) add(bytes int, what string, at schema.Range) {
	c.total += bytes
	if bytes > c.most {
		c.most, c.what, c.at = bytes, what, at
	}
}

// checkSize reports a schema that would become too much code, at the entry that
// becomes most of it.
func (b *builder) checkSize() {
	var shared, all cost
	for _, m := range b.app.Messages {
		shared.add(messageCost(m), "message "+m.Name, m.Range)
	}
	for _, e := range b.app.Errors {
		shared.add(errorBytes+2*len(e.Text)+fieldsCost(e.Fields), "error "+e.Name, e.Range)
	}
	all = shared
	for _, s := range b.app.Services {
		all.add(serviceCost(s), "service "+s.Name, s.Range)
	}
	crashes := crashCosts(analysis.Tree(b.app))
	for _, s := range b.app.Supervisors {
		all.add(supervisorCost(s)+crashes[s], "supervisor "+s.Name, s.Range)
	}
	if shared.total > maxSharedCode {
		b.tooLarge(shared, "its messages and errors", maxSharedCode)
	} else if all.total > maxCode {
		b.tooLarge(all, "it", maxCode)
	}
}

func (b *builder) tooLarge(c cost, what string, most int) {
	help := "split it into several packages, each with a schema of its own"
	if strings.HasPrefix(c.what, "supervisor ") {
		help = "place its children below several supervisors, or " + help
	}
	b.report(schema.Diagnostic{
		Code: schema.CodeTooMuchCode, Range: c.at,
		Message: fmt.Sprintf("the schema is too large: %s would become about %d MiB of Go, more than %d", what, (c.total+1<<20-1)>>20, most>>20),
		Label:   fmt.Sprintf("%s has the greatest part, about %d KiB", c.what, (c.most+1<<10-1)>>10),
		Help:    help,
	})
}

func messageCost(m *schema.Message) int {
	n := messageBytes + len(m.Doc) + fieldsCost(m.Fields) + len(m.Values)*valueBytes
	if m.Type != nil {
		n += typeCost(m.Type)
	}
	for _, v := range m.Variants {
		n += variantBytes + 10*len(m.Name+v.Name) + fieldsCost(v.Fields)
	}
	return n
}

func serviceCost(s *schema.Service) int {
	n := serviceBytes + 3*len(s.Doc) + fieldsCost(s.Args) + len(s.Uses)*useBytes + len(s.Timers)*handlerBytes
	for _, c := range s.Calls {
		n += handlerBytes + 3*len(c.Doc) + 3*fieldsCost(c.Args)
		if c.Reply != nil {
			n += 3 * typeCost(c.Reply)
		}
	}
	for _, c := range s.Casts {
		n += handlerBytes + 3*len(c.Doc) + 3*fieldsCost(c.Args)
	}
	return n
}

func supervisorCost(s *schema.Supervisor) int {
	n := childBytes + len(s.Doc) + fieldsCost(s.Args) + len(s.Children)*childBytes
	for _, c := range s.Children {
		n += len(c.Doc)
	}
	return n
}

func fieldsCost(fields []*schema.Field) int {
	n := 0
	for _, f := range fields {
		n += fieldBytes + 3*len(f.Name) + len(f.Doc) + typeCost(f.Type)
	}
	return n
}

// typeCost is that of a type and of what copies it: a function in a function
// for each level, with the type of all that is within it.
func typeCost(t *schema.Type) int {
	n := len(t.Source)
	for ; t.Elem != nil; t = t.Elem {
		n += copyBytes
		if t.Elem.Elem != nil {
			n += 2 * len(t.Elem.Source)
		}
	}
	return n
}
