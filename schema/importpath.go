package schema

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// importPath is the path of a Go package.
type importPath struct{}

const (
	importPattern = `^[A-Za-z0-9_.~-]+(/[A-Za-z0-9_.~-]+)*$`
	longestImport = 255 // bytes: each element is the name of a folder
)

var importForm = regexp.MustCompile(importPattern)

func (importPath) accepts() string { return "a Go import path" }

func (importPath) empty() bool { return false }

func (i importPath) read(r *reader, at Range, n *yaml.Node) (String, bool) {
	s, ok := text{i.accepts()}.read(r, at, n)
	if !ok {
		return s, false
	}
	if !isImportPath(s.Value) {
		r.error(codeImportPath, s.Range, "%s is not an import path", quote(s.Value)).
			help("write it as in a Go import, such as github.com/shopspring/decimal")
		return String{}, false
	}
	if why := refusedImport(s.Value); why != "" {
		r.error(codeImportPath, s.Range, "%s cannot be imported: %s", quote(s.Value), why).
			help("declare the type in types:, and write it in Go")
		return String{}, false
	}
	return s, true
}

// isImportPath reports whether the go command would take p, apart from what it
// finds there.
func isImportPath(p string) bool {
	if len(p) > longestImport || !importForm.MatchString(p) || strings.HasPrefix(p, "-") {
		return false
	}
	return !slices.ContainsFunc(strings.Split(p, "/"), func(element string) bool {
		return strings.HasPrefix(element, ".") || strings.HasSuffix(element, ".")
	})
}

// refusedImport says why a package has no place in generated code, "" if it
// has: a schema must not be the way by which cgo, unsafe memory or foreign
// code come into a program.
func refusedImport(p string) string {
	switch first, _, _ := strings.Cut(p, "/"); {
	case p == "C" || p == "runtime/cgo":
		return "it is the gate to cgo"
	case p == "unsafe":
		return "it is the gate to memory that Go does not check"
	case p == "plugin":
		return "it loads code while the program runs"
	case p == "main":
		return "it is a program"
	case first == "cmd" || first == "internal" || slices.Contains(strings.Split(p, "/"), "vendor"):
		return "it is internal to others"
	}
	return ""
}
