package oracle

import (
	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// declarations are the top-level declarations of one file, in any order:
// "type Counter", "func (*Tree) Stop", "const _".
type declarations []string

func (d *declarations) typ(names ...string) {
	for _, n := range names {
		if n != "" {
			*d = append(*d, "type "+n)
		}
	}
}

func (d *declarations) fun(names ...string) {
	for _, n := range names {
		if n != "" {
			*d = append(*d, "func "+n)
		}
	}
}

func (d *declarations) method(receiver string, names ...string) {
	for _, n := range names {
		*d = append(*d, "func ("+receiver+") "+n)
	}
}

func (d *declarations) value(kind string, names ...string) {
	for _, n := range names {
		*d = append(*d, kind+" "+n)
	}
}

// predict gives the declarations of every Go file by its path.
func predict(p *plan.Package) map[string]declarations {
	files := map[string]declarations{"tree_gen.go": tree(p)}
	if d := messages(p); len(d) > 0 {
		files["messages_gen.go"] = d
	}
	if len(p.Errors) > 0 {
		files["errors_gen.go"] = errorTypes(p)
	}
	for _, s := range p.Services {
		files[s.GenFile], files[s.UserFile] = service(s), skeleton(s)
		files[s.TestFile] = declarations{"func Test" + s.Name}
	}
	folder := p.Name + "test/"
	files[folder+"fixtures_gen.go"] = fixtures(p)
	files[folder+"args.go"], files[folder+"faults_gen_test.go"] = arguments(p), faults(p)
	return files
}

func messages(p *plan.Package) declarations {
	var d declarations
	oneOfs := false
	for _, m := range p.Messages {
		d.typ(m.Name)
		d.fun(m.CopyFunc)
		switch m.Kind {
		case schema.Enum:
			for _, v := range m.Values {
				d.value("const", v.Name)
			}
			d.method(m.Name, "Valid", "MarshalText")
			d.method("*"+m.Name, "UnmarshalText")
		case schema.OneOf:
			oneOfs = true
			d.oneOf(m)
		default:
			if m.DecodesOneOf() {
				d.method("*"+m.Name, "UnmarshalJSON")
			}
		}
	}
	if oneOfs {
		d.fun("onlyVariant")
	}
	for name, needed := range map[string]bool{
		"copySlice": p.CopyHelpers.Slice, "copyMap": p.CopyHelpers.Map, "copyPointer": p.CopyHelpers.Pointer,
	} {
		if needed {
			d.fun(name)
		}
	}
	return d
}

func (d *declarations) oneOf(m *plan.Message) {
	for _, v := range m.Variants {
		d.typ(v.Name)
		d.fun(v.CopyFunc)
		d.method(v.Name, m.Seal, "MarshalJSON")
		d.method("*"+v.Name, "UnmarshalJSON")
	}
	d.fun(m.Unmarshal)
	d.typ(m.Holder)
	d.method(m.Holder, "value")
	d.method("*"+m.Holder, "UnmarshalJSON")
}

func errorTypes(p *plan.Package) declarations {
	var d declarations
	for _, e := range p.Errors {
		d.typ(e.Name)
		d.fun(e.CopyFunc)
		d.method(e.Name, "Error")
	}
	return d
}

func arguments(p *plan.Package) declarations {
	d := declarations{"func Args"}
	seen := map[*plan.Client]bool{}
	for _, s := range p.Starts() {
		if !seen[s.Client] && s.Client.Instance().ArgsType != "" {
			d.fun(s.Client.Name + "Args")
		}
		seen[s.Client] = true
	}
	return d
}

func faults(p *plan.Package) declarations {
	d := declarations{"func processes", "func TestCrashes"}
	f := p.Faults()
	if len(f.Boundaries) > 0 {
		d.fun("TestBoundaries")
	}
	if len(f.Starts) > 0 {
		d.fun("startInstances", "inInstances")
	}
	return d
}

func fixtures(p *plan.Package) declarations {
	d := declarations{"type Fixture", "func (*Fixture) System", "func Start", "func StartWith"}
	for _, s := range p.Services {
		d.fun("Replace" + s.Name)
		d.typ("Fake" + s.Name)
		d.value("var", "_")
		d.handlers("*Fake"+s.Name, s)
	}
	return d
}

func skeleton(s *plan.Service) declarations {
	var d declarations
	d.typ(s.User)
	d.fun(s.New)
	d.handlers("*"+s.User, s)
	return d
}

func (d *declarations) handlers(receiver string, s *plan.Service) {
	for _, m := range s.Handles {
		d.method(receiver, m.Name)
	}
}
