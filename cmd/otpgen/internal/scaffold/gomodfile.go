package scaffold

import (
	"fmt"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
)

// Tool is the otpgen that a fresh module uses.
type Tool struct {
	Module   string // of otpgen
	Version  string // v1.2.3
	Go       string // the go line
	Requires []gomod.Require
	Replace  string // folder of a checkout, "" for a release
}

// Checkout is the Tool for a module that uses the source in folder, whose
// go.mod is mod. The version is never looked up.
func Checkout(folder string, mod *gomod.File) Tool {
	t := Tool{Module: mod.Module, Version: "v0.0.0", Go: mod.Go, Replace: folder}
	for _, r := range mod.Requires {
		if slices.Contains(Linked(), r.Path) {
			t.Requires = append(t.Requires, r)
		}
	}
	return t
}

// Linked lists the modules that the command is built from, on any system: a
// module with the command as a tool must require them. Tests of otpgen itself
// need more.
func Linked() []string {
	return []string{
		"github.com/dave/jennifer",
		"github.com/inconshreveable/mousetrap",
		"github.com/rogpeppe/go-internal",
		"github.com/spf13/cobra",
		"github.com/spf13/pflag",
		"gopkg.in/yaml.v3",
	}
}

// GoMod is the go.mod of a fresh module.
func GoMod(module string, t Tool) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "module %s\n\ngo %s\n\ntool %s/cmd/otpgen\n\nrequire %s %s\n", module, t.Go, t.Module, t.Module, t.Version)
	if len(t.Requires) > 0 {
		b.WriteString("\nrequire (\n")
		for _, r := range t.Requires {
			fmt.Fprintf(&b, "\t%s %s // indirect\n", r.Path, r.Version)
		}
		b.WriteString(")\n")
	}
	if t.Replace != "" {
		fmt.Fprintf(&b, "\nreplace %s => %s\n", t.Module, quoted(t.Replace))
	}
	return []byte(b.String())
}

// quoted is a path as go.mod takes it.
func quoted(p string) string {
	if strings.ContainsFunc(p, func(r rune) bool { return r <= ' ' || strings.ContainsRune("\"'`()[]{},;", r) }) || strings.Contains(p, "//") {
		return fmt.Sprintf("%q", p)
	}
	return p
}
