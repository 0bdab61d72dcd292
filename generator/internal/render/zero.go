package render

import (
	"strings"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// zero writes the zero value of a type as a Go expression: 0, "", nil,
// Step{}. A type whose kind the schema does not know is *new(T).
func zero(p *plan.Package, t plan.Type, q plan.Qualifier) string {
	switch t := t.(type) {
	case plan.Pointer, plan.Slice, plan.Map, plan.Func, plan.Chan:
		return "nil"
	case plan.Array, plan.EmptyStruct:
		return plan.Format(t, q) + "{}"
	case plan.Named:
		return zeroNamed(p, t, q)
	}
	panic("otpgen: internal: unknown form of type")
}

func zeroNamed(p *plan.Package, t plan.Named, q plan.Qualifier) string {
	switch {
	case t.Path == plan.Predeclared:
		return zeroPredeclared(t.Name)
	case t.Path == plan.Local:
		return zeroLocal(p, t, q)
	case t.Path == "time" && t.Name == "Time":
		return plan.Format(t, q) + "{}"
	case t.Path == "time" && (t.Name == "Duration" || t.Name == "Month" || t.Name == "Weekday"):
		return "0"
	}
	return "*new(" + plan.Format(t, q) + ")"
}

func zeroPredeclared(name string) string {
	switch name {
	case "string":
		return `""`
	case "bool":
		return "false"
	case "any", "error":
		return "nil"
	}
	return "0"
}

func zeroLocal(p *plan.Package, t plan.Named, q plan.Qualifier) string {
	for _, s := range p.Services {
		if s.Ref == t.Name {
			return plan.Format(t, q) + "{}"
		}
	}
	for _, m := range p.Messages {
		if m.Name == t.Name {
			return zeroMessage(p, m, t, q)
		}
	}
	return "*new(" + plan.Format(t, q) + ")"
}

func zeroMessage(p *plan.Package, m *plan.Message, t plan.Named, q plan.Qualifier) string {
	switch m.Kind {
	case schema.Record:
		return plan.Format(t, q) + "{}"
	case schema.Enum:
		return `""`
	case schema.OneOf:
		return "nil"
	case schema.Defined:
		// Only the form of what is below matters, so it asks for no import.
		switch z := zero(p, m.Type, func(string) string { return "" }); {
		case strings.HasSuffix(z, "{}"):
			return plan.Format(t, q) + "{}"
		case strings.HasPrefix(z, "*new("):
			return "*new(" + plan.Format(t, q) + ")"
		default:
			return z
		}
	}
	panic("otpgen: internal: invalid message kind")
}
