package plan

import (
	"time"

	"github.com/otpgen/otpgen/schema"
)

// Package is one generated package.
type Package struct {
	Name        string // of the Go package
	Doc         string // of the application
	Source      string // base name of the schema, for the header of every file
	ImportPath  string // of the package itself, e.g. example.com/shop/shop
	RuntimePath string // of package otp
	Imports     []Import

	Messages    []*Message
	CopyHelpers CopyHelpers
	Errors      []*Error
	Services    []*Service
	Supervisors []*Supervisor // the root among them, sorted by name
	Clients     []*Client     // of dynamic supervisors and lending pools, sorted by name
	Tree        *Tree

	// App is what the schema says, for documents that speak of the tree and
	// not of Go.
	App *schema.Application

	standing *standing
}

// Import is a package that files of the generated package may import.
type Import struct {
	Path string
	Name string // by which the files call it
	// Alias is set when the name must be written in the import declaration,
	// because it is not the last element of the path.
	Alias bool
}

// Qualifier says how files of the generated package call others.
func (p *Package) Qualifier(path string) string {
	if path == Local {
		return ""
	}
	for _, i := range p.Imports {
		if i.Path == path {
			return i.Name
		}
	}
	panic("otpgen: internal: no import name for " + path)
}

// Tree is the application: how it is started, and what can be found in it.
type Tree struct {
	Root      *Supervisor
	Args      []*Field    // of the root: the first fields of Args
	Externals []*External // the fields that follow
	Accessors []*Accessor // methods of Tree: the root, then names in its scope
	Grace     time.Duration
}

// Field is a typed name: a field of a message, an error or an Args struct, a
// parameter of a call.
type Field struct {
	Name  string // exported Go name: CorrelationID
	Param string // Go parameter name: correlationID, typeArg
	JSON  string // name in the schema: correlation_id
	Doc   string
	Type  Type
	Copy  Copy // how it crosses a process boundary; nil: by assignment
	// NoJSON is set for functions and channels, which JSON leaves out.
	NoJSON bool
	// Decode is how encoding/json fills it when it holds a oneof; nil: as
	// usual.
	Decode *Decode
}

// External is a field of an Externals struct or of a Ctx.
type External struct {
	Name    string // Go name: EventFile
	Schema  string // name in the schema
	Doc     string
	Type    Type
	Timeout time.Duration // schema.Infinity when none is declared
}

// Accessor is a method that finds one name of a scope.
type Accessor struct {
	Name   string // of the method
	Doc    string
	Type   Type   // what it returns: Counter, otp.Tasks
	At     string // function that makes it from an address: CounterAt; "" for tasks, otp.TasksAt
	Lookup string // the name in its scope; "" for the root itself
}
