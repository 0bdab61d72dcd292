package schema

func serviceTable() *object[ServiceEntry] {
	return &object[ServiceEntry]{
		name: "service",
		doc:  "A kind of process.",
		rows: []row[ServiceEntry]{
			key("doc", text{"text"}, func(s *ServiceEntry) *String { return &s.Doc },
				"What it does."),
			key("go_name", goName(), func(s *ServiceEntry) *String { return &s.GoName },
				"Its name in Go."),
			key("kind", serviceKinds(), func(s *ServiceEntry) *Scalar[ServiceKind] { return &s.Kind },
				"server, the default, answers messages; run is a supervised loop of its own."),
			key("name", namingTable(), func(s *ServiceEntry) *NamingEntry { return &s.Name },
				"How it is found: by its name by default, not at all (none), or by its name and an argument (key)."),
			key("args", fields(), func(s *ServiceEntry) *[]Named[FieldEntry] { return &s.Args },
				"What Init receives, in this order."),
			key("uses", usesTable(), func(s *ServiceEntry) *[]Named[[]String] { return &s.Uses },
				"The services, placements and externals it may use, with the messages it may send."),
			key("calls", mapOf(upperName(), callTable()), func(s *ServiceEntry) *[]Named[CallEntry] { return &s.Calls },
				"Messages with an answer."),
			key("casts", mapOf(upperName(), castTable()), func(s *ServiceEntry) *[]Named[CastEntry] { return &s.Casts },
				"Messages without an answer."),
			key("timers", mapOf(upperName(), timerTable()), func(s *ServiceEntry) *[]Named[TimerEntry] { return &s.Timers },
				"Ticks that the service gets from itself."),
			key("mailbox", mailboxTable(), func(s *ServiceEntry) *MailboxEntry { return &s.Mailbox },
				"The bound of its mailbox."),
			key("terminate", boolean{}, func(s *ServiceEntry) *Bool { return &s.Terminate },
				"It has Terminate, and so traps exits."),
		},
	}
}

func serviceKinds() choiceOf[ServiceKind] {
	return choiceOf[ServiceKind]{"kind", []word[ServiceKind]{{"server", Server}, {"run", Run}}}
}

func usesTable() *mapping[[]String] {
	messages := namesOf(upperName())
	messages.nullable = true
	return mapOf(upperName(), messages)
}

func namingTable() shape[NamingEntry] {
	none := choiceOf[string]{"naming", []word[string]{{noName, noName}}}
	long := &object[NamingEntry]{
		name: "naming",
		doc:  "How a process is found.",
		rows: []row[NamingEntry]{
			key("key", lowerName(), func(n *NamingEntry) *String { return &n.Key },
				"The argument whose value tells the instances apart.").must(),
		},
	}
	return short(none, func(s String) NamingEntry {
		return NamingEntry{Entry: Entry{Range: s.Range}, Word: s}
	}, long)
}

func callTable() *object[CallEntry] {
	return &object[CallEntry]{
		name: "call",
		doc:  "A message with an answer.",
		rows: []row[CallEntry]{
			key("doc", text{"text"}, func(c *CallEntry) *String { return &c.Doc },
				"What it does."),
			key("go_name", goName(), func(c *CallEntry) *String { return &c.GoName },
				"Its name in Go."),
			key("args", fields(), func(c *CallEntry) *[]Named[FieldEntry] { return &c.Args },
				"What it carries, in this order."),
			key("reply", replyTable(), func(c *CallEntry) *ReplyEntry { return &c.Reply },
				"The type of the answer; without it the caller only learns that the call was handled."),
			key("errors", namesOf(lowerName()), func(c *CallEntry) *[]String { return &c.Errors },
				"The errors it may answer."),
			key("timeout", duration{infinity: true}, func(c *CallEntry) *Duration { return &c.Timeout },
				"How long the caller waits; 5s by default."),
			key("idempotent", boolean{}, func(c *CallEntry) *Bool { return &c.Idempotent },
				"Handling it twice is as good as once, so a client may ask again after a restart."),
			key("inline", boolean{}, func(c *CallEntry) *Bool { return &c.Inline },
				"The handler never blocks, so a caller that finds the service at rest runs it on its own goroutine."),
			key("reply_later", boolean{}, func(c *CallEntry) *Bool { return &c.ReplyLater },
				"The handler gets a reply to send when it likes."),
			key("caller", callerTable(), func(c *CallEntry) *Bool { return &c.Caller },
				"monitored: the service is told when the caller ends."),
			key("monitors", oneOrMore(lowerName()), func(c *CallEntry) *[]String { return &c.Monitors },
				"Arguments to monitor: the service is told when they end."),
		},
	}
}

