package plan

import "github.com/otpgen/otpgen/schema"

// decodeOf is the detour that encoding/json needs for a type that holds a
// oneof outside another message; nil for none. Other messages decode
// themselves.
func (b *builder) decodeOf(t *schema.Type) *Decode {
	switch t.Kind {
	case schema.MessageType:
		if isAlias(t.Message) {
			return b.decodeOf(t.Message.Type)
		}
		if t.Message.Kind != schema.OneOf {
			return nil
		}
		m := b.messages[t.Message]
		holder := local(m.Holder)
		return &Decode{Type: holder, Convert: CopyMethod{Method: holderMethod, In: holder, Out: local(m.Name)}}
	case schema.Pointer:
		return b.decodeElem(t, func(in Type, convert Copy) *Decode {
			whole := Pointer{in}
			return &Decode{Type: whole, Convert: CopyPointer{In: whole, Out: b.goType(t), Elem: convert}}
		})
	case schema.Slice:
		return b.decodeElem(t, func(in Type, convert Copy) *Decode {
			whole := Slice{in}
			return &Decode{Type: whole, Convert: CopySlice{In: whole, Out: b.goType(t), Elem: convert}}
		})
	case schema.Array:
		if t.Len == 0 {
			return nil // encoding/json decodes no element
		}
		return b.decodeElem(t, func(in Type, convert Copy) *Decode {
			whole := Array{t.Len, in}
			return &Decode{Type: whole, Convert: CopyArray{In: whole, Out: b.goType(t).(Array), Elem: convert}}
		})
	case schema.Map:
		return b.decodeElem(t, func(in Type, convert Copy) *Decode {
			whole := Map{b.goType(t.Key), in}
			return &Decode{Type: whole, Convert: CopyMap{In: whole, Out: b.goType(t), Elem: convert}}
		})
	}
	return nil
}

// holderMethod is the method of a holder that gives its oneof.
const holderMethod = "value"

func (b *builder) decodeElem(t *schema.Type, wrap func(in Type, convert Copy) *Decode) *Decode {
	elem := b.decodeOf(t.Elem)
	if elem == nil {
		return nil
	}
	d := wrap(elem.Type, elem.Convert)
	b.needing(d.Convert)
	return d
}

// decodeOfDefined is decodeOf for the right-hand side of a defined type: a
// defined type does not inherit how another one decodes itself.
func (b *builder) decodeOfDefined(t *schema.Type) *Decode {
	if t.Kind == schema.MessageType && t.Message.Kind == schema.Defined {
		return b.decodeOfDefined(t.Message.Type)
	}
	return b.decodeOf(t)
}

// isAlias reports whether an entry of messages: is only another name: of a
// record, enum, oneof, a type of another package or one written by hand, whose
// methods it would lose as a type of its own, or of a pointer, which can have
// none.
func isAlias(m *schema.Message) bool {
	if m.Kind != schema.Defined {
		return false
	}
	switch m.Type.Kind {
	case schema.Pointer, schema.Imported, schema.UserDefined:
		return true
	case schema.MessageType:
		return m.Type.Message.Kind != schema.Defined || isAlias(m.Type.Message)
	}
	return false
}
