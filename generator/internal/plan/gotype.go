package plan

import "github.com/otpgen/otpgen/schema"

// goType is the Go type of a type expression.
func (b *builder) goType(t *schema.Type) Type {
	switch t.Kind {
	case schema.Basic:
		return Named{Path: Predeclared, Name: t.Name}
	case schema.MessageType:
		return Named{Path: Local, Name: b.messages[t.Message].Name}
	case schema.UserDefined:
		return Named{Path: Local, Name: t.User.Name}
	case schema.Imported:
		return Named{Path: t.Path, Name: t.Name}
	case schema.ServiceRef:
		return Named{Path: Local, Name: b.services[t.Service].Ref}
	case schema.Pointer:
		return Pointer{b.goType(t.Elem)}
	case schema.Slice:
		return Slice{b.goType(t.Elem)}
	case schema.Array:
		return Array{t.Len, b.goType(t.Elem)}
	case schema.Map:
		return Map{b.goType(t.Key), b.goType(t.Elem)}
	case schema.EmptyStruct:
		return EmptyStruct{}
	case schema.FuncType:
		params := b.goTypes(t.Params)
		if last := len(params) - 1; t.Variadic {
			params[last] = Slice{params[last]}
		}
		return Func{params, b.goTypes(t.Results), t.Variadic}
	case schema.ChanType:
		return Chan{chanDir(t.Dir), b.goType(t.Elem)}
	}
	panic("otpgen: internal: invalid type kind")
}

func (b *builder) goTypes(ts []*schema.Type) []Type {
	out := make([]Type, len(ts))
	for i, t := range ts {
		out[i] = b.goType(t)
	}
	return out
}

func chanDir(d schema.ChanDir) ChanDir {
	switch d {
	case schema.SendRecv:
		return SendRecv
	case schema.SendOnly:
		return SendOnly
	case schema.RecvOnly:
		return RecvOnly
	}
	panic("otpgen: internal: invalid channel direction")
}

// local is a type of the generated package.
func local(name string) Type { return Named{Path: Local, Name: name} }

// otp is a type of the runtime.
func (b *builder) otp(name string, args ...Type) Type {
	return Named{Path: b.opts.RuntimePath, Name: name, Args: args}
}

var errorType Type = Named{Path: Predeclared, Name: "error"}
