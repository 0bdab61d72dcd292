package generator

import (
	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/generator/internal/render"
	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// Options is what the generator must know beside the schema.
type Options struct {
	// ImportPath is that of the generated package, example.com/shop/shop: tests
	// and fixtures import it.
	ImportPath string
	// RuntimePath is the import path of package otp; "" is [DefaultRuntimePath].
	RuntimePath string
}

// Owner says who may change a file after it was written.
type Owner int

// The owners; the zero value is invalid.
const (
	_         Owner = iota
	Generated       // rewritten by every run
	User            // written once, then the user's
)

// File is one file of the application. Go is formatted, which only source that
// parses can be.
type File struct {
	Path    string // slash-separated, relative to the output folder
	Content []byte
	Owner   Owner
}

// Result is what a schema without errors becomes.
type Result struct {
	App   *schema.Application
	Files []File // sorted by path

	plan *plan.Package
}

// Generate makes the files of the schema src, which the diagnostics call name.
// The result is nil if the diagnostics have errors; all that one stage finds
// is reported at once, sorted by position.
func Generate(name string, src []byte, o Options) (*Result, schema.Diagnostics) {
	app, p, diags := planned(name, src, o)
	if diags.HasErrors() {
		return nil, diags
	}
	return &Result{App: app, Files: files(p), plan: p}, diags
}

// Check reports what Generate would report of the schema src, and makes no
// files.
func Check(name string, src []byte) schema.Diagnostics {
	_, _, diags := planned(name, src, Options{})
	return diags
}

// planned takes a schema as far as it can be a mistake of the user's.
func planned(name string, src []byte, o Options) (*schema.Application, *plan.Package, schema.Diagnostics) {
	if o.RuntimePath == "" {
		o.RuntimePath = DefaultRuntimePath()
	}
	app, diags := resolve(name, src)
	if diags.HasErrors() {
		return nil, nil, diags
	}
	p, found := plan.Build(app, plan.Options{ImportPath: o.ImportPath, RuntimePath: o.RuntimePath})
	diags = append(diags, found...)
	diags.Sort()
	return app, p, diags
}

// resolve reads the schema and holds it against the rules.
func resolve(name string, src []byte) (*schema.Application, schema.Diagnostics) {
	doc, diags := schema.Parse(name, src)
	app, found := schema.Resolve(doc)
	diags = append(diags, found...)
	if !diags.HasErrors() {
		diags = append(diags, analysis.Check(app)...)
	}
	diags.Sort()
	return app, diags
}

func files(p *plan.Package) []File {
	var list []File
	for _, f := range render.Files(p) {
		list = append(list, File{Path: f.Path, Content: f.Content, Owner: owner(f.Owner)})
	}
	return list
}

func owner(o render.Owner) Owner {
	switch o {
	case render.Generated:
		return Generated
	case render.User:
		return User
	}
	panic("otpgen: internal: invalid owner")
}
