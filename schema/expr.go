package schema

import (
	"regexp"
	"slices"
	"strings"
)

// surroundings are the arguments that a $reference may name.
type surroundings struct {
	what       string // "supervisor Tenant"
	fields     []*Field
	incomplete bool
}

var referenceForm = regexp.MustCompile(`^\$[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)

// isReference says whether text refers to an argument: it begins with a dollar
// sign, and not with two, which stand for one.
func isReference(v ValueEntry) bool {
	return v.Kind == ScalarValue && strings.HasPrefix(v.Text, "$") && !strings.HasPrefix(v.Text, "$$")
}

// expr resolves a value for a place of the given type. It is nil if the value
// was reported, here or by Parse.
func (r *resolver) expr(v ValueEntry, t *Type, s surroundings) *Expr {
	if !v.Given() {
		return nil
	}
	if isReference(v) {
		return r.argument(v, t, s)
	}
	lit := r.literal(v, t)
	if lit == nil {
		return nil
	}
	if f := fieldNamed(s.fields, v.Text); f != nil && v.Kind == ScalarValue {
		r.homonyms[f] = v
	}
	return &Expr{Kind: Literal, Type: t, Literal: lit, Range: v.Range}
}

// argument resolves $name.field.field.
func (r *resolver) argument(v ValueEntry, t *Type, s surroundings) *Expr {
	text := String{Value: v.Text, Range: v.Range}
	if !referenceForm.MatchString(v.Text) {
		r.error(codeReferenceSyntax, v.Range, "%s is not a reference to an argument", quote(v.Text)).
			help("write $name or $name.field; text that begins with a dollar sign begins with two: $%s", v.Text)
		return nil
	}
	e := &Expr{Kind: ArgRef, Range: v.Range}
	fields, offset := s.fields, len("$")
	owner := s.what
	for i, name := range strings.Split(v.Text[offset:], ".") {
		f := fieldNamed(fields, name)
		if f == nil {
			if i > 0 || !s.incomplete {
				r.noMember(within(text, offset, offset+len(name)), name, owner, fields, i > 0)
			}
			return nil
		}
		r.used[f] = true
		if f.Type == nil {
			return nil
		}
		e.Path, e.Type = append(e.Path, f), f.Type
		owner, fields = f.Type.Source, nil
		if u := underlying(f.Type); u != nil && u.Kind == MessageType {
			fields = u.Message.Fields
		}
		offset += len(name) + 1
	}
	if !assignable(e.Type, t) {
		r.error(codeReferenceType, v.Range, "%s is %s, not %s", v.Text, e.Type.Source, t.Source).
			relate(e.Path[len(e.Path)-1].Range, "declared as %s", e.Type.Source).
			help("declare both with the same type")
		return nil
	}
	return e
}

// noMember reports an argument, or a field of one, that is not there.
func (r *resolver) noMember(at Range, name, owner string, fields []*Field, field bool) {
	what, otherwise := "argument", "declare it in the args: of "+owner+", or write a value"
	known := fieldNames(fields)
	switch {
	case field && len(known) == 0:
		what, otherwise = "field", "it has none"
	case field:
		what, otherwise = "field", "its fields are "+enumerate(known)
	case len(known) > 0:
		otherwise += "; it has " + enumerate(known)
	}
	d := r.error(codeReference, at, "%s has no %s %s", owner, what, quote(name))
	r.suggest(d, name, slices.Values(known), otherwise)
}
