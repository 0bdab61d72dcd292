package render

import (
	"strings"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// serviceTest is the data of user/service_test.go.tmpl.
type serviceTest struct {
	Package, Name, Fixture string
	Imports                string
	Find                   []string // statements that lead to the process
	Process                string   // the expression that is its client
	Message                string   // the call without its receiver; "" for none
	MessageName            string
	Ignored                string // the results before the error: "_, "
	Takes, AfterCrash      string // names of the subtests
	Returns                bool
}

// serviceTestFile is the first test of a service, on the running tree.
func serviceTestFile(p *plan.Package, s *plan.Service) []byte {
	t := p.Trial(s)
	file := outside(p).add("testing", testPackagePath(p))
	data := serviceTest{Package: p.Name, Name: s.Name, Fixture: testPackage(p), Returns: t.Returns}
	data.Find, data.Process = findProcess(p, t, file)
	switch {
	case t.Call != nil:
		data.MessageName, data.Takes = t.Call.Name, "answers "+t.Call.Name
		data.Message = message(p, t.Call.Name, t.Call.Args, file)
		if t.Call.Reply != nil {
			data.Ignored = "_, "
		}
	case t.Cast != nil:
		data.MessageName, data.Takes = t.Cast.Name, "takes "+t.Cast.Name
		data.Message = message(p, t.Cast.Name, t.Cast.Args, file)
	}
	data.AfterCrash = "stays down after a crash"
	if t.Returns {
		data.AfterCrash = "survives a crash"
	}
	data.Imports = file.clause()
	return fill("user/service_test.go.tmpl", data)
}

// findProcess writes how a test gets hold of the process: nothing but
// f.Counter() if the tree has an accessor for it.
func findProcess(p *plan.Package, t *plan.Trial, file *imports) (statements []string, process string) {
	args := func(name string) string { return testPackage(p) + "." + name }
	starts := startsOf(p, t.Starts, file, args)
	for _, s := range starts {
		statements = append(statements,
			s.Variable+", err := "+s.Start,
			"if err != nil {", "\tt.Fatal(err)", "}")
	}
	switch {
	case t.Accessor != nil && len(starts) > 0:
		return statements, starts[len(starts)-1].Variable + "." + t.Accessor.Name + "()"
	case t.Accessor != nil:
		return nil, "f." + t.Accessor.Name + "()"
	}
	return append(statements, "process := "+atPath(t.Service.At, t.Path, starts, file)), "process"
}

// message writes a message with zero arguments: Add(t.Context(), 0).
func message(p *plan.Package, name string, args []*plan.Field, file *imports) string {
	parts := []string{"t.Context()"}
	for _, a := range args {
		parts = append(parts, zero(p, a.Type, file.name))
	}
	return name + "(" + strings.Join(parts, ", ") + ")"
}
