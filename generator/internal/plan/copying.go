package plan

import "github.com/otpgen/otpgen/schema"

// What crosses a process boundary is copied where it holds slices, maps or
// pointers, so that no state leaks into another process. What the schema
// calls shared, types written by hand and types of other packages are copied
// by assignment, but for the few below.

// known is how a type of the standard library is copied.
type known int

const (
	assigned known = iota // the zero value: like any type of another package
	cloned                // by its method Clone
	list                  // a slice of plain values
	lists                 // a map[string][]string
)

// knownCopy finds the types of the standard library that are slices or maps of
// plain data. Of types of other packages only the name is known.
func knownCopy(t *schema.Type) known {
	switch t.Path + "." + t.Name {
	case "net/http.Header":
		return cloned
	case "crypto/ed25519.PrivateKey", "crypto/ed25519.PublicKey", "database/sql.RawBytes",
		"encoding/asn1.ObjectIdentifier", "encoding/json.RawMessage",
		"net.HardwareAddr", "net.IP", "net.IPMask":
		return list
	case "net/mail.Header", "net/textproto.MIMEHeader", "net/url.Values":
		return lists
	}
	return assigned
}

// findCopied decides which messages need a function that copies them: those
// that hold a slice, map, pointer or oneof, directly or in a message that they
// hold.
// It repeats until nothing is added, because messages may hold each other.
func (b *builder) findCopied() {
	for changed := true; changed; {
		changed = false
		for _, m := range b.app.Messages {
			if !b.copied[m] && b.messageNeedsCopy(m) {
				b.copied[m], changed = true, true
			}
		}
	}
}

func (b *builder) messageNeedsCopy(m *schema.Message) bool {
	switch m.Kind {
	case schema.Record:
		return b.fieldsNeedCopy(m.Fields)
	case schema.Defined:
		return b.needsCopy(m.Type)
	case schema.Enum:
		return false
	case schema.OneOf:
		return true // a pointer to a variant satisfies the interface, too
	}
	panic("otpgen: internal: invalid message kind")
}

func (b *builder) fieldsNeedCopy(fields []*schema.Field) bool {
	for _, f := range fields {
		if !f.Shared && b.needsCopy(f.Type) {
			return true
		}
	}
	return false
}

// needsCopy reports whether assignment would share memory that the language
// does not allow to be shared.
func (b *builder) needsCopy(t *schema.Type) bool {
	switch t.Kind {
	case schema.Slice, schema.Map:
		return true
	case schema.Pointer:
		return t.Elem.Kind != schema.Imported
	case schema.Array:
		// [0]T holds nothing, and a loop over one crashes Go 1.26's compiler if
		// T is a struct that it does not keep in registers.
		return t.Len > 0 && b.needsCopy(t.Elem)
	case schema.MessageType:
		return b.copied[t.Message]
	case schema.Imported:
		return knownCopy(t) != assigned
	case schema.Basic, schema.UserDefined, schema.ServiceRef, schema.EmptyStruct, schema.FuncType, schema.ChanType:
		return false
	}
	panic("otpgen: internal: invalid type kind")
}

// copyOf is how a value of type t is copied; nil: by assignment.
func (b *builder) copyOf(t *schema.Type) Copy {
	if !b.needsCopy(t) {
		return nil
	}
	switch t.Kind {
	case schema.MessageType:
		return CopyCall{b.messages[t.Message].CopyFunc}
	case schema.Imported:
		return b.needing(copyKnown(knownCopy(t), b.goType(t)))
	case schema.Slice:
		return b.needing(CopySlice{In: b.goType(t), Out: b.goType(t), Elem: b.copyOf(t.Elem)})
	case schema.Map:
		return b.needing(CopyMap{In: b.goType(t), Out: b.goType(t), Elem: b.copyOf(t.Elem)})
	case schema.Pointer:
		return b.needing(CopyPointer{In: b.goType(t), Out: b.goType(t), Elem: b.copyOf(t.Elem)})
	case schema.Array:
		return CopyArray{In: b.goType(t).(Array), Out: b.goType(t).(Array), Elem: b.copyOf(t.Elem)}
	}
	panic("otpgen: internal: a type that needs no copy")
}

func copyKnown(how known, whole Type) Copy {
	switch how {
	case cloned:
		return CopyMethod{Method: "Clone", In: whole, Out: whole}
	case list:
		return CopySlice{In: whole, Out: whole}
	case lists:
		texts := Slice{Named{Name: "string"}}
		return CopyMap{In: whole, Out: whole, Elem: CopySlice{In: texts, Out: texts}}
	}
	panic("otpgen: internal: a type that needs no copy")
}

// needing remembers which generic helper a copy needs.
func (b *builder) needing(c Copy) Copy {
	switch c := c.(type) {
	case CopySlice:
		b.helpers.Slice = b.helpers.Slice || c.Elem != nil
	case CopyMap:
		b.helpers.Map = b.helpers.Map || c.Elem != nil
	case CopyPointer:
		b.helpers.Pointer = true
	}
	return c
}
