package plan

import "github.com/otpgen/otpgen/schema"

// value is the Go expression of a value in the schema; nil for none. A
// reference to an argument becomes a field of the arguments in scope.
func (b *builder) value(e *schema.Expr) Value {
	if e == nil {
		return nil
	}
	switch e.Kind {
	case schema.ArgRef:
		path, source := make([]string, len(e.Path)), "$"
		for i, f := range e.Path {
			path[i] = goNameOfSnake(f.GoName, f.Name)
			if i > 0 {
				source += "."
			}
			source += f.Name
		}
		return Select{Path: path, Source: source}
	case schema.Literal:
		return b.literal(e.Literal)
	}
	panic("otpgen: internal: invalid expression kind")
}

// literal is the Go expression of a checked literal.
func (b *builder) literal(l *schema.Lit) Value {
	switch t := underlying(l.Type); t.Kind {
	case schema.Basic:
		return basicLiteral(t.Name, l)
	case schema.MessageType:
		return b.messageLiteral(t.Message, l)
	case schema.Imported:
		if t.Path == "time" && t.Name == "Duration" {
			d := Duration{Value: l.Duration}
			if t != l.Type {
				d.Type = b.goType(l.Type)
			}
			return d
		}
	case schema.Slice, schema.Array:
		list := List{Type: b.goType(l.Type)}
		for _, elem := range l.List {
			list.Elems = append(list.Elems, b.literal(elem))
		}
		return list
	case schema.Map:
		pairs := Pairs{Type: b.goType(l.Type)}
		for _, e := range l.Map {
			pairs.Entries = append(pairs.Entries, Pair{b.literal(e.Key), b.literal(e.Value)})
		}
		return pairs
	}
	panic("otpgen: internal: no literal of type " + l.Type.Source)
}

// underlying follows defined types: []string for Path.
func underlying(t *schema.Type) *schema.Type {
	for t.Kind == schema.MessageType && t.Message.Kind == schema.Defined {
		t = t.Message.Type
	}
	return t
}

func basicLiteral(name string, l *schema.Lit) Value {
	switch name {
	case "string":
		return Text{l.String}
	case "bool":
		return Bool{l.Bool}
	case "int", "int8", "int16", "int32", "int64", "rune":
		return Int{l.Int}
	case "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "byte":
		return Uint{l.Uint}
	case "float32", "float64":
		return Float{l.Float}
	}
	panic("otpgen: internal: no literal of type " + name)
}

func (b *builder) messageLiteral(m *schema.Message, l *schema.Lit) Value {
	switch m.Kind {
	case schema.Enum:
		for _, v := range b.messages[m].Values {
			if v.Text == l.String {
				return Constant{v.Name}
			}
		}
	case schema.Record:
		s := Struct{Type: b.goType(l.Type)}
		for _, e := range l.Map {
			s.Fields = append(s.Fields, FieldValue{goNameOfSnake(e.Field.GoName, e.Field.Name), b.literal(e.Value)})
		}
		return s
	}
	panic("otpgen: internal: no literal of message " + m.Name)
}
