package render

import (
	"strconv"
	"strings"
	"time"

	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// The vocabulary of generated code: small pieces that the other files put
// together.

// results is a result list: nothing, one type, or several in parentheses.
func results(types ...jen.Code) *jen.Statement {
	switch len(types) {
	case 0:
		return jen.Null()
	case 1:
		return jen.Add(types[0])
	}
	return jen.Params(types...)
}

// structType declares a struct.
func structType(name string, fields ...jen.Code) *jen.Statement {
	return jen.Type().Add(id(name)).Struct(fields...)
}

// method begins a method with a value or pointer receiver.
func method(recv, typ, name string) *jen.Statement {
	star := strings.HasPrefix(typ, "*")
	receiver := id(recv)
	if star {
		receiver.Op("*")
	}
	return jen.Func().Params(receiver.Add(id(strings.TrimPrefix(typ, "*")))).Add(id(name))
}

// function begins a function.
func function(name string) *jen.Statement { return jen.Func().Add(id(name)) }

// keyValue is one entry of a composite literal.
func keyValue(key string, value jen.Code) jen.Code {
	return id(key).Op(":").Add(value)
}

// lines is a composite literal's body with one entry on a line, in the order
// given.
func lines(entries ...jen.Code) *jen.Statement {
	if len(entries) == 0 {
		return jen.Values()
	}
	return jen.Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, entries...)
}

// inline is a composite literal's body on one line.
func inline(entries ...jen.Code) *jen.Statement { return jen.Values(entries...) }

// context is the first parameter of everything that may wait.
func (g *goFile) context() *jen.Statement {
	return jen.Id("ctx").Add(g.qual("context", "Context"))
}

// params are the parameters of a message.
func (g *goFile) params(fields []*plan.Field) []jen.Code {
	out := make([]jen.Code, len(fields))
	for i, f := range fields {
		out[i] = id(f.Param).Add(g.typ(f.Type))
	}
	return out
}

// duration is a product like 5 * time.Second, in the greatest unit that
// divides it.
func (g *goFile) duration(d time.Duration) *jen.Statement {
	if d == schema.Infinity {
		return g.otp(otpInfinity)
	}
	units := []struct {
		unit time.Duration
		name string
	}{
		{time.Hour, "Hour"}, {time.Minute, "Minute"}, {time.Second, "Second"},
		{time.Millisecond, "Millisecond"}, {time.Microsecond, "Microsecond"},
	}
	for _, u := range units {
		if d == u.unit {
			return g.qual("time", u.name)
		}
		if d != 0 && d%u.unit == 0 {
			return jen.Lit(int(d / u.unit)).Op("*").Add(g.qual("time", u.name))
		}
	}
	if d == 0 {
		return jen.Lit(0)
	}
	return jen.Lit(int(d)).Op("*").Add(g.qual("time", "Nanosecond"))
}

// name is the literal of a registered name.
func (g *goFile) name(service string) *jen.Statement {
	return g.otp(otpNameType).Add(inline(keyValue("Service", jen.Lit(service))))
}

// registered is the literal of the name under which a process is registered.
func (g *goFile) registered(r *plan.Register) *jen.Statement {
	if r.Key == nil {
		return g.name(r.Name)
	}
	key := g.value(r.Key)
	if _, selected := r.Key.(plan.Select); !selected {
		key = g.typ(r.KeyType).Call(key)
	}
	return g.otp(otpNameType).Add(inline(keyValue("Service", jen.Lit(r.Name)), keyValue("Key", key)))
}

// value is the expression of a value; arguments are in the variable a.
func (g *goFile) value(v plan.Value) *jen.Statement {
	switch v := v.(type) {
	case plan.Select:
		return sel(jen.Id("a"), v.Path...)
	case plan.Text:
		return jen.Lit(v.Value)
	case plan.Int:
		return number(strconv.FormatInt(v.Value, 10))
	case plan.Uint:
		return number(strconv.FormatUint(v.Value, 10))
	case plan.Float:
		return number(strconv.FormatFloat(v.Value, 'g', -1, 64))
	case plan.Bool:
		return jen.Lit(v.Value)
	case plan.Duration:
		if v.Type != nil {
			return g.typ(v.Type).Call(g.duration(v.Value))
		}
		return g.duration(v.Value)
	case plan.Constant:
		return id(v.Name)
	case plan.List:
		elems := make([]jen.Code, len(v.Elems))
		for i, e := range v.Elems {
			elems[i] = g.value(e)
		}
		return g.typ(v.Type).Add(inline(elems...))
	case plan.Pairs:
		entries := make([]jen.Code, len(v.Entries))
		for i, e := range v.Entries {
			entries[i] = g.value(e.Key).Op(":").Add(g.value(e.Value))
		}
		return g.typ(v.Type).Add(inline(entries...))
	case plan.Struct:
		fields := make([]jen.Code, len(v.Fields))
		for i, f := range v.Fields {
			fields[i] = keyValue(f.Name, g.value(f.Value))
		}
		return g.typ(v.Type).Add(inline(fields...))
	}
	panic("otpgen: internal: unknown form of value")
}
