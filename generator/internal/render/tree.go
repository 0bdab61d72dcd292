package render

import (
	"github.com/dave/jennifer/jen"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// treeFile is tree_gen.go: how the application is started, what can be found
// in it, and its supervisors.
func treeFile(p *plan.Package) []byte {
	g := newGoFile(p)
	g.packageDoc("Package "+p.Name+" is a supervised application; "+p.Tree.Root.Name+" is the root of its tree.", p.Doc)
	g.add(doc("This code needs a runtime that supports it. If the next line does not compile, bring "+
		p.RuntimePath+" and otpgen to the same version and generate again."),
		jen.Const().Id("_").Op("=").Add(g.otp(otpSupports)))
	g.start(p.Tree)
	g.treeType(p.Tree)
	for _, s := range p.Supervisors {
		g.supervisor(s)
	}
	for _, c := range p.Clients {
		g.childClient(c)
	}
	return g.bytes()
}

// start declares Args, Start and Main.
func (g *goFile) start(t *plan.Tree) {
	fields := append(g.plainFields(t.Args), g.externalFields(t.Externals)...)
	g.add(doc("Args is what the application is given: the arguments of "+t.Root.Name+", then what is not ours."),
		structType("Args", fields...))

	var args []jen.Code
	if t.Root.ArgsType != "" {
		args = append(args, id(t.Root.ArgsType).Add(fromArgs(fieldNames(t.Args))))
	}
	if t.Root.ExternalsType != "" {
		args = append(args, id(t.Root.ExternalsType).Add(fromArgs(externalNames(t.Externals))))
	}
	used := usedParam("a", len(args))
	g.add(doc("Start starts the tree and returns once all of it runs, or has been stopped again because something failed to start. ctx bounds the start only."),
		jen.Func().Id("Start").Params(g.context(), used.Id("Args"), jen.Id("opts").Op("...").Add(g.otp(otpOption))).
			Params(jen.Op("*").Id("Tree"), jen.Error()).Block(
			jen.List(jen.Id("sys"), jen.Err()).Op(":=").Add(g.otp(otpStartRoot)).Call(
				jen.Id("ctx"), id(t.Root.Spec).Call(args...), jen.Id("opts").Op("...")),
			jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
			jen.Return(jen.Op("&").Id("Tree").Values(jen.Id("sys").Op(":").Id("sys")), jen.Nil()),
		))
	g.add(doc("Main runs the tree until it ends or the program gets SIGINT or SIGTERM, then stops it in order within "+t.Grace.String()+". It returns the exit code of the program: 0 after an orderly stop, 1 if the start failed or the root gave up, 2 if the stop took too long."),
		jen.Func().Id("Main").Params(jen.Id("a").Id("Args")).Int().Block(
			jen.Return(g.otp(otpRun).Call(g.qual("context", "Background").Call(), g.duration(t.Grace),
				jen.Func().Params(g.context()).Params(jen.Op("*").Add(g.otp(otpSystem)), jen.Error()).Block(
					jen.List(jen.Id("t"), jen.Err()).Op(":=").Id("Start").Call(jen.Id("ctx"), jen.Id("a")),
					jen.If(jen.Err().Op("!=").Nil()).Block(jen.Return(jen.Nil(), jen.Err())),
					jen.Return(jen.Id("t").Dot("sys"), jen.Nil()),
				)))))
}

// fromArgs fills a struct with the fields of the same names of a.
func fromArgs(names []string) *jen.Statement {
	entries := make([]jen.Code, len(names))
	for i, n := range names {
		entries[i] = keyValue(n, sel(jen.Id("a"), n))
	}
	return inline(entries...)
}

func fieldNames(fields []*plan.Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

func externalNames(fields []*plan.External) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// treeType declares Tree and its accessors.
func (g *goFile) treeType(t *plan.Tree) {
	sys := func() *jen.Statement { return jen.Id("t").Dot("sys") }
	g.add(doc("Tree is a running application."), structType("Tree", jen.Id("sys").Op("*").Add(g.otp(otpSystem))))
	g.add(doc("System returns the system that the tree runs in."),
		method("t", "*Tree", "System").Params().Op("*").Add(g.otp(otpSystem)).Block(jen.Return(sys())))
	g.add(doc("Stop stops the tree in order, last started first, and waits. When ctx is done, what still runs is cut off, and the error says what that was."),
		method("t", "*Tree", "Stop").Params(g.context()).Error().Block(jen.Return(sys().Dot("Stop").Call(jen.Id("ctx")))))
	g.add(doc("Wait waits for the end of the root and returns its reason."),
		method("t", "*Tree", "Wait").Params().Add(g.otp(otpReason)).Block(jen.Return(sys().Dot("Wait").Call())))
	for _, a := range t.Accessors {
		var find *jen.Statement
		switch {
		case a.Lookup == "":
			find = sys().Dot("Root").Call()
		case t.Root.Scope:
			find = sys().Dot("Root").Call().Dot("In").Call(g.name(a.Lookup))
		default:
			find = sys().Dot("Lookup").Call(g.name(a.Lookup))
		}
		g.accessor("t", "*Tree", a, find)
	}
}

// accessor declares a method that finds one name.
func (g *goFile) accessor(recv, typ string, a *plan.Accessor, find jen.Code) {
	g.add(doc(a.Name+" finds "+a.Name+".", a.Doc),
		method(recv, typ, a.Name).Params().Add(g.typ(a.Type)).Block(jen.Return(g.clientAt(a.At, find))))
}
