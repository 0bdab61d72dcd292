package plan

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/otpgen/otpgen/schema"
)

// scope is a set of Go names that must differ: the package, the methods of one
// interface, the fields and methods of one struct. Names are gathered before
// any is used, so a clash is reported with both places and nothing is ever
// renamed silently.
type scope struct {
	where string // "package shop", "CounterCtx", for messages
	names map[string]origin
	diags *schema.Diagnostics
	file  string
}

// origin is who has a name.
type origin struct {
	what  string // "service Counter", "the method Done of otp.Ctx"
	at    schema.Range
	fixed bool // not the user's: there is no place to point at
}

func (b *builder) newScope(where string) *scope {
	return &scope{where: where, names: map[string]origin{}, diags: &b.diags, file: b.app.File}
}

// reserve takes names that the user cannot have.
func (s *scope) reserve(what string, names ...string) {
	for _, n := range names {
		s.names[n] = origin{what: what, fixed: true}
	}
}

// declare takes a name for what stands at a place of the schema, and reports a
// clash. remedy says how the user can change the name. It says whether all is
// well.
func (s *scope) declare(name, what string, at schema.Range, remedy string) bool {
	if kind := goWord(name); kind != "" {
		s.report(schema.Diagnostic{
			Code: codeGoWord, Range: at,
			Message: fmt.Sprintf("%s would get the Go name %s, which is %s", what, name, kind),
			Help:    remedy,
		})
		return false
	}
	first, taken := s.names[name]
	switch {
	case !taken:
		s.names[name] = origin{what: what, at: at}
	case first.fixed:
		s.report(schema.Diagnostic{
			Code: codeTaken, Range: at,
			Message: fmt.Sprintf("%s would get the Go name %s in %s, which is %s", what, name, s.where, first.what),
			Help:    remedy,
		})
	default:
		s.report(schema.Diagnostic{
			Code: codeSameName, Range: at,
			Message: fmt.Sprintf("%s and %s would both get the Go name %s in %s", what, first.what, name, s.where),
			Help:    remedy,
			Related: []schema.Related{{Range: first.at, Label: first.what}},
		})
	}
	return !taken
}

// has reports whether the name is taken.
func (s *scope) has(name string) bool {
	_, ok := s.names[name]
	return ok
}

// declareAll takes several names for one thing. It stops at the first clash:
// one remedy changes all of them.
func (s *scope) declareAll(what string, at schema.Range, remedy string, names ...string) bool {
	for _, n := range names {
		if !s.declare(n, what, at, remedy) {
			return false
		}
	}
	return true
}

func (s *scope) report(d schema.Diagnostic) {
	d.Severity, d.File = schema.Error, s.file
	*s.diags = append(*s.diags, d)
}

// goWord says what a name means in Go, "" for nothing. A declaration named
// string or len would change the meaning of the code around it.
func goWord(name string) string {
	switch {
	case token.IsKeyword(name):
		return "a keyword"
	case name == "init":
		return "kept for functions that run before main"
	case types.Universe.Lookup(name) != nil:
		return "predeclared in Go"
	}
	return ""
}

// rename is the remedy for what has no go_name.
const rename = "rename it"

// renameInGo is the remedy for what may have a go_name.
func renameInGo(override string) string {
	if override != "" {
		return "choose another go_name"
	}
	return "add go_name: to give it another Go name"
}
