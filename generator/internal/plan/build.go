package plan

import (
	"go/token"
	"path"
	"strconv"

	"github.com/otpgen/otpgen/schema"
)

// Options is what the plan needs to know beside the schema.
type Options struct {
	ImportPath  string // of the generated package
	RuntimePath string // of package otp
}

// Build plans the package of a resolved application that obeys the rules. The
// package is nil if the diagnostics have errors.
func Build(app *schema.Application, opts Options) (*Package, schema.Diagnostics) {
	b := &builder{
		app: app, opts: opts,
		messages:    map[*schema.Message]*Message{},
		copied:      map[*schema.Message]bool{},
		errors:      map[*schema.ErrorType]*Error{},
		externals:   map[*schema.External]*External{},
		services:    map[*schema.Service]*Service{},
		calls:       map[*schema.Call]*Call{},
		casts:       map[*schema.Cast]*Cast{},
		supervisors: map[*schema.Supervisor]*Supervisor{},
		clients:     map[*schema.Child]*Client{},
		fields:      map[*schema.Field]*Field{},
		files:       map[string]origin{},
	}
	b.planImports()
	b.gatherNames()
	b.checkSize()
	if !b.diags.HasErrors() {
		b.planMessages()
		b.planErrors()
		b.planServices()
		b.planSupervisors()
	}
	b.diags.Sort()
	if b.diags.HasErrors() {
		return nil, b.diags
	}
	return b.finish(), b.diags
}

// builder holds the plan while it is made. Its maps lead from the schema to
// the plan.
type builder struct {
	app   *schema.Application
	opts  Options
	diags schema.Diagnostics

	imports []Import
	scope   *scope // of the package
	files   map[string]origin
	helpers CopyHelpers

	messages    map[*schema.Message]*Message
	copied      map[*schema.Message]bool
	errors      map[*schema.ErrorType]*Error
	externals   map[*schema.External]*External
	services    map[*schema.Service]*Service
	calls       map[*schema.Call]*Call
	casts       map[*schema.Cast]*Cast
	supervisors map[*schema.Supervisor]*Supervisor
	clients     map[*schema.Child]*Client
	fields      map[*schema.Field]*Field
}

func (b *builder) report(d schema.Diagnostic) {
	d.Severity, d.File = schema.Error, b.app.File
	b.diags = append(b.diags, d)
}

// goName is the Go name of a thing: its go_name if it has one, else what its
// name becomes. A go_name that Go would not take as an exported name is
// reported and has no effect.
func (b *builder) goName(override, otherwise string, at schema.Range) string {
	if override == "" {
		return otherwise
	}
	if token.IsIdentifier(override) && token.IsExported(override) {
		return override
	}
	b.report(schema.Diagnostic{
		Code: codeInvalidName, Range: at,
		Message: "go_name " + strconv.Quote(override) + " is no exported Go identifier",
		Help:    "write letters and digits, beginning with a capital letter",
	})
	return otherwise
}

// finish assembles the package from what was planned.
func (b *builder) finish() *Package {
	p := &Package{
		Name: b.app.Package, Doc: b.app.Doc, Source: path.Base(b.app.File),
		ImportPath: b.opts.ImportPath, RuntimePath: b.opts.RuntimePath,
		Imports: b.imports, CopyHelpers: b.helpers, App: b.app,
	}
	for _, m := range b.app.Messages {
		p.Messages = append(p.Messages, b.messages[m])
	}
	for _, e := range b.app.Errors {
		p.Errors = append(p.Errors, b.errors[e])
	}
	for _, s := range b.app.Services {
		p.Services = append(p.Services, b.services[s])
	}
	for _, s := range b.app.Supervisors {
		p.Supervisors = append(p.Supervisors, b.supervisors[s])
		for _, c := range s.Children {
			if client := b.clients[c]; client != nil {
				p.Clients = append(p.Clients, client)
			}
		}
	}
	p.Tree, p.standing = b.planTree(), b.standing()
	return p
}
