package schema

import (
	"cmp"
	"go/ast"
	"slices"
)

// Resolve looks up every name of a Document, fills in every default and checks
// every type and argument. It reports all that is wrong at once. The
// Application is nil if there was an error, here or in Parse; of a Document
// that Parse could not read completely, Resolve reports only what does not
// depend on the missing parts. A nil Document has nothing to report.
func Resolve(doc *Document) (*Application, Diagnostics) {
	if doc == nil {
		return nil, nil
	}
	r := newResolver(doc)
	r.declare() // all names first: anything may refer to anything
	r.resolveMessages()
	r.resolveErrors()
	r.resolveExternals()
	r.resolveServices()
	r.resolveSupervisors()
	r.resolveUses()
	r.checkTypes()
	r.resolveTree()
	r.resolveBoundaries()
	if !doc.Broken && !r.failed() {
		r.checkUnused()
	}
	found := r.diagnostics()
	if doc.Broken || found.HasErrors() {
		return nil, found
	}
	return r.app, found
}

// resolver is one run of Resolve.
type resolver struct {
	report
	doc *Document
	app *Application

	messages    map[string]*Message
	types       map[string]*UserType
	imports     map[string]*Import
	errors      map[string]*ErrorType
	externals   map[string]*External
	strategies  map[string]*strategy
	services    map[string]*Service
	supervisors map[string]*Supervisor
	placements  map[string][]*Child // children by the name they are found by
	nameless    bool                // a placement's name could not be read

	serviceEntries    map[*Service]*ServiceEntry
	supervisorEntries map[*Supervisor]*SupervisorEntry

	typeNames    map[string]declared // what a type expression may name
	processNames map[string]declared // what children and uses may name

	standard map[string][]string          // paths of the standard library by the name of the package
	parsed   map[string]ast.Expr          // type expressions by their text
	called   map[*Service]*calledBy       // by what names children place a service
	sendable map[*Service]map[string]bool // names of calls and casts

	stdTypes map[string]map[string]standardType // of the packages of the standard library asked for

	parts    int                   // of all type expressions
	used     map[any]bool          // what something refers to
	homonyms map[*Field]ValueEntry // text that is written like the argument around it
	defining *Message              // whose reference to itself is no use
	crossing []crossing            // values that pass between processes
	keys     []keyType             // key types of maps
	written  []written             // fields that texts of errors show
}

// strategy is an entry of strategies:, with its defaults.
type strategy struct {
	name        String
	strategy    Strategy
	maxRestarts int
	maxSeconds  int
}

func newResolver(doc *Document) *resolver {
	return &resolver{
		report:            newReport(doc.File),
		doc:               doc,
		app:               &Application{File: doc.File, Range: doc.Range},
		messages:          map[string]*Message{},
		types:             map[string]*UserType{},
		imports:           map[string]*Import{},
		errors:            map[string]*ErrorType{},
		externals:         map[string]*External{},
		strategies:        map[string]*strategy{},
		services:          map[string]*Service{},
		supervisors:       map[string]*Supervisor{},
		placements:        map[string][]*Child{},
		serviceEntries:    map[*Service]*ServiceEntry{},
		supervisorEntries: map[*Supervisor]*SupervisorEntry{},
		typeNames:         map[string]declared{},
		processNames:      map[string]declared{},
		standard:          standardPackages(),
		parsed:            map[string]ast.Expr{},
		called:            map[*Service]*calledBy{},
		sendable:          map[*Service]map[string]bool{},
		stdTypes:          map[string]map[string]standardType{},
		used:              map[any]bool{},
		homonyms:          map[*Field]ValueEntry{},
	}
}

// byName orders entries whose order has no meaning.
func byName[T any](entries []Named[T]) []*Named[T] {
	sorted := make([]*Named[T], len(entries))
	for i := range entries {
		sorted[i] = &entries[i]
	}
	slices.SortFunc(sorted, func(a, b *Named[T]) int { return cmp.Compare(a.Name.Value, b.Name.Value) })
	return sorted
}

// or is the value of a scalar, or the default if it was not given.
func or[T any](s Scalar[T], otherwise T) T {
	if s.Given() {
		return s.Value
	}
	return otherwise
}
