package conform

import (
	"fmt"
	"go/ast"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// declaration is where the package declares a name, nil if none of the user's
// files does.
func (s *Source) declaration(name string) *ast.Ident {
	for _, f := range s.files {
		for _, d := range f.syntax.Decls {
			for _, ident := range declared(d) {
				if ident.Name == name {
					return ident
				}
			}
		}
	}
	return nil
}

// lacksMaker reports whether the type of h is declared, but nothing that makes
// one. While a file does not parse that cannot be told.
func (s *Source) lacksMaker(h generator.Handler) bool {
	t := s.types[h.Receiver]
	return t != nil && t.spec != nil && !s.anyBroken() && s.declaration(h.New) == nil && !s.foreign[h.New]
}

func (s *Source) unmade(h generator.Handler, t *userType, imports *missingImports) schema.Diagnostic {
	return schema.Diagnostic{
		Code: CodeHalf, Severity: schema.Warning, File: t.file, Range: s.rangeOf(t.spec.Name),
		Message: fmt.Sprintf("%s has a type %s, but no function %s that makes one", h.Service, h.Receiver, h.New),
		Label:   "made by nobody",
		Help:    imports.paste(t.file, nil, h.Maker),
	}
}

// lacksType reports whether the function that makes h is there, but not the
// type that it makes. It may make one of another name.
func (s *Source) lacksType(h generator.Handler) bool {
	if s.anyBroken() || s.declaration(h.Receiver) != nil || s.foreign[h.Receiver] {
		return false
	}
	if t := s.types[h.Receiver]; t != nil && len(t.methods) > 0 {
		return true
	}
	maker := s.function(h.New)
	return maker != nil && makes(maker, h.Receiver)
}

// makes reports whether a function has x{} or new(x) in it, of a type x that
// it does not declare itself.
func makes(f *ast.FuncDecl, typeName string) bool {
	found, own := false, false
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			found = found || n.Type != nil && baseName(n.Type) == typeName
		case *ast.CallExpr:
			if fn, ok := n.Fun.(*ast.Ident); ok && fn.Name == "new" && len(n.Args) == 1 {
				found = found || baseName(n.Args[0]) == typeName
			}
		case *ast.TypeSpec:
			own = own || n.Name.Name == typeName
		}
		return true
	})
	return found && !own
}

func (s *Source) untyped(h generator.Handler) schema.Diagnostic {
	d := schema.Diagnostic{
		Code: CodeHalf, Severity: schema.Warning, File: h.File,
		Message: fmt.Sprintf("%s has no type %s, though the rest of its handler is there", h.Service, h.Receiver),
		Label:   "of a type that is declared nowhere",
		Help:    fmt.Sprintf("declare it beside its methods: type %s struct{}", h.Receiver),
	}
	at := s.declaration(h.New)
	if at == nil {
		at = s.firstMethod(h)
	}
	if at != nil {
		d.File, d.Range = s.fileOf(at), s.rangeOf(at)
	}
	return d
}

// firstMethod is the name of the first method of h that the user has.
func (s *Source) firstMethod(h generator.Handler) *ast.Ident {
	for _, m := range h.Methods {
		if t := s.types[h.Receiver]; t != nil && t.methods[m.Name] != nil {
			return t.methods[m.Name].Name
		}
	}
	return nil
}

// Taken returns an error for each name that the file of a handler that is to
// be written would declare a second time, or that a new service would take
// over from a type of the user's that has nothing to do with it.
func (s *Source) Taken(fresh []generator.Handler) schema.Diagnostics {
	var diags schema.Diagnostics
	for _, h := range fresh {
		for _, name := range []string{h.Receiver, h.New} {
			at := s.declaration(name)
			if at == nil {
				continue
			}
			diags = append(diags, schema.Diagnostic{
				Code: CodeTaken, Severity: schema.Error, File: s.fileOf(at), Range: s.rangeOf(at),
				Message: fmt.Sprintf("the handler of %s is called %s, but that name is taken", h.Service, name),
				Label:   "declared here",
				Help:    fmt.Sprintf("choose another name for the service, or rename this one; if it is the handler, keep it in %s", h.File),
			})
		}
	}
	return diags
}
