package conform

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// Functions returns a warning for each function that generated tests call and
// the package of tests lacks, ready to be pasted, and for each that once was
// such a function and is not needed any more. While a file does not parse it
// has nothing to say but that.
func (s *Source) Functions(wanted []generator.Function) schema.Diagnostics {
	diags := s.Handlers(nil) // files that do not parse
	if len(diags) > 0 {
		return diags
	}
	imports := missingImports{source: s}
	for _, w := range wanted {
		if s.function(w.Name) != nil {
			continue
		}
		diags = append(diags, schema.Diagnostic{
			Code: CodeFunction, Severity: schema.Warning, File: s.argsFile(w),
			Message: "the generated tests call " + w.Name + ", which is declared nowhere",
			Help:    imports.paste(s.argsFile(w), w.Imports, w.Source),
		})
	}
	needed := func(name string) bool {
		return slices.ContainsFunc(wanted, func(w generator.Function) bool { return w.Name == name })
	}
	for _, f := range s.unneeded(needed) {
		diags = append(diags, schema.Diagnostic{
			Code: CodeUnneeded, Severity: schema.Warning, File: s.fileOf(f), Range: s.rangeOf(f.Name),
			Message: "no generated test calls " + f.Name.Name + " any more",
			Label:   "was written for a dynamic child",
			Help:    "delete it; or, if it is of use to you, say so in another comment above it",
		})
	}
	return diags
}

// LacksArgs reports whether none of the functions is declared anywhere.
func (s *Source) LacksArgs(wanted []generator.Function) bool {
	return !s.anyBroken() && !s.HasArgs(wanted)
}

// HasArgs reports whether one of the functions is declared in a file, as far
// as it parses.
func (s *Source) HasArgs(wanted []generator.Function) bool {
	return slices.ContainsFunc(wanted, func(w generator.Function) bool { return s.function(w.Name) != nil })
}

// argsFile is where the user keeps the arguments of tests: where Args is, else
// where it was first written to.
func (s *Source) argsFile(w generator.Function) string {
	if f := s.function("Args"); f != nil {
		return s.fileOf(f)
	}
	return w.File
}

func (s *Source) function(name string) *ast.FuncDecl {
	for _, f := range s.files {
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == name {
				return fn
			}
		}
	}
	return nil
}

// unneeded are the functions with the comment of those that otpgen writes for
// generated tests, but that no generated test calls.
func (s *Source) unneeded(needed func(name string) bool) []*ast.FuncDecl {
	var found []*ast.FuncDecl
	for _, f := range s.files {
		for _, d := range f.syntax.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if ok && fn.Recv == nil && fn.Doc != nil && !needed(fn.Name.Name) && asWritten(fn) {
				found = append(found, fn)
			}
		}
	}
	return found
}

// asWritten recognises the comment of templates/user/args.go.tmpl.
func asWritten(fn *ast.FuncDecl) bool {
	doc := strings.Join(strings.Fields(fn.Doc.Text()), " ")
	of := strings.TrimSuffix(fn.Name.Name, "Args")
	return doc == fmt.Sprintf("%s are the arguments of the instance of %s that the generated tests start.", fn.Name.Name, of)
}

// Types returns a warning for each type of the schema's types: that is
// declared nowhere. The diagnostics are about the schema.
func (s *Source) Types(wanted []generator.Type, schemaName string) schema.Diagnostics {
	if s.anyBroken() {
		return nil
	}
	var diags schema.Diagnostics
	for _, w := range wanted {
		if t := s.types[w.Name]; t != nil && t.spec != nil || s.foreign[w.Name] {
			continue
		}
		diags = append(diags, schema.Diagnostic{
			Code: CodeType, Severity: schema.Warning, File: schemaName, Range: w.Range,
			Message: fmt.Sprintf("the type %s is yours, but no file of the package declares it", w.Name),
			Label:   "declared nowhere",
			Help:    "declare it in any file of the package:\n\n" + strings.TrimRight(w.Source, "\n"),
		})
	}
	return diags
}