func callerTable() choiceOf[bool] {
	return choiceOf[bool]{"option of a caller", []word[bool]{{"monitored", true}}}
}

func replyTable() shape[ReplyEntry] {
	long := &object[ReplyEntry]{
		name: "reply",
		doc:  "The answer to a call.",
		rows: []row[ReplyEntry]{
			key("type", typeText{}, func(r *ReplyEntry) *String { return &r.Type },
				"Its Go type.").must(),
			key("shared", boolean{}, func(r *ReplyEntry) *Bool { return &r.Shared },
				"A promise that nobody writes to it, so that it need not be copied between processes."),
		},
	}
	return short(typeText{}, func(t String) ReplyEntry {
		return ReplyEntry{Entry: Entry{Range: t.Range}, Type: t}
	}, long)
}

func castTable() *object[CastEntry] {
	return &object[CastEntry]{
		name: "cast",
		doc:  "A message without an answer.",
		rows: []row[CastEntry]{
			key("doc", text{"text"}, func(c *CastEntry) *String { return &c.Doc },
				"What it does."),
			key("go_name", goName(), func(c *CastEntry) *String { return &c.GoName },
				"Its name in Go."),
			key("args", fields(), func(c *CastEntry) *[]Named[FieldEntry] { return &c.Args },
				"What it carries, in this order."),
			key("monitors", oneOrMore(lowerName()), func(c *CastEntry) *[]String { return &c.Monitors },
				"Arguments to monitor: the service is told when they end."),
		},
		others: map[string]string{
			"inline":     "nobody waits for a cast, so nobody could run it meanwhile: delete it, or make this a call",
			"reply":      "nobody waits for a cast: delete it, or make this a call",
			"timeout":    "nobody waits for a cast: delete it, or make this a call",
			"errors":     "nobody waits for a cast, so there is nobody to answer: delete it, or make this a call",
			"idempotent": "nobody asks a cast again: delete it, or make this a call",
		},
	}
}

func timerTable() *object[TimerEntry] {
	return &object[TimerEntry]{
		name: "timer",
		doc:  "A tick that a service gets from itself. With neither every nor after, the handler arms it.",
		rows: []row[TimerEntry]{
			key("doc", text{"text"}, func(t *TimerEntry) *String { return &t.Doc },
				"What it is for."),
			key("go_name", goName(), func(t *TimerEntry) *String { return &t.GoName },
				"Its name in Go."),
			key("every", interval{}, func(t *TimerEntry) *ValueEntry { return &t.Every },
				"The time between ticks."),
			key("after", interval{}, func(t *TimerEntry) *ValueEntry { return &t.After },
				"The time from the start to the only tick."),
		},
		others: map[string]string{"inline": "a tick has no caller who could run it: delete it"},
		choice: []string{"every", "after"},
	}
}

func mailboxTable() *object[MailboxEntry] {
	const most = 1 << 24 // messages
	return &object[MailboxEntry]{
		name: "mailbox",
		doc:  "The bound of a mailbox.",
		rows: []row[MailboxEntry]{
			key("capacity", integer{1, most}, func(m *MailboxEntry) *Int { return &m.Capacity },
				"How many messages may wait; 1024 by default."),
			key("overflow", overflows(), func(m *MailboxEntry) *Scalar[Overflow] { return &m.Overflow },
				"What happens to a message for a full mailbox; reject by default."),
		},
	}
}

func overflows() choiceOf[Overflow] {
	return choiceOf[Overflow]{"overflow policy", []word[Overflow]{
		{"reject", Reject}, {"block", Block}, {"drop_oldest", DropOldest}, {"drop_newest", DropNewest},
	}}
}
