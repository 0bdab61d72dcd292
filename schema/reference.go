package schema

// Topic is one kind of mapping in the language, for the reference page and for
// explaining a path of the schema.
type Topic struct {
	Name string // "service"
	Doc  string
	Keys []Key
	// OneOf lists keys of which one at most may stand together.
	OneOf []string
}

// Key is one key of a Topic.
type Key struct {
	Name     string
	Doc      string
	Accepts  string   // "a duration such as 5s"
	Required bool     // always
	Beside   []string // allowed beside one of these keys only
	NeededBy []string // required beside any of these keys
}

// Reference lists the mappings of the language, outermost first, from the
// table that Parse reads.
func Reference() []Topic {
	d := &definitions{schemas: map[string]any{}}
	language().json(d)
	return d.topics
}

func (o *object[O]) topic() Topic {
	t := Topic{Name: o.name, Doc: o.doc, OneOf: o.choice}
	for _, k := range o.rows {
		t.Keys = append(t.Keys, Key{
			Name: k.name, Doc: k.doc, Accepts: k.shape.accepts(),
			Required: k.required, Beside: k.with, NeededBy: k.neededBy,
		})
	}
	return t
}
