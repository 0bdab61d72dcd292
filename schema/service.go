package schema

import (
	"iter"
	"maps"
	"slices"
)

func (r *resolver) resolveServices() {
	r.checkHandlersTotal()
	for _, e := range byName(r.doc.Services) {
		entry := e.Entry
		s := r.services[e.Name.Value]
		s.Kind = or(entry.Kind, Server)
		s.Args = r.fields(entry.Args)
		s.Naming = r.naming(entry.Name, s.Name, s.Args)
		s.Terminate = entry.Terminate.Value
		s.Mailbox = Mailbox{
			Capacity: or(entry.Mailbox.Capacity, defaultCapacity),
			Overflow: or(entry.Mailbox.Overflow, Reject),
		}
		if s.Kind == Run {
			r.checkRun(e.Name, entry)
		}
		r.checkHandlers(entry)
		r.resolveCalls(s, entry)
		r.resolveCasts(s, entry)
		r.resolveTimers(s, entry)
	}
}

// checkHandlersTotal reports more messages than one package can have.
func (r *resolver) checkHandlersTotal() {
	total := 0
	for _, e := range r.doc.Services {
		total += len(e.Entry.Calls) + len(e.Entry.Casts) + len(e.Entry.Timers)
		if total > maxHandlers {
			r.error(codeTooMany, e.Name.Range, "the services up to %s have more than %d calls, casts and timers", quote(e.Name.Value), maxHandlers).
				help("split the schema into several applications")
			return
		}
	}
}

// naming is how a process is found; args are what a key may name.
func (r *resolver) naming(entry NamingEntry, name string, args []*Field) Naming {
	if entry.Word.Given() {
		return Naming{Kind: None}
	}
	if entry.Key.Value == "" {
		return Naming{Kind: Local, Name: name}
	}
	key := fieldNamed(args, entry.Key.Value)
	r.used[key] = true
	switch {
	case key == nil:
		d := r.error(codeReference, entry.Key.Range, "%s has no argument %s to be found by", name, quote(entry.Key.Value))
		r.suggest(d, entry.Key.Value, slices.Values(fieldNames(args)), "declare it in args:")
	case !keyable(key.Type):
		r.error(codeKeyType, entry.Key.Range, "a value of type %s cannot tell instances apart", key.Type.Source).
			relate(key.Range, "%s is declared here", key.Name).
			help("use text, a whole number or an enum")
	}
	return Naming{Kind: Keyed, Name: name, Key: key}
}

// checkRun reports what a run service cannot have: nobody can send to a loop
// that reads no mailbox.
func (r *resolver) checkRun(name String, entry ServiceEntry) {
	refuse := func(at Range, key string) {
		r.error(codeMisplacedKey, at, "%s is kind: run and has no %s", name.Value, key).
			relate(entry.Kind.Range, "kind: run").
			help("delete it, or make %s a server", name.Value)
	}
	if len(entry.Calls) > 0 {
		refuse(entry.Calls[0].Name.Range, "calls")
	}
	if len(entry.Casts) > 0 {
		refuse(entry.Casts[0].Name.Range, "casts")
	}
	if len(entry.Timers) > 0 {
		refuse(entry.Timers[0].Name.Range, "timers")
	}
	if entry.Mailbox.Range != (Range{}) {
		refuse(entry.Mailbox.Range, "mailbox")
	}
	if entry.Terminate.Value {
		refuse(entry.Terminate.Range, "terminate")
	}
}

// checkHandlers reports calls, casts and timers of one name: they become
// methods of one handler.
func (r *resolver) checkHandlers(entry ServiceEntry) {
	names := map[string]declared{}
	for _, c := range byName(entry.Calls) {
		r.take(names, "call", c.Name)
	}
	for _, c := range byName(entry.Casts) {
		r.take(names, "cast", c.Name)
	}
	for _, t := range byName(entry.Timers) {
		r.take(names, "timer", t.Name)
	}
}

