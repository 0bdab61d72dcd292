package conform

import (
	"cmp"
	"fmt"
	"go/ast"
	"io/fs"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// ReadCommands parses the user's files in the folders of cmd, which start the
// generated package.
func ReadCommands(disk fs.FS) (*Source, error) {
	all := newSource()
	commands, err := fs.Glob(disk, "cmd/*/*.go")
	if err != nil {
		return nil, err
	}
	for _, name := range commands {
		info, err := fs.Stat(disk, name)
		if err != nil || !info.Mode().IsRegular() || isGenerated(name) {
			continue
		}
		content, err := fs.ReadFile(disk, name)
		if err != nil {
			return nil, err
		}
		all.add(name, content, false)
	}
	return all, nil
}

// Literals returns a warning for each literal of a generated struct that names
// a field which is not generated any more, or leaves out one without which
// nothing can run. importPath is that of the generated package, pkg its name.
func (s *Source) Literals(structs []generator.Struct, importPath, pkg string) schema.Diagnostics {
	known := map[string]generator.Struct{}
	for _, st := range structs {
		known[st.Name] = st
	}
	var diags schema.Diagnostics
	for _, f := range s.files {
		qualifier := f.knows(importPath, pkg)
		if f.broken != nil || qualifier == "" {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok {
				if st, ok := known[selected(lit.Type, qualifier)]; ok {
					diags = append(diags, s.literal(&f, lit, st)...)
				}
			}
			return true
		})
	}
	return diags
}

// knows is the name under which a file imports a package, "" if it does not.
func (f *file) knows(importPath, pkg string) string {
	for _, spec := range f.syntax.Imports {
		if pathOf(spec) == importPath && spec.Name != nil {
			return spec.Name.Name
		} else if pathOf(spec) == importPath {
			return pkg
		}
	}
	return ""
}

// selected is X for qualifier.X, "" for anything else.
func selected(e ast.Expr, qualifier string) string {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if x, ok := sel.X.(*ast.Ident); !ok || x.Name != qualifier {
		return ""
	}
	return sel.Sel.Name
}

func (s *Source) literal(f *file, lit *ast.CompositeLit, st generator.Struct) schema.Diagnostics {
	var diags schema.Diagnostics
	given := map[string]bool{}
	for _, element := range lit.Elts {
		kv, ok := element.(*ast.KeyValueExpr)
		if !ok {
			return nil // without names, all or none
		}
		key, ok := kv.Key.(*ast.Ident)
		if !ok {
			return nil
		}
		given[key.Name] = true
		if !slices.Contains(st.Fields, key.Name) {
			diags = append(diags, schema.Diagnostic{
				Code: CodeLiteral, Severity: schema.Warning, File: f.name, Range: s.rangeOf(key),
				Message: fmt.Sprintf("%s has no field %s", st.Name, key.Name),
				Label:   "the schema declares no such argument",
				Help:    cmp.Or(listed("its fields are ", st.Fields), "it has no fields: delete it"),
			})
		}
	}
	var lacking []string
	for _, name := range st.Needed {
		if !given[name] && !f.selects(name) {
			lacking = append(lacking, name)
		}
	}
	if len(lacking) > 0 {
		diags = append(diags, schema.Diagnostic{
			Code: CodeLiteral, Severity: schema.Warning, File: f.name, Range: s.rangeOf(lit.Type),
			Message: listed(st.Name+" is not given ", lacking),
			Label:   "an external is nil unless it is handed in here",
			Help:    fmt.Sprintf("open it and hand it in: %s{%s: ...}", st.Name, lacking[0]),
		})
	}
	return diags
}

// selects reports whether a file mentions a field of anything by that name: it
// may be set there.
func (f *file) selects(field string) bool {
	found := false
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		found = found || ok && sel.Sel.Name == field
		return !found
	})
	return found
}

func listed(head string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return head + strings.Join(names, ", ")
}
