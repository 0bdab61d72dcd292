package generator

import (
	"github.com/otpgen/otpgen/generator/internal/render"
	"github.com/otpgen/otpgen/schema"
)

// Import is a package that source ready to be pasted refers to.
type Import struct {
	Name string // as written in the import, "" for none
	Path string
}

// Function is a function that the user's file of the test package must have,
// because generated tests call it.
type Function struct {
	Name    string // TenantsArgs
	File    string // that it was first written to, relative to the output folder
	Source  string // the whole function, ready to paste
	Imports []Import
}

// ArgsFile is the user's file with the arguments of tests, relative to the
// output folder; every tree has one.
func (r *Result) ArgsFile() string { return render.ArgsPath(r.plan) }

// Functions lists what generated tests call of the user's: Args first, then
// one for each dynamic child whose instances take arguments.
func (r *Result) Functions() []Function {
	var list []Function
	for _, f := range render.ArgsFunctions(r.plan) {
		list = append(list, Function{Name: f.Name, File: r.ArgsFile(), Source: f.Source, Imports: imports(f.Imports)})
	}
	return list
}

// Type is an entry of types: in the schema, which the user declares in any
// file of the package.
type Type struct {
	Name    string
	Package string       // that it belongs to
	Source  string       // the least declaration, ready to paste
	Range   schema.Range // in the schema
}

// Types lists the types that the user must declare, in the schema's order.
func (r *Result) Types() []Type {
	var list []Type
	for _, t := range r.App.Types {
		list = append(list, Type{Name: t.Name, Package: r.App.Package, Source: "type " + t.Name + " struct{}\n", Range: t.Range})
	}
	return list
}

func imports(list []render.Import) []Import {
	var out []Import
	for _, i := range list {
		out = append(out, Import(i))
	}
	return out
}
