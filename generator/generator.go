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
	// Accepted, unless nil, is called when the schema is found to have no errors,
	// before its files are made: that takes more memory than to check it.
	Accepted func()
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
	doc, diags := schema.Parse(name, src)
	result, diags := planned(doc, diags, o)
	if result != nil {
		if o.Accepted != nil {
			o.Accepted()
		}
		result.Files = files(result.plan)
	}
	return result, diags
}

// Plan is Generate without the files, of a document that was parsed without an
// error, for those who only ask what the user's files must have: it takes a
// tenth of the time.
func Plan(doc *schema.Document, o Options) (*Result, schema.Diagnostics) {
	return planned(doc, nil, o)
}

// Check reports what Generate would report of the schema src, and makes no
// files.
func Check(name string, src []byte) schema.Diagnostics {
	doc, diags := schema.Parse(name, src)
	_, diags = planned(doc, diags, Options{})
	return diags
}

// planned takes a document as far as it can be a mistake of the user's. Diags
// are what was found in it so far.
func planned(doc *schema.Document, diags schema.Diagnostics, o Options) (*Result, schema.Diagnostics) {
	if o.RuntimePath == "" {
		o.RuntimePath = DefaultRuntimePath()
	}
	app, found := schema.Resolve(doc)
	diags = append(diags, found...)
	if !diags.HasErrors() {
		diags = append(diags, analysis.Check(app)...)
	}
	var p *plan.Package
	if !diags.HasErrors() {
		p, found = plan.Build(app, plan.Options{ImportPath: o.ImportPath, RuntimePath: o.RuntimePath})
		diags = append(diags, found...)
	}
	diags.Sort()
	if diags.HasErrors() {
		return nil, diags
	}
	return &Result{App: app, plan: p}, diags
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
