package scaffold

import (
	"bytes"
	"fmt"
	goversion "go/version"
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
	fmt.Fprintf(&b, "module %s\n\ngo %s\n", module, t.Go)
	t.write(&b)
	return []byte(b.String())
}

// AddTool is the go.mod in content, which says what mod holds, with t added at
// its end. It is not ok if that alone would not do: the go version is too low,
// or a module that otpgen is built from has another version there.
func AddTool(content []byte, mod *gomod.File, t Tool) (longer []byte, ok bool) {
	if goversion.Compare("go"+mod.Go, "go"+t.Go) < 0 {
		return nil, false
	}
	missing := t
	missing.Requires = nil
	for _, r := range t.Requires {
		i := slices.IndexFunc(mod.Requires, func(have gomod.Require) bool { return have.Path == r.Path })
		switch {
		case i < 0:
			missing.Requires = append(missing.Requires, r)
		case mod.Requires[i] != r:
			return nil, false
		}
	}
	var b strings.Builder
	b.Write(content)
	if !bytes.HasSuffix(content, []byte("\n")) {
		b.WriteString("\n")
	}
	longer = []byte(b.String())
	var added strings.Builder
	missing.write(&added)
	lines := added.String()
	if bytes.Contains(content, []byte("\r\n")) {
		lines = strings.ReplaceAll(lines, "\n", "\r\n")
	}
	longer = append(longer, lines...)
	again, err := gomod.Parse(longer)
	if err != nil || again.Module != mod.Module || len(again.Requires) != len(mod.Requires)+1+len(missing.Requires) {
		return nil, false // an odd go.mod, such as one that ends within a block
	}
	return longer, true
}

// AddLines is have with those lines of more that it lacks: a longer go.sum.
func AddLines(have, more []byte) []byte {
	lines := map[string]bool{}
	for line := range bytes.Lines(have) {
		lines[strings.TrimSpace(string(line))] = true
	}
	out := bytes.Clone(have)
	if len(out) > 0 && !bytes.HasSuffix(out, []byte("\n")) {
		out = append(out, '\n')
	}
	for line := range bytes.Lines(more) {
		if !lines[strings.TrimSpace(string(line))] {
			out = append(out, line...)
		}
	}
	return out
}

// write writes the directives that make t a tool.
func (t Tool) write(b *strings.Builder) {
	fmt.Fprintf(b, "\ntool %s/cmd/otpgen\n\nrequire %s %s\n", t.Module, t.Module, t.Version)
	if len(t.Requires) > 0 {
		b.WriteString("\nrequire (\n")
		for _, r := range t.Requires {
			fmt.Fprintf(b, "\t%s %s // indirect\n", r.Path, r.Version)
		}
		b.WriteString(")\n")
	}
	if t.Replace != "" {
		fmt.Fprintf(b, "\nreplace %s => %s\n", t.Module, quoted(t.Replace))
	}
}

// quoted is a path as go.mod takes it.
func quoted(p string) string {
	if strings.ContainsFunc(p, func(r rune) bool { return r <= ' ' || strings.ContainsRune("\"'`()[]{},;", r) }) || strings.Contains(p, "//") {
		return fmt.Sprintf("%q", p)
	}
	return p
}
