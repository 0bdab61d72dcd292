package render

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// imports are the packages that a file made from a template refers to. They
// are noted while its text is made, so the list cannot differ from the use.
type imports struct {
	p *plan.Package
	// outside is set in the packages of tests, which import the generated
	// package.
	outside bool
	names   map[string]string // by path
}

// inside are the imports of a file of the generated package, outside those of
// a file of a test package.
func inside(p *plan.Package) *imports { return &imports{p: p, names: map[string]string{}} }
func outside(p *plan.Package) *imports {
	return &imports{p: p, outside: true, names: map[string]string{}}
}

// testPackages and testNames are what the templates of tests call something
// themselves: the packages that they import, and their own functions,
// parameters and variables. No other package may have such a name there.
func testPackages() []string {
	return []string{"context", "otp", "otptest", "slices", "strings", "testing"}
}

func testNames() []string {
	return []string{
		"c", "crash", "dead", "err", "f", "h", "inInstances", "instance", "opts", "path", "paths", "process", "processes",
		"r", "s", "start", "startInstances", "t", "tree",
	}
}

// name is how the file calls a package, "" for the package that it is in. It
// notes that the package is imported. It is a plan.Qualifier.
func (i *imports) name(path string) string {
	if !i.outside {
		if name := i.p.Qualifier(path); name != "" {
			i.names[path] = name
		}
		return i.p.Qualifier(path)
	}
	if path == plan.Local {
		return i.use(i.p.ImportPath, i.p.Name)
	}
	return i.use(path, i.p.Qualifier(path))
}

// use notes an import under a name of its own or, if the file needs that
// name, under one with pkg at its end: a package named testing is testingpkg.
func (i *imports) use(path, name string) string {
	if known, ok := i.names[path]; ok {
		return known
	}
	for path != i.p.RuntimePath && i.taken(name) {
		name += "pkg"
	}
	i.names[path] = name
	return name
}

func (i *imports) taken(name string) bool {
	return slices.Contains(testNames(), name) || i.isPackage(name)
}

// add notes a package that the template calls by the last element of its path.
func (i *imports) add(paths ...string) *imports {
	for _, p := range paths {
		i.names[p] = path.Base(p)
	}
	return i
}

// isPackage reports whether the file calls a package so, or may come to.
func (i *imports) isPackage(name string) bool {
	if slices.Contains(testPackages(), name) {
		return true
	}
	for _, n := range i.names {
		if n == name {
			return true
		}
	}
	return false
}

// param is how a method outside calls a parameter: by a name that hides no
// package.
func (i *imports) param(name string) string {
	i.name(plan.Local)
	for i.isPackage(name) || slices.ContainsFunc(i.p.Imports, func(x plan.Import) bool { return x.Name == name }) {
		name += "Arg"
	}
	return name
}

// clause is the import declaration, "" where nothing is imported.
func (i *imports) clause() string {
	switch lines := i.lines(); len(lines) {
	case 0:
		return ""
	case 1:
		return "import " + lines[0]
	default:
		return "import (\n" + strings.Join(lines, "\n") + "\n)"
	}
}

// Import is one import of a file.
type Import struct {
	Name string // as written, "" where the path tells it
	Path string
}

// list is what is imported, by path.
func (i *imports) list() []Import {
	var list []Import
	for _, p := range slices.Sorted(maps.Keys(i.names)) {
		name := i.names[p]
		if name == path.Base(p) && !i.mustBeNamed(p) {
			name = ""
		}
		list = append(list, Import{Name: name, Path: p})
	}
	return list
}

// mustBeNamed reports whether only the schema knows what a package is called.
func (i *imports) mustBeNamed(path string) bool {
	return slices.ContainsFunc(i.p.Imports, func(x plan.Import) bool { return x.Path == path && x.Alias })
}

// lines are the import specs: those of the standard library first.
func (i *imports) lines() []string {
	var standard, others []string
	for _, im := range i.list() {
		p, spec := im.Path, strings.TrimSpace(im.Name+" "+strconv.Quote(im.Path))
		if i.isStandard(p) {
			standard = append(standard, spec)
		} else {
			others = append(others, spec)
		}
	}
	if len(standard) > 0 && len(others) > 0 {
		standard = append(standard, "")
	}
	return append(standard, others...)
}

// isStandard reports whether a path is of the standard library; our own module
// may look like it.
func (i *imports) isStandard(path string) bool {
	return isStandard(strconv.Quote(path)) && !strings.HasPrefix(path, i.p.ImportPath)
}
