package generator

import (
	"github.com/otpgen/otpgen/generator/internal/plan"
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

// Struct is a generated struct that the user fills in, in another package.
type Struct struct {
	Name   string
	Fields []string
	Needed []string // those whose zero value is of no use: what is not ours
}

// Structs lists the arguments of the application, of services and of
// supervisors.
func (r *Result) Structs() []Struct {
	tree := Struct{Name: "Args", Fields: fieldNames(r.plan.Tree.Args)}
	for _, e := range r.plan.Tree.Externals {
		tree.Fields = append(tree.Fields, e.Name)
		tree.Needed = append(tree.Needed, e.Name)
	}
	list := []Struct{tree}
	for _, s := range r.plan.Services {
		if s.ArgsType != "" {
			list = append(list, Struct{Name: s.ArgsType, Fields: fieldNames(s.Args)})
		}
	}
	for _, s := range r.plan.Supervisors {
		if s.ArgsType != "" {
			list = append(list, Struct{Name: s.ArgsType, Fields: fieldNames(s.Args)})
		}
	}
	return list
}

func fieldNames(fields []*plan.Field) []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}

// ImportPath is that of the generated package.
func (r *Result) ImportPath() string { return r.plan.ImportPath }

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
