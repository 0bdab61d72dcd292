package render

import "github.com/otpgen/otpgen/generator/internal/plan"

// Owner says who may change a file after it was written.
type Owner int

// The owners; the zero value is invalid.
const (
	_         Owner = iota
	Generated       // rewritten by every run
	User            // written once
)

// File is one file in memory.
type File struct {
	Path    string // slash, relative to the output folder
	Content []byte
	Owner   Owner
}

// output is one kind of file.
type output struct {
	owner Owner
	files func(p *plan.Package) []source
}

// source is one file of a kind: its path and the function that makes its
// bytes. A source that ends in .go is formatted by Files.
type source struct {
	path   string
	render func() []byte
}

// outputs is the table of everything that is generated.
func outputs() []output {
	return []output{
		{Generated, once("messages_gen.go", hasMessages, messagesFile)},
		{Generated, once("errors_gen.go", hasErrors, errorsFile)},
		{Generated, once("tree_gen.go", always, treeFile)},
		{Generated, perService(genPath, serviceFile)},
		{User, perService(userPath, skeletonFile)},
		{User, perService(testPath, serviceTestFile)},
		{Generated, testFile("fixtures_gen.go", fixturesFile)},
		{User, testFile("args.go", argsFile)},
		{Generated, testFile("faults_gen_test.go", faultsFile)},
		{Generated, once("OTP_SPEC.md", always, documentFile)},
	}
}

// Files renders every file of p, sorted by path. A mistake here is ours, so it
// panics with the numbered source around it.
func Files(p *plan.Package) []File {
	d := newDrafts()
	for _, kind := range outputs() {
		for _, s := range kind.files(p) {
			d.add(File{Path: s.path, Content: s.render(), Owner: kind.owner})
		}
	}
	return d.files()
}

// once is one file per package, if wanted.
func once(path string, wanted func(*plan.Package) bool, render func(*plan.Package) []byte) func(*plan.Package) []source {
	return func(p *plan.Package) []source {
		if !wanted(p) {
			return nil
		}
		return []source{{path, func() []byte { return render(p) }}}
	}
}

// perService is one file per service.
func perService(path func(*plan.Service) string, render func(*plan.Package, *plan.Service) []byte) func(*plan.Package) []source {
	return func(p *plan.Package) []source {
		var sources []source
		for _, s := range p.Services {
			sources = append(sources, source{path(s), func() []byte { return render(p, s) }})
		}
		return sources
	}
}

// testFile is one file in the folder of the test package.
func testFile(name string, render func(*plan.Package) []byte) func(*plan.Package) []source {
	return func(p *plan.Package) []source {
		return []source{{testPackage(p) + "/" + name, func() []byte { return render(p) }}}
	}
}

func always(*plan.Package) bool { return true }

func hasMessages(p *plan.Package) bool {
	return len(p.Messages) > 0 || p.CopyHelpers != plan.CopyHelpers{}
}

func hasErrors(p *plan.Package) bool { return len(p.Errors) > 0 }

func genPath(s *plan.Service) string  { return s.GenFile }
func userPath(s *plan.Service) string { return s.UserFile }
func testPath(s *plan.Service) string { return s.TestFile }
