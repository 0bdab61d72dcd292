package schema

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

func (r *resolver) resolveMessages() {
	for _, e := range byName(r.doc.Messages) {
		m := r.messages[e.Name.Value]
		r.defining = m
		switch entry := e.Entry; {
		case entry.Type.Given():
			m.Kind = Defined
			m.Type = r.typeOf(entry.Type)
		case entry.Enum != nil:
			m.Kind = Enum
			for _, v := range entry.Enum {
				m.Values = append(m.Values, &Value{Name: v.Value, Range: v.Range})
			}
		case entry.OneOf != nil:
			m.Kind = OneOf
			for _, v := range byName(entry.OneOf) {
				m.Variants = append(m.Variants, &Variant{Name: v.Name.Value, Fields: r.crossingFields(v.Entry), Range: v.Name.Range})
			}
		default:
			m.Kind = Record
			m.Fields = r.crossingFields(entry.Fields)
		}
	}
	r.defining = nil
}

// fields makes fields of entries, in their order.
func (r *resolver) fields(entries []Named[FieldEntry]) []*Field {
	var list []*Field
	for _, e := range entries {
		list = append(list, &Field{
			Name: e.Name.Value, GoName: e.Entry.GoName.Value, Doc: e.Entry.Doc.Value,
			Type: r.typeOf(e.Entry.Type), Shared: e.Entry.Shared.Value, Range: e.Name.Range,
		})
	}
	return list
}

// crossingFields makes fields whose values pass between processes.
func (r *resolver) crossingFields(entries []Named[FieldEntry]) []*Field {
	list := r.fields(entries)
	for i, f := range list {
		r.crossing = append(r.crossing, crossing{f.Type, f.Shared, entries[i].Entry.Type.Range})
	}
	return list
}

func (r *resolver) resolveErrors() {
	for _, e := range byName(r.doc.Errors) {
		t := r.errors[e.Name.Value]
		t.Fields = r.crossingFields(e.Entry.Fields)
		if !e.Entry.Incomplete {
			r.placeholders(e.Entry.Text, t.Fields)
		}
	}
}

var placeholder = regexp.MustCompile(`[{}][^{}]*\}?`)

// placeholders checks that every {field} in the text of an error is a field.
func (r *resolver) placeholders(text String, fields []*Field) {
	if len(text.Value) > maxText {
		return // which is the mistake
	}
	known, shown := fieldNames(fields), map[*Field]bool{}
	for n, span := range placeholder.FindAllStringIndex(text.Value, maxShown+1) {
		if n == maxShown {
			r.error(codeTooMany, within(text, span[0], span[1]), "this text has more than %d placeholders", maxShown).
				help("say the most important in the text; whoever handles the error can read every field")
			return
		}
		if r.full() {
			return
		}
		part := text.Value[span[0]:span[1]]
		at := func() Range { return within(text, span[0], span[1]) }
		name, opened := strings.CutPrefix(part, "{")
		name, closed := strings.CutSuffix(name, "}")
		if !opened || !closed {
			r.error(codePlaceholder, at(), "a brace in this text belongs to no placeholder").
				help("write {field} for the value of a field, and no other braces")
			continue
		}
		field := fieldNamed(fields, name)
		if field == nil {
			d := r.error(codePlaceholder, at(), "this error has no field %s", quote(name))
			r.suggest(d, name, slices.Values(known), "declare it in fields:")
			continue
		}
		if !shown[field] {
			shown[field] = true
			r.written = append(r.written, written{name, field.Type, at(), field.Range})
		}
	}
}

func (r *resolver) resolveExternals() {
	for _, e := range byName(r.doc.Externals) {
		r.externals[e.Name.Value].Type = r.typeOf(e.Entry.Type)
	}
}

func fieldNamed(fields []*Field, name string) *Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

func fieldNames(fields []*Field) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	return names
}

// within is the place of the bytes from start to end of a text, as far as that
// can be told: text on one line, with or without quotes.
func within(s String, start, end int) Range {
	length := utf8.RuneCountInString(s.Value)
	from := utf8.RuneCountInString(s.Value[:start])
	to := from + utf8.RuneCountInString(s.Value[start:end])
	column := s.Range.Start.Column
	switch width := s.Range.End.Column - column; {
	case s.Range.Start.Line != s.Range.End.Line:
		return s.Range
	case width == length+2: // the quotes
		column++
	case width != length:
		return s.Range
	}
	line := s.Range.Start.Line
	return Range{Start: Pos{line, column + from}, End: Pos{line, column + to}}
}
