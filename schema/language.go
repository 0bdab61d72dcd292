package schema

// language is the descriptor table of language version 1: every key, what may
// stand there, where the Document keeps it, and a sentence for the reference.
// Parse, JSONSchema and Reference all read it, so they cannot differ.
func language() *object[Document] {
	supervisor := supervisorTable(childTable())
	return &object[Document]{
		name: "schema",
		doc:  "A supervised application: its messages, services and supervisors.",
		rows: []row[Document]{
			key("otp", version{}, func(d *Document) *Int { return &d.Version },
				"The language version, 1.").must(),
			key("package", goPackage{packageName()}, func(d *Document) *String { return &d.Package },
				"The name of the generated Go package.").must(),
			key("doc", text{"text"}, func(d *Document) *String { return &d.Doc },
				"What the application is, for the package comment."),
			key("out", folder{}, func(d *Document) *String { return &d.Out },
				"The output folder, relative to the schema; beside it by default."),
			key("messages", mapOf(upperName(), messageTable()).upTo(maxDeclared), func(d *Document) *[]Named[MessageEntry] { return &d.Messages },
				"Data that travels between services."),
			key("types", mapOf(upperName(), typeTable()).upTo(maxDeclared), func(d *Document) *[]Named[TypeEntry] { return &d.Types },
				"Types that are written by hand in the same package."),
			key("imports", mapOf(lowerName(), importPath{}), func(d *Document) *[]Named[String] { return &d.Imports },
				"Packages that types may name, each by its qualifier. Standard packages need no entry unless their name is ambiguous."),
			key("errors", mapOf(lowerName(), errorTable()).upTo(maxDeclared), func(d *Document) *[]Named[ErrorEntry] { return &d.Errors },
				"The closed set of errors that services may answer."),
			key("externals", mapOf(upperName(), externalTable()), func(d *Document) *[]Named[ExternalEntry] { return &d.Externals },
				"What is not ours and may fail; handed in through Args."),
			key("strategies", mapOf(lowerName(), strategyTable()), func(d *Document) *[]Named[StrategyEntry] { return &d.Strategies },
				"Restart strategies by name."),
			key("services", mapOf(upperName(), serviceTable()).upTo(maxServices), func(d *Document) *[]Named[ServiceEntry] { return &d.Services },
				"The kinds of processes."),
			key("supervisors", mapOf(upperName(), supervisor).upTo(maxServices), func(d *Document) *[]Named[SupervisorEntry] { return &d.Supervisors },
				"The kinds of supervisors."),
			key("application", applicationTable(), func(d *Document) *ApplicationEntry { return &d.Application },
				"Where the tree begins and how it ends."),
			key("boundaries", listOf(boundaryTable()), func(d *Document) *[]BoundaryEntry { return &d.Boundaries },
				"Which crashes which processes must survive; checked, and tested by the generated tests."),
		},
	}
}
