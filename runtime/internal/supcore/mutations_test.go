package supcore_test

// mutation is one fault that somebody could put into the machines, as edits of their source.
type mutation struct {
	fault string
	edits []edit
}

// edit replaces one piece of a file, which must be there exactly once.
type edit struct{ file, old, new string }

func one(fault, file, old, new string) mutation {
	return mutation{fault: fault, edits: []edit{{file, old, new}}}
}

// mutations are faults that the recorded scenarios must catch. Each is a way to get OTP wrong that looks right at first,
// and changes no more than its name says.
var mutations = []mutation{
	one("intensity allows one restart too many", "window.go",
		"<= w.limit.MaxRestarts", "<= w.limit.MaxRestarts+1"),
	one("intensity allows one restart too few", "window.go",
		"<= w.limit.MaxRestarts", "< w.limit.MaxRestarts"),
	one("a group restart counts once for each member", "static.go",
		"m.do(&work{purpose: p, stop: stop, start: start})",
		"for range start[1:] {\n m.restarts.add(m.now)\n }\n"+
			"m.do(&work{purpose: p, stop: stop, start: start})"),
	one("the end of a temporary child counts", "static.go",
		"m.end(c)\n\tif m.shutsDown(c) {",
		"if c.spec.Restart == Temporary {\n m.restarts.add(m.now)\n }\nm.end(c)\n\tif m.shutsDown(c) {"),
	one("restart_child counts", "request.go",
		"m.do(&work{purpose: reviving{r.To},", "m.restarts.add(m.now)\nm.do(&work{purpose: reviving{r.To},"),
	one("retries do not count", "static.go",
		"m.restart(c, *c.dead)",
		"m.restarts.seconds = m.restarts.seconds[:len(m.restarts.seconds)-1]\nm.restart(c, *c.dead)"),
	one("the consumed exit of a dead sibling counts", "work.go",
		"m.stopped(c, *c.dead)", "m.stopped(c, *c.dead)\nm.restarts.add(m.now)"),
	one("giving up has an abnormal reason", "static.go",
		"Count: count})\n\t\tm.stopAll(Shutdown())", "Count: count})\n\t\tm.stopAll(Killed())"),

	one("a retry overtakes what waits", "work.go",
		"m.emit(SendSelf{Event: Retry{ID: c.spec.ID, Ref: ev.Ref}})",
		"m.deferred.events = append([]Event{Retry{ID: c.spec.ID, Ref: ev.Ref}}, m.deferred.events...)"),
	one("a retry of one_for_all keeps the members that are up", "static.go",
		"m.restart(c, *c.dead)",
		"strategy := m.flags.Strategy\nif strategy == OneForAll {\n m.flags.Strategy = RestForOne\n }\n"+
			"m.restart(c, *c.dead)\nm.flags.Strategy = strategy"),
	{"a retry of rest_for_one begins at the first victim", []edit{
		{"static.go", "initial  []Spec", "initial  []Spec\n victim *child"},
		{"static.go", "m.restart(c, ev)", "m.victim = c\nm.restart(c, ev)"},
		{"static.go", "affected(&m.children, c)", "affected(&m.children, m.victim)"},
	}},
	one("a child that ignores its restart is retried", "work.go",
		"p := m.work.purpose\n\tif _, isNew := p.(adding); isNew {\n\t\tm.add(c)\n\t}\n\tm.end(c)",
		"p := m.work.purpose\nif _, again := p.(restarting); again {\n m.startFailed(c, StartFailed{Ref: ref, Reason: Normal()})\n return\n }\n"+
			"if _, isNew := p.(adding); isNew {\n m.add(c)\n }\nm.end(c)"),

	one("children are stopped in start order", "children.go",
		"order = append(order, k)\n\t\tif k == c", "order = append([]*child{k}, order...)\n\t\tif k == c"),
	one("a group restart leaves out members that do not run", "static.go",
		"m.do(&work{purpose: p, stop: stop, start: start})",
		"running := start[:0]\nfor _, k := range start {\n if k == c || k.state != Undefined {\n running = append(running, k)\n }\n }\n"+
			"m.do(&work{purpose: p, stop: stop, start: running})"),
	one("a group restart starts its temporary members again", "children.go",
		"if c.spec.Restart != Temporary {", "if c != nil {"),
	one("a group restart does not stop its temporary members", "static.go",
		"m.do(&work{purpose: p, stop: stop, start: start})",
		"lasting := stop[:0]\nfor _, k := range stop {\n if k.spec.Restart != Temporary {\n lasting = append(lasting, k)\n }\n }\n"+
			"m.do(&work{purpose: p, stop: lasting, start: start})"),
	one("brutal_kill asks first", "machine.go",
		"m.emit(Signal{Ref: c.ref, Kind: SignalKill})\n\t\treturn 0, false\n\t}\n\tm.emit(Signal{Ref: c.ref, Kind: SignalShutdown})",
		"m.emit(Signal{Ref: c.ref, Kind: SignalShutdown})\n return 5e9, true\n }\n m.emit(Signal{Ref: c.ref, Kind: SignalShutdown})"),

	one("{shutdown,_} is abnormal", "reason.go",
		"case reasonNormal, reasonShutdown, reasonShutdownTerm, reasonFailedChild:",
		"case reasonNormal, reasonShutdown:"),
	one("killed is normal", "reason.go",
		"case reasonNormal, reasonShutdown, reasonShutdownTerm, reasonFailedChild:",
		"case reasonNormal, reasonShutdown, reasonShutdownTerm, reasonFailedChild, reasonKilled:"),

	one("terminate_child fires auto_shutdown", "work.go",
		"Reason: ev.Reason})\n\tm.end(c)",
		"Reason: ev.Reason})\n m.end(c)\n"+
			"if p, ok := m.work.purpose.(terminating); ok && m.shutsDown(c) {\n m.reply(p.to, Done{})\n m.stopAll(Shutdown())\n }"),
	one("all_significant waits for children that do not run", "static.go",
		"k.spec.Significant && k.state != Undefined", "k.spec.Significant && k != c"),

	one("a start_child that fails keeps its spec", "work.go",
		"default:\n\t\tm.answer(p, Refused{", "default:\n if _, isNew := p.(adding); isNew {\n m.add(c)\n }\n m.answer(p, Refused{"),

	one("dynamic: the end of a temporary child counts", "dynamic.go",
		"} else {\n\t\tm.children.remove(c)", "} else {\n m.restarts.add(m.now)\n m.children.remove(c)"),
	one("dynamic: children that wait for a retry are outside the limit", "dynamic.go",
		"m.children.count >= m.flags.MaxChildren", "m.children.counts().Active >= m.flags.MaxChildren"),
}
