package schema

import (
	"encoding/json"
	"strings"
)

// definitions collects the objects of the language on the way through it.
type definitions struct {
	schemas map[string]any
	topics  []Topic
}

// JSONSchema is the JSON Schema (draft 2020-12) of a schema, for editors. It
// comes from the table that Parse reads, and is the same to the byte every
// time. What it cannot say, references among them, Resolve checks.
func JSONSchema() []byte {
	d := &definitions{schemas: map[string]any{}}
	root := language().json(d)
	schema := map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     "urn:otpgen:schema:1",
		"title":   "otpgen schema, language version 1",
		"$ref":    root.(map[string]any)["$ref"],
		"$defs":   d.schemas,
	}
	out, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		panic("otpgen: internal: JSON schema: " + err.Error())
	}
	return append(out, '\n')
}

func (o *object[O]) json(d *definitions) any {
	ref := map[string]any{"$ref": "#/$defs/" + o.name}
	if _, known := d.schemas[o.name]; known {
		return ref
	}
	d.schemas[o.name] = nil // known from here on: a child may hold children
	index := len(d.topics)
	d.topics = append(d.topics, Topic{})
	properties := map[string]any{}
	needs, beside := map[string][]string{}, map[string]any{}
	var required []string
	for _, k := range o.rows {
		properties[k.name] = describe(k.shape.json(d), k.doc)
		if k.required {
			required = append(required, k.name)
		}
		for _, other := range k.neededBy {
			needs[other] = append(needs[other], k.name)
		}
		if len(k.with) > 0 {
			beside[k.name] = map[string]any{"anyOf": requireEach(k.with)}
		}
	}
	s := map[string]any{
		"description":          o.doc,
		"type":                 nullable("object", o.empty()),
		"properties":           properties,
		"additionalProperties": false,
	}
	add(s, "required", required, len(required) > 0)
	add(s, "dependentRequired", needs, len(needs) > 0)
	add(s, "dependentSchemas", beside, len(beside) > 0)
	if len(o.choice) > 0 {
		one := requireEach(o.choice)
		if !o.mustPick {
			one = append(one, map[string]any{"not": map[string]any{"anyOf": requireEach(o.choice)}})
		}
		s["oneOf"] = one
	}
	d.schemas[o.name] = s
	d.topics[index] = o.topic()
	return ref
}

func add(s map[string]any, name string, value any, given bool) {
	if given {
		s[name] = value
	}
}

// requireEach is one schema per name, of the objects that have that key. The
// type is said again because required holds for everything that is no object.
func requireEach(names []string) []any {
	var list []any
	for _, n := range names {
		list = append(list, map[string]any{"type": "object", "required": []string{n}})
	}
	return list
}

// describe adds a sentence to a schema, beside a $ref too.
func describe(s any, doc string) any {
	described := map[string]any{"description": doc}
	for k, v := range s.(map[string]any) {
		if k != "description" {
			described[k] = v
		}
	}
	return described
}

func nullable(kind string, empty bool) any {
	if empty {
		return []string{kind, "null"}
	}
	return kind
}

func (m *mapping[T]) json(d *definitions) any {
	s := map[string]any{
		"type":                 nullable("object", m.empty()),
		"propertyNames":        m.names.json(d),
		"additionalProperties": m.of.json(d),
	}
	add(s, "minProperties", 1, m.nonzero)
	s["maxProperties"] = m.most
	return s
}

func (s *sequence[T]) json(d *definitions) any {
	list := map[string]any{"type": nullable("array", s.empty()), "items": s.of.json(d)}
	add(list, "minItems", 1, s.nonzero)
	list["maxItems"] = s.most
	add(list, "uniqueItems", true, s.distinct != nil)
	return list
}

func (e *either[S, T]) json(d *definitions) any {
	return map[string]any{"anyOf": []any{e.short.json(d), e.long.json(d)}}
}

func (o optional[T]) json(d *definitions) any {
	return o.shape.json(d)
}

func (n nameRule) json(*definitions) any {
	return map[string]any{"type": "string", "pattern": n.pattern.String()}
}

func (text) json(*definitions) any {
	return map[string]any{"type": "string"}
}

func (typeText) json(*definitions) any {
	return map[string]any{"type": "string", "minLength": 1}
}

func (boolean) json(*definitions) any {
	return map[string]any{"type": "boolean"}
}

func (i integer) json(*definitions) any {
	return map[string]any{"type": "integer", "minimum": i.min, "maximum": i.max}
}

func (c choiceOf[T]) json(*definitions) any {
	return map[string]any{"enum": c.list()}
}

func (d duration) json(*definitions) any {
	s := map[string]any{"type": "string", "pattern": durationPattern}
	if words := d.words(); len(words) > 0 {
		s["pattern"] = durationPattern + "|^(" + strings.Join(words, "|") + ")$"
	}
	return s
}

func (interval) json(*definitions) any {
	return map[string]any{"type": "string", "pattern": durationPattern + `|^\$`}
}

func (anyValue) json(*definitions) any {
	return map[string]any{"not": map[string]any{"type": "null"}}
}

func (version) json(*definitions) any {
	return map[string]any{"const": 1}
}

func (folder) json(*definitions) any {
	return map[string]any{"type": "string", "pattern": folderPattern}
}

func (importPath) json(*definitions) any {
	return map[string]any{"type": "string", "pattern": importPattern}
}
