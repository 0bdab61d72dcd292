package scaffold

import (
	"fmt"
	"go/token"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
)

// ModulePath is the module path for a folder of that name when none is given:
// the name itself, or one below example.com if it would hide a package of the
// standard library.
func ModulePath(folder string) (string, error) {
	if err := gomod.CheckPath(folder); err != nil {
		return "", fmt.Errorf("%w; name the module with --module", err)
	}
	module := folder
	if reserved(folder) {
		module = "example.com/" + folder
	}
	if err := CheckModule(module); err != nil {
		return "", fmt.Errorf("%w; name the module with --module", err)
	}
	return module, nil
}

// CheckModule returns an error if a module of that path could not be built, or
// could not import the standard library.
func CheckModule(module string) error {
	if err := gomod.CheckPath(module); err != nil {
		return err
	}
	first, _, _ := strings.Cut(module, "/")
	switch {
	case slices.Contains(strings.Split(module, "/"), "vendor"):
		return fmt.Errorf("%q cannot be the path of a module: the go command keeps vendor for copies of other modules", module)
	case reserved(first):
		return fmt.Errorf("%q cannot be the path of a module: the go command keeps %s for itself; take example.com/%s, say", module, first, module)
	}
	return nil
}

// reserved reports whether the go command means something of its own by the
// first element of a path.
func reserved(first string) bool {
	return slices.Contains(standard(), first) || slices.Contains([]string{"main", "all", "std", "tool", "work", "toolchain", "C"}, first)
}

// version is the last element of a module path that is no name: v2.
var version = regexp.MustCompile(`^v[0-9]+$`)

// PackageName makes a package name of an import path, as one would by hand:
// example.com/my-shop/v2 is myshop. A word that cannot name a package, or
// that the generated main.go needs itself, gets "app" behind it.
func PackageName(importPath string) string {
	base := path.Base(importPath)
	if version.MatchString(base) && path.Dir(importPath) != "." {
		base = path.Base(path.Dir(importPath))
	}
	name := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(base))
	name = strings.TrimLeft(name, "0123456789")
	if name == "" || token.IsKeyword(name) || types.Universe.Lookup(name) != nil || slices.Contains([]string{"main", "os", "otp", "init", "a", "ctx", "reply"}, name) {
		return name + "app"
	}
	return name
}

// standard is the first elements of the import paths of the standard library.
func standard() []string {
	return []string{
		"archive", "bufio", "builtin", "bytes", "cmd", "cmp", "compress", "container", "context", "crypto", "database",
		"debug", "embed", "encoding", "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image", "index",
		"internal", "io", "iter", "log", "maps", "math", "mime", "net", "os", "path", "plugin", "reflect", "regexp",
		"runtime", "slices", "sort", "strconv", "strings", "structs", "sync", "syscall", "testing", "text", "time",
		"unicode", "unique", "unsafe", "vendor", "weak",
	}
}
