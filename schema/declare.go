package schema

import "time"

// The defaults of the language.
const (
	defaultGrace       = 20 * time.Second
	defaultTimeout     = 5 * time.Second // of a call, as in gen_server:call/2
	defaultShutdown    = 5 * time.Second // of a service, as for workers in OTP
	defaultMaxRestarts = 3
	defaultMaxSeconds  = 5
	defaultCapacity    = 1024
)

// declared is a name that is taken, and by what.
type declared struct {
	what string // "service"
	at   Range
}

// declare enters every name of the top level.
func (r *resolver) declare() {
	d, app := r.doc, r.app
	app.Package, app.Doc, app.Out = d.Package.Value, d.Doc.Value, or(d.Out, ".")
	app.Grace = or(d.Application.Grace, defaultGrace)
	for _, e := range byName(d.Messages) {
		m := &Message{Name: e.Name.Value, GoName: e.Entry.GoName.Value, Doc: e.Entry.Doc.Value, Range: e.Name.Range}
		app.Messages = append(app.Messages, m)
		r.messages[m.Name] = m
		r.take(r.typeNames, "message", e.Name)
	}
	for _, e := range byName(d.Types) {
		t := &UserType{Name: e.Name.Value, Doc: e.Entry.Doc.Value, Shared: e.Entry.Shared.Value, Range: e.Name.Range}
		app.Types = append(app.Types, t)
		r.types[t.Name] = t
		r.take(r.typeNames, "type", e.Name)
	}
	for _, e := range byName(d.Imports) {
		i := &Import{Name: e.Name.Value, Path: e.Entry.Value, Range: e.Name.Range}
		app.Imports = append(app.Imports, i)
		r.imports[i.Name] = i
	}
	for _, e := range byName(d.Errors) {
		t := &ErrorType{Name: e.Name.Value, GoName: e.Entry.GoName.Value, Doc: e.Entry.Doc.Value, Text: e.Entry.Text.Value, Range: e.Name.Range}
		app.Errors = append(app.Errors, t)
		r.errors[t.Name] = t
	}
	r.declareStrategies()
	r.declareProcesses()
}

func (r *resolver) declareStrategies() {
	words := strategies()
	for _, e := range byName(r.doc.Strategies) {
		for _, w := range words.words {
			if w.text == e.Name.Value {
				r.error(codeDuplicateName, e.Name.Range, "%s is a strategy of the language", w.text).
					help("give this one a name of its own")
			}
		}
		r.strategies[e.Name.Value] = &strategy{
			name:        e.Name,
			strategy:    or(e.Entry.Strategy, OneForOne),
			maxRestarts: or(e.Entry.MaxRestarts, defaultMaxRestarts),
			maxSeconds:  or(e.Entry.MaxSeconds, defaultMaxSeconds),
		}
	}
}

func (r *resolver) declareProcesses() {
	d, app := r.doc, r.app
	for _, e := range byName(d.Externals) {
		x := &External{Name: e.Name.Value, GoName: e.Entry.GoName.Value, Doc: e.Entry.Doc.Value, Timeout: or(e.Entry.Timeout, Infinity), Range: e.Name.Range}
		app.Externals = append(app.Externals, x)
		r.externals[x.Name] = x
		r.take(r.processNames, "external", e.Name)
	}
	for _, e := range byName(d.Services) {
		s := &Service{Name: e.Name.Value, GoName: e.Entry.GoName.Value, Doc: e.Entry.Doc.Value, Range: e.Name.Range}
		app.Services = append(app.Services, s)
		r.services[s.Name] = s
		r.serviceEntries[s] = &e.Entry
		r.take(r.typeNames, "service", e.Name)
		r.take(r.processNames, "service", e.Name)
	}
	for _, e := range byName(d.Supervisors) {
		s := &Supervisor{Name: e.Name.Value, GoName: e.Entry.GoName.Value, Doc: e.Entry.Doc.Value, Range: e.Name.Range}
		app.Supervisors = append(app.Supervisors, s)
		r.supervisors[s.Name] = s
		r.supervisorEntries[s] = &e.Entry
		r.take(r.processNames, "supervisor", e.Name)
	}
}

// take enters a name, or reports who has it.
func (r *resolver) take(names map[string]declared, what string, name String) bool {
	before, taken := names[name.Value]
	if !taken {
		names[name.Value] = declared{what, name.Range}
		return true
	}
	at, first, other := name.Range, before.at, before.what
	if compareRanges(at, first) < 0 {
		at, first, what, other = first, at, other, what
	}
	d := r.error(codeDuplicateName, at, "%s is the name of %s already", quote(name.Value), article(other)).
		relate(first, "the %s stands here", other).help("rename the %s or the %s", what, other)
	if what == other {
		d.help("rename one of the two")
	}
	return false
}
