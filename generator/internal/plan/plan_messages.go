package plan

import (
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// planMessages fills the messages in; all names exist by now.
func (b *builder) planMessages() {
	b.findCopied()
	for _, from := range b.app.Messages {
		if b.copied[from] {
			b.messages[from].CopyFunc = "copy" + b.messages[from].Name
		}
	}
	for _, from := range b.app.Messages {
		m := b.messages[from]
		switch from.Kind {
		case schema.Record:
			m.Fields = b.planFields(from.Fields)
		case schema.Defined:
			m.Type, m.Copy = b.goType(from.Type), b.copyOf(from.Type)
			if !m.Alias {
				m.Decode = b.decodeOfDefined(from.Type)
			}
		case schema.Enum:
		case schema.OneOf:
			b.planVariants(m, from)
		default:
			panic("otpgen: internal: invalid message kind")
		}
	}
}

func (b *builder) planVariants(m *Message, from *schema.Message) {
	for i, v := range from.Variants {
		variant := m.Variants[i]
		variant.Fields = b.planFields(v.Fields)
		if b.fieldsNeedCopy(v.Fields) {
			variant.CopyFunc = "copy" + variant.Name
		}
	}
}

// planFields plans the fields of one struct or the parameters of one message.
func (b *builder) planFields(from []*schema.Field) []*Field {
	params := map[string]bool{}
	var fields []*Field
	for _, f := range from {
		field := &Field{
			Name: goNameOfSnake(f.GoName, f.Name), Param: b.parameter(f, params), JSON: f.Name, Doc: f.Doc,
			Type: b.goType(f.Type), Decode: b.decodeOf(f.Type),
			NoJSON: f.Type.Kind == schema.FuncType || f.Type.Kind == schema.ChanType,
		}
		if !f.Shared {
			field.Copy = b.copyOf(f.Type)
		}
		params[field.Param] = true
		b.fields[f] = field
		fields = append(fields, field)
	}
	return fields
}

// parameter is a Go parameter name for a field: typeArg for type, which is a
// keyword. Parameters are no API, so they are made to fit; the result depends
// on the schema's names alone.
func (b *builder) parameter(f *schema.Field, taken map[string]bool) string {
	name := parameterName(f.Name)
	if f.GoName != "" {
		name = unexportedName(f.GoName)
	}
	for goWord(name) != "" || b.scope.has(name) || taken[name] || isLocalName(name) {
		name += "Arg"
	}
	return name
}

func isLocalName(name string) bool {
	for _, n := range localNames() {
		if n == name {
			return true
		}
	}
	return false
}

// planErrors fills the errors in.
func (b *builder) planErrors() {
	for _, from := range b.app.Errors {
		e := b.errors[from]
		e.Fields = b.planFields(from.Fields)
		if b.fieldsNeedCopy(from.Fields) {
			e.CopyFunc = "copy" + e.Name
		}
		e.Text = b.textParts(from)
	}
}

// textParts splits "no value at {path}" into "no value at " and the field
// path. Every pair of braces names a field: Resolve has seen to that.
func (b *builder) textParts(from *schema.ErrorType) []TextPart {
	var parts []TextPart
	for rest := from.Text; rest != ""; {
		literal, tail, found := strings.Cut(rest, "{")
		if literal != "" {
			parts = append(parts, TextPart{Literal: literal})
		}
		if !found {
			break
		}
		name, after, _ := strings.Cut(tail, "}")
		parts = append(parts, TextPart{Field: b.fieldNamed(from.Fields, name)})
		rest = after
	}
	return parts
}

func (b *builder) fieldNamed(fields []*schema.Field, name string) *Field {
	for _, f := range fields {
		if f.Name == name {
			return b.fields[f]
		}
	}
	panic("otpgen: internal: no field " + name)
}
