package render

import (
	"strconv"
	"strings"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// testPackage is the package of fixtures, and its folder: foundationtest.
func testPackage(p *plan.Package) string { return p.Name + "test" }

func testPackagePath(p *plan.Package) string { return p.ImportPath + "/" + testPackage(p) }

// fixtures is the data of test/fixtures_gen.go.tmpl.
type fixtures struct {
	Header                   []string
	Package, Imports, Tested string
	Fakes                    []fake
}

// fake is a service made of functions.
type fake struct {
	Name                string
	Handler             string // qualified
	Service             string // quoted
	ReplaceDoc, FakeDoc []string
	Methods             []fakeMethod
}

type fakeMethod struct {
	Name, Field string
	Signature   string // parameters and results
	Zero        []string
	Return      string // "return " if there are results
	Arguments   string
}

// fixturesFile is what tests start the tree with, and fakes for its services.
func fixturesFile(p *plan.Package) []byte {
	file := outside(p).add("context", "testing", p.RuntimePath+"/otptest")
	file.name(p.RuntimePath)
	data := fixtures{Header: headerLines(p), Package: testPackage(p), Tested: file.name(plan.Local)}
	for _, s := range p.Services {
		data.Fakes = append(data.Fakes, fakeOf(p, s, file))
	}
	data.Imports = file.clause()
	return fill("test/fixtures_gen.go.tmpl", data)
}

func fakeOf(p *plan.Package, s *plan.Service, file *imports) fake {
	absent := "answers zero values"
	if s.Kind == schema.Run {
		absent = "runs until it is stopped"
	}
	f := fake{
		Name: s.Name, Handler: file.name(plan.Local) + "." + s.Handler, Service: strconv.Quote(s.Schema),
		ReplaceDoc: commentLines("Replace" + s.Name + " puts h in the place of every " + s.Name +
			" of the tree: each of their incarnations gets this very h."),
		FakeDoc: commentLines("Fake" + s.Name + " is " + withArticle(s.Name) + " made of functions; one that is nil " + absent +
			". Set them before the tree starts: the processes call them, several at once where several run."),
	}
	for _, m := range s.Handles {
		f.Methods = append(f.Methods, fakeMethodOf(p, m, file))
	}
	return f
}

func fakeMethodOf(p *plan.Package, m *plan.Method, file *imports) fakeMethod {
	outer := *m
	outer.Params = nil
	var names []string
	for _, param := range m.Params {
		param.Name = file.param(param.Name)
		outer.Params = append(outer.Params, param)
		names = append(names, param.Name)
	}
	f := fakeMethod{
		Name: m.Name, Field: m.Name + "Func",
		Signature: strings.TrimPrefix(outer.Signature(file.name), m.Name),
		Zero:      stubBody(p, &outer, file.name), Arguments: strings.Join(names, ", "),
	}
	if len(m.Results) > 0 {
		f.Return = "return "
	} else {
		f.Zero = append(f.Zero, "return")
	}
	return f
}
