package schema

// checkUnused warns of declarations that nothing refers to. It runs on a schema
// without errors: any of those may be what should have referred.
func (r *resolver) checkUnused() {
	unused := func(thing any, what, name string, at Range, help string) {
		if !r.used[thing] {
			r.warn(codeUnused, at, "%s %s is not used", what, name).help("%s", help)
		}
	}
	for _, m := range r.app.Messages {
		unused(m, "message", m.Name, m.Range, "name it in a field, argument or reply, or delete it")
	}
	for _, t := range r.app.Types {
		unused(t, "type", t.Name, t.Range, "name it in a field, argument or reply, or delete it")
	}
	for _, i := range r.app.Imports {
		unused(i, "import", i.Name, i.Range, "name a type of it, or delete it")
	}
	for _, e := range r.app.Errors {
		unused(e, "error", e.Name, e.Range, "list it in the errors: of a call, or delete it")
	}
	for _, x := range r.app.Externals {
		unused(x, "external", x.Name, x.Range, "name it in the uses: of a service, or delete it")
	}
	for _, e := range byName(r.doc.Strategies) {
		s := r.strategies[e.Name.Value]
		unused(s, "strategy", s.name.Value, s.name.Range, "name it in a supervisor, or delete it")
	}
	r.checkUnusedArgs()
}

// checkUnusedArgs warns of the arguments of supervisors, the root among them,
// that no child is given. Those of a service go to its handler, which nobody
// reads here.
func (r *resolver) checkUnusedArgs() {
	for _, s := range r.app.Supervisors {
		for _, f := range s.Args {
			if r.used[f] {
				continue
			}
			d := r.warn(codeUnused, f.Range, "argument %s of %s is not used", f.Name, s.Name).
				help("give it to a child: args: {NAME: $%s}, or delete it", f.Name)
			if text, given := r.homonyms[f]; given {
				d.relate(text.Range, "this is the text %s, not the argument", quote(text.Text)).
					help("write $%s where the argument is meant", f.Name)
			}
		}
	}
}
