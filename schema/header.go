package schema

import (
	"go/token"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// version is the language version, of which there is one.
type version struct{}

func (version) accepts() string { return "1, the language version" }

func (version) empty() bool { return false }

func (v version) read(r *reader, at Range, n *yaml.Node) (Int, bool) {
	if n.Kind != yaml.ScalarNode {
		r.wrongKind(at, n, v.accepts())
		return Int{}, false
	}
	s := r.scalar(n)
	if s.Value != "1" || isText(n) {
		r.error(codeVersion, s.Range, "unknown language version %s", quote(s.Value)).
			help("write otp: 1; a newer schema needs a newer otpgen")
		return Int{}, false
	}
	return Int{Value: 1, Range: s.Range}, true
}

// goPackage is a package name that other packages can import.
type goPackage struct{ nameRule }

func (g goPackage) read(r *reader, at Range, n *yaml.Node) (String, bool) {
	s, ok := g.nameRule.read(r, at, n)
	if ok && (token.IsKeyword(s.Value) || types.Universe.Lookup(s.Value) != nil || slices.Contains(unimportable(), s.Value)) {
		r.error(codeName, s.Range, "a generated package cannot be called %s", s.Value).
			help("choose a name that other packages can import")
		return String{}, false
	}
	return s, ok
}

// unimportable are names that a test or a program which imports the package
// needs for something else: a parameter, the context, an answer.
func unimportable() []string { return []string{"main", "a", "ctx", "reply"} }

// folder is a folder below that of the schema.
type folder struct{}

const folderPattern = `^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$`

var folderForm = regexp.MustCompile(folderPattern)

func (folder) accepts() string { return "a folder below the schema, with slashes" }

func (folder) empty() bool { return false }

func (f folder) read(r *reader, at Range, n *yaml.Node) (String, bool) {
	s, ok := text{f.accepts()}.read(r, at, n)
	if !ok {
		return s, false
	}
	clean := path.Clean(s.Value)
	if !folderForm.MatchString(s.Value) || clean == ".." || strings.HasPrefix(clean, "../") {
		r.error(codePath, s.Range, "%s is not a folder below the schema", quote(s.Value)).
			help("write a relative path with slashes, such as internal/shop")
		return String{}, false
	}
	s.Value = clean
	return s, true
}
