package schema

import "regexp"

// noName is the word for a process that is not registered.
const noName = "none"

// The bounds of numbers in the tree.
const (
	maxIntensity = 1_000_000
	maxInstances = 1 << 30
	maxPool      = 10_000
)

func supervisorTable(child shape[ChildEntry]) *object[SupervisorEntry] {
	return &object[SupervisorEntry]{
		name: "supervisor",
		doc:  "A kind of supervisor.",
		rows: []row[SupervisorEntry]{
			key("doc", text{"text"}, func(s *SupervisorEntry) *String { return &s.Doc },
				"What it keeps alive."),
			key("go_name", goName(), func(s *SupervisorEntry) *String { return &s.GoName },
				"Its name in Go."),
			key("args", fields(), func(s *SupervisorEntry) *[]Named[FieldEntry] { return &s.Args },
				"What its children may refer to with $name."),
			key("name", namingTable(), func(s *SupervisorEntry) *NamingEntry { return &s.Name },
				"How it is found: by its name by default, not at all (none), or by its name and an argument (key)."),
			key("scope", boolean{}, func(s *SupervisorEntry) *Bool { return &s.Scope },
				"Names below it are its own, so that it can be started many times."),
			key("strategy", strategyName(), func(s *SupervisorEntry) *String { return &s.Strategy },
				"A restart strategy, or the name of one in strategies:; one_for_one by default."),
			key("max_restarts", integer{0, maxIntensity}, func(s *SupervisorEntry) *Int { return &s.MaxRestarts },
				"How many restarts within max_seconds are too few to give up; 3 by default."),
			key("max_seconds", integer{1, maxIntensity}, func(s *SupervisorEntry) *Int { return &s.MaxSeconds },
				"The time in which restarts are counted; 5 by default."),
			key("children", childList{listOf(child).upTo(maxChildren)}, func(s *SupervisorEntry) *[]ChildEntry { return &s.Children },
				"Its children, in the order in which they start.").must(),
		},
	}
}

func strategyName() nameRule {
	n := lowerName()
	n.what, n.example = "a restart strategy", "one_for_one"
	return n
}

func strategies() choiceOf[Strategy] {
	return choiceOf[Strategy]{"strategy", []word[Strategy]{
		{"one_for_one", OneForOne}, {"one_for_all", OneForAll}, {"rest_for_one", RestForOne},
	}}
}

func strategyTable() *object[StrategyEntry] {
	return &object[StrategyEntry]{
		name: "strategy",
		doc:  "A restart strategy under a name.",
		rows: []row[StrategyEntry]{
			key("doc", text{"text"}, func(s *StrategyEntry) *String { return &s.Doc },
				"What it is for."),
			key("strategy", strategies(), func(s *StrategyEntry) *Scalar[Strategy] { return &s.Strategy },
				"Who is restarted with a child that ended.").must(),
			key("max_restarts", integer{0, maxIntensity}, func(s *StrategyEntry) *Int { return &s.MaxRestarts },
				"How many restarts within max_seconds are too few to give up; 3 by default."),
			key("max_seconds", integer{1, maxIntensity}, func(s *StrategyEntry) *Int { return &s.MaxSeconds },
				"The time in which restarts are counted; 5 by default."),
		},
	}
}

func restarts() choiceOf[RestartType] {
	return choiceOf[RestartType]{"restart type", []word[RestartType]{
		{"permanent", Permanent}, {"transient", Transient}, {"temporary", Temporary},
	}}
}

func routes() choiceOf[Route] {
	return choiceOf[Route]{"route", []word[Route]{
		{"round_robin", RoundRobin}, {"random", Random}, {"least_loaded", LeastLoaded}, {"checkout", Checkout},
	}}
}

// placementName is the name of a child, or none.
func placementName() nameRule {
	n := upperName()
	n.what, n.pattern = "a name in UpperCamel, or none", regexp.MustCompile(`^([A-Z][A-Za-z0-9]*|none)$`)
	return n
}

// childTable refers to itself: a supervisor may be written in place.
func childTable() shape[ChildEntry] {
	long := &object[ChildEntry]{
		name:     "child",
		doc:      "One place under a supervisor; the short form is the name of a service or supervisor.",
		choice:   []string{"child", "pool", "dynamic", "tasks", "children"},
		mustPick: true,
	}
	entry := short(upperName(), func(s String) ChildEntry {
		return ChildEntry{Entry: Entry{Range: s.Range}, Child: s}
	}, long)
	long.rows = append(childKinds(entry), childOptions()...)
	return entry
}

// childKinds are the keys that say what a child is.
func childKinds(entry shape[ChildEntry]) []row[ChildEntry] {
	return []row[ChildEntry]{
		key("child", upperName(), func(c *ChildEntry) *String { return &c.Child },
			"A service or supervisor."),
		key("pool", upperName(), func(c *ChildEntry) *String { return &c.Pool },
			"A fixed number of one service."),
		key("dynamic", optional[DynamicEntry]{dynamicTable()}, func(c *ChildEntry) **DynamicEntry { return &c.Dynamic },
			"A supervisor whose children of one kind are started while it runs."),
		key("tasks", optional[TasksEntry]{tasksTable()}, func(c *ChildEntry) **TasksEntry { return &c.Tasks },
			"A supervisor of short work."),
		key("children", childList{listOf(entry).upTo(maxChildren)}, func(c *ChildEntry) *[]ChildEntry { return &c.Children },
			"The children of a supervisor that is written in place."),
	}
}

