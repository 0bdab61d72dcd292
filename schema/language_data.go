package schema

func fields() *mapping[FieldEntry] {
	long := &object[FieldEntry]{
		name: "field",
		doc:  "A typed name.",
		rows: []row[FieldEntry]{
			key("type", typeText{}, func(f *FieldEntry) *String { return &f.Type },
				"Its Go type.").must(),
			key("doc", text{"text"}, func(f *FieldEntry) *String { return &f.Doc },
				"What it means."),
			key("go_name", goName(), func(f *FieldEntry) *String { return &f.GoName },
				"Its name in Go, if not the one made of its name here."),
			key("shared", boolean{}, func(f *FieldEntry) *Bool { return &f.Shared },
				"A promise that nobody writes to it, so that it need not be copied between processes."),
		},
	}
	return mapOf(lowerName(), short(typeText{}, func(t String) FieldEntry {
		return FieldEntry{Entry: Entry{Range: t.Range}, Type: t}
	}, long))
}

func messageTable() shape[MessageEntry] {
	long := &object[MessageEntry]{
		name: "message",
		doc:  "Data that travels between services: a record, an enum, a choice of variants, or another type under a name.",
		rows: []row[MessageEntry]{
			key("doc", text{"text"}, func(m *MessageEntry) *String { return &m.Doc },
				"What it is."),
			key("go_name", goName(), func(m *MessageEntry) *String { return &m.GoName },
				"Its name in Go."),
			key("fields", fields(), func(m *MessageEntry) *[]Named[FieldEntry] { return &m.Fields },
				"A record with these fields, in this order."),
			key("enum", enumValues(), func(m *MessageEntry) *[]String { return &m.Enum },
				"One of these words."),
			key("oneof", variants(), func(m *MessageEntry) *[]Named[[]Named[FieldEntry]] { return &m.OneOf },
				"One of these variants, each with fields of its own."),
			key("type", typeText{}, func(m *MessageEntry) *String { return &m.Type },
				"A defined type; the short form is the type alone."),
		},
		choice: []string{"fields", "enum", "oneof", "type"},
	}
	return short(typeText{}, func(t String) MessageEntry {
		return MessageEntry{Entry: Entry{Range: t.Range}, Type: t}
	}, long)
}

func enumValues() *sequence[String] {
	s := namesOf(wordName())
	s.nonzero = true
	return s
}

func variants() *mapping[[]Named[FieldEntry]] {
	m := mapOf(upperName(), fields()).upTo(maxVariants)
	m.nonzero = true
	return m
}

func typeTable() *object[TypeEntry] {
	return &object[TypeEntry]{
		name: "type",
		doc:  "A type that is written by hand in the generated package.",
		rows: []row[TypeEntry]{
			key("doc", text{"text"}, func(t *TypeEntry) *String { return &t.Doc },
				"What it is."),
			key("shared", boolean{}, func(t *TypeEntry) *Bool { return &t.Shared },
				"It holds pointers, slices or maps that nobody writes to, so that assigning it is enough."),
		},
	}
}

func errorTable() *object[ErrorEntry] {
	return &object[ErrorEntry]{
		name: "error",
		doc:  "An error that services may answer.",
		rows: []row[ErrorEntry]{
			key("doc", text{"text"}, func(e *ErrorEntry) *String { return &e.Doc },
				"When it is answered."),
			key("go_name", goName(), func(e *ErrorEntry) *String { return &e.GoName },
				"Its name in Go."),
			key("text", text{"text"}, func(e *ErrorEntry) *String { return &e.Text },
				"What Error() says; {field} stands for a field.").must(),
			key("fields", fields(), func(e *ErrorEntry) *[]Named[FieldEntry] { return &e.Fields },
				"What it carries."),
		},
	}
}

func externalTable() *object[ExternalEntry] {
	return &object[ExternalEntry]{
		name: "external",
		doc:  "Something that is not ours and may fail.",
		rows: []row[ExternalEntry]{
			key("doc", text{"text"}, func(e *ExternalEntry) *String { return &e.Doc },
				"What it is."),
			key("go_name", goName(), func(e *ExternalEntry) *String { return &e.GoName },
				"Its name in Go."),
			key("type", typeText{}, func(e *ExternalEntry) *String { return &e.Type },
				"Its Go type.").must(),
			key("timeout", duration{infinity: true}, func(e *ExternalEntry) *Duration { return &e.Timeout },
				"How long one use of it may take; infinity by default."),
		},
	}
}