func (r *resolver) resolveCalls(s *Service, entry ServiceEntry) {
	for _, e := range byName(entry.Calls) {
		c := &Call{
			Name: e.Name.Value, GoName: e.Entry.GoName.Value, Doc: e.Entry.Doc.Value, Service: s,
			Args:            r.crossingFields(e.Entry.Args),
			Reply:           r.typeOf(e.Entry.Reply.Type),
			ReplyShared:     e.Entry.Reply.Shared.Value,
			Timeout:         or(e.Entry.Timeout, defaultTimeout),
			Idempotent:      e.Entry.Idempotent.Value,
			Inline:          e.Entry.Inline.Value,
			InlineAt:        e.Entry.Inline.Range,
			ReplyLater:      e.Entry.ReplyLater.Value,
			CallerMonitored: e.Entry.Caller.Value,
			Range:           e.Name.Range,
		}
		r.crossing = append(r.crossing, crossing{c.Reply, c.ReplyShared, e.Entry.Reply.Type.Range})
		for _, name := range e.Entry.Errors {
			if t := r.errors[name.Value]; t != nil {
				r.used[t] = true
				c.Errors = append(c.Errors, t)
			} else {
				r.unknownName("error", name, maps.Keys(r.errors), "declare it in errors:")
			}
		}
		r.checkCaller(e.Entry)
		r.checkInline(e.Entry)
		c.Monitors = r.monitors(e.Entry.Monitors, c.Args, e.Entry.Incomplete)
		s.Calls = append(s.Calls, c)
	}
}

// checkCaller reports a caller that is monitored for nothing: only a reply
// tells the handler who it is, and a call that is answered at once keeps
// nothing for it.
func (r *resolver) checkCaller(entry CallEntry) {
	if !entry.Caller.Value || entry.ReplyLater.Value || entry.Incomplete {
		return
	}
	remedy := "add reply_later: true"
	if entry.ReplyLater.Given() {
		remedy = "write reply_later: true"
	}
	r.error(codeNeedsKey, entry.Caller.Range, "caller: monitored needs reply_later: true").
		help("%s, whose reply says who the caller is, or delete caller:", remedy)
}

// checkInline reports a call whose answer may come when its handler has long
// returned: who runs the handler on its own goroutine has the answer then.
func (r *resolver) checkInline(entry CallEntry) {
	if entry.Inline.Value && entry.ReplyLater.Value {
		r.error(codeExclusive, entry.Inline.Range, "inline and reply_later exclude each other").
			relate(entry.ReplyLater.Range, "reply_later stands here").
			help("delete inline:, since nobody can run what is answered later, or answer at once")
	}
}

func (r *resolver) resolveCasts(s *Service, entry ServiceEntry) {
	for _, e := range byName(entry.Casts) {
		c := &Cast{
			Name: e.Name.Value, GoName: e.Entry.GoName.Value, Doc: e.Entry.Doc.Value, Service: s,
			Args:  r.crossingFields(e.Entry.Args),
			Range: e.Name.Range,
		}
		c.Monitors = r.monitors(e.Entry.Monitors, c.Args, e.Entry.Incomplete)
		s.Casts = append(s.Casts, c)
	}
}

// monitors finds the arguments to monitor, which are references to services.
func (r *resolver) monitors(names []String, args []*Field, incomplete bool) []*Field {
	var list []*Field
	for _, name := range names {
		f := fieldNamed(args, name.Value)
		switch {
		case f != nil && f.Type != nil && f.Type.Kind != ServiceRef:
			r.error(codeMonitors, name.Range, "%s is %s, which cannot be monitored", name.Value, f.Type.Source).
				relate(f.Range, "%s is declared here", f.Name).
				help("give it the name of a service as its type")
		case f != nil:
			list = append(list, f)
		case !incomplete && name.Value != "":
			d := r.error(codeReference, name.Range, "this message has no argument %s", quote(name.Value))
			r.suggest(d, name.Value, slices.Values(fieldNames(args)), "declare it in args:")
		}
	}
	return list
}

func (r *resolver) resolveTimers(s *Service, entry ServiceEntry) {
	around := surroundings{"service " + s.Name, s.Args, entry.Incomplete}
	for _, e := range byName(entry.Timers) {
		s.Timers = append(s.Timers, &Timer{
			Name: e.Name.Value, GoName: e.Entry.GoName.Value, Doc: e.Entry.Doc.Value,
			Every: r.interval(e.Entry.Every, around),
			After: r.interval(e.Entry.After, around),
			Range: e.Name.Range,
		})
	}
}

// interval resolves the time of a timer, which must pass.
func (r *resolver) interval(v ValueEntry, around surroundings) *Expr {
	t := &Type{Kind: Imported, Path: "time", Qual: "time", Name: "Duration", Source: "time.Duration"}
	if v.Given() && !isReference(v) {
		if _, ok := r.duration(duration{}, String{Value: v.Text, Range: v.Range}); !ok {
			return nil
		}
	}
	return r.expr(v, t, around)
}

// unknownName reports a reference to nothing. Where a whole section could not
// be read, it may be there.
func (r *resolver) unknownName(what string, name String, known iter.Seq[string], otherwise string) {
	if r.doc.Incomplete || name.Value == "" {
		return
	}
	d := r.error(codeUnknownName, name.Range, "unknown %s %s", what, quote(name.Value))
	r.suggest(d, name.Value, known, otherwise)
}