func childOptions() []row[ChildEntry] {
	return []row[ChildEntry]{
		key("name", placementName(), func(c *ChildEntry) *String { return &c.Name },
			"The name it is found by, that of its service or supervisor by default; none is not to be found.").
			mustBeside("pool", "dynamic", "tasks", "children"),
		key("id", idName(), func(c *ChildEntry) *String { return &c.ID },
			"Its id under its supervisor; its name by default."),
		key("doc", text{"text"}, func(c *ChildEntry) *String { return &c.Doc },
			"What it is for."),
		key("args", mapOf(lowerName(), anyValue{}), func(c *ChildEntry) *[]Named[ValueEntry] { return &c.Args },
			"The values of its arguments; $name is an argument of the supervisor.").beside("child", "pool"),
		key("restart", restarts(), func(c *ChildEntry) *Scalar[RestartType] { return &c.Restart },
			"When it is restarted; permanent by default."),
		key("shutdown", duration{infinity: true, brutalKill: true, zero: true}, func(c *ChildEntry) *Duration { return &c.Shutdown },
			"How long it may take to stop; 5s for services and infinity for supervisors by default."),
		key("size", integer{1, maxPool}, func(c *ChildEntry) *Int { return &c.Size },
			"How many workers a pool has.").beside("pool").mustBeside("pool"),
		key("route", routes(), func(c *ChildEntry) *Scalar[Route] { return &c.Route },
			"How a pool chooses a worker; round_robin by default.").beside("pool"),
		key("go_name", goName(), func(c *ChildEntry) *String { return &c.GoName },
			"The name in Go of a supervisor in place.").beside("children"),
		key("scope", boolean{}, func(c *ChildEntry) *Bool { return &c.Scope },
			"Names below a supervisor in place are its own.").beside("children"),
		key("strategy", strategyName(), func(c *ChildEntry) *String { return &c.Strategy },
			"The restart strategy of a supervisor in place.").beside("children"),
		key("max_restarts", integer{0, maxIntensity}, func(c *ChildEntry) *Int { return &c.MaxRestarts },
			"How many restarts within max_seconds are too few to give up; 3 by default.").beside("children", "pool"),
		key("max_seconds", integer{1, maxIntensity}, func(c *ChildEntry) *Int { return &c.MaxSeconds },
			"The time in which restarts are counted; 5 by default.").beside("children", "pool"),
	}
}

func dynamicTable() *object[DynamicEntry] {
	return &object[DynamicEntry]{
		name: "dynamic",
		doc:  "What a dynamic supervisor starts.",
		rows: []row[DynamicEntry]{
			key("child", upperName(), func(d *DynamicEntry) *String { return &d.Child },
				"The service or supervisor of every instance.").must(),
			key("max_children", integer{1, maxInstances}, func(d *DynamicEntry) *Int { return &d.MaxChildren },
				"How many instances there may be; no limit by default."),
			key("restart", restarts(), func(d *DynamicEntry) *Scalar[RestartType] { return &d.Restart },
				"When an instance is restarted; permanent by default."),
			key("shutdown", duration{infinity: true, brutalKill: true, zero: true}, func(d *DynamicEntry) *Duration { return &d.Shutdown },
				"How long an instance may take to stop."),
			key("max_restarts", integer{0, maxIntensity}, func(d *DynamicEntry) *Int { return &d.MaxRestarts },
				"How many restarts within max_seconds are too few to give up; 3 by default."),
			key("max_seconds", integer{1, maxIntensity}, func(d *DynamicEntry) *Int { return &d.MaxSeconds },
				"The time in which restarts are counted; 5 by default."),
		},
	}
}

func tasksTable() *object[TasksEntry] {
	return &object[TasksEntry]{
		name: "tasks",
		doc:  "A supervisor of short work.",
		rows: []row[TasksEntry]{
			key("max_children", integer{1, maxInstances}, func(t *TasksEntry) *Int { return &t.MaxChildren },
				"How many tasks may run at once; no limit by default."),
		},
	}
}

func applicationTable() *object[ApplicationEntry] {
	return &object[ApplicationEntry]{
		name: "application",
		doc:  "Where the tree begins and how it ends.",
		rows: []row[ApplicationEntry]{
			key("root", upperName(), func(a *ApplicationEntry) *String { return &a.Root },
				"The root supervisor; by default the only one that is placed nowhere."),
			key("grace", duration{infinity: true}, func(a *ApplicationEntry) *Duration { return &a.Grace },
				"How long an orderly stop may take; 20s by default."),
		},
	}
}

func boundaryTable() *object[BoundaryEntry] {
	return &object[BoundaryEntry]{
		name: "boundary",
		doc:  "A crash and the processes that must not notice it.",
		rows: []row[BoundaryEntry]{
			key("crash", pathName(), func(b *BoundaryEntry) *String { return &b.Crash },
				"The child that crashes: its name, id or path.").must(),
			key("survives", survivors(), func(b *BoundaryEntry) *[]String { return &b.Survives },
				"The children that keep their incarnation.").must(),
		},
	}
}

func survivors() *sequence[String] {
	s := namesOf(pathName())
	s.nonzero = true
	return s
}
