package conform

import (
	"cmp"
	"fmt"
	"go/ast"
	"maps"
	"slices"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// leftOver reports methods of a handler that look like handlers of messages,
// but of none that the schema has: they stay when a message is removed or has
// a new name, and nothing calls them any more. Only exported methods can have
// been handlers, and all of them have the Ctx of their service before all
// else; the user's own methods rarely look like that.
func (s *Source) leftOver(h generator.Handler, has map[string]*ast.FuncDecl) schema.Diagnostics {
	if len(h.Methods) == 0 {
		return nil
	}
	ctx := firstParameter(signature(h.Methods[0]))
	wanted := map[string]bool{}
	for _, m := range h.Methods {
		wanted[m.Name] = true
	}
	var diags schema.Diagnostics
	for _, decl := range handlersIn(has, wanted, ctx) {
		diags = append(diags, schema.Diagnostic{
			Code: CodeLeftOver, Severity: schema.Warning, File: s.fileOf(decl), Range: s.rangeOf(decl.Name),
			Message: fmt.Sprintf("%s has no message %s that this method of %s could handle", h.Service, decl.Name.Name, h.Receiver),
			Label:   "nothing calls it",
			Related: []schema.Related{{File: h.Schema, Range: h.Range, Label: "service " + h.Service + " is declared here"}},
			Help:    "delete it, or move its body to the method that took its place; if it is for your own use, give it a name in lower case",
		})
	}
	return diags
}

// handlersIn are the exported methods that are not wanted, but whose first
// parameter is a ctx, in the order of their names.
func handlersIn(has map[string]*ast.FuncDecl, wanted map[string]bool, ctx string) []*ast.FuncDecl {
	found := slices.DeleteFunc(slices.Collect(maps.Values(has)), func(decl *ast.FuncDecl) bool {
		return wanted[decl.Name.Name] || !decl.Name.IsExported() || firstParameter(decl.Type) != ctx
	})
	slices.SortFunc(found, func(a, b *ast.FuncDecl) int { return cmp.Compare(a.Name.Name, b.Name.Name) })
	return found
}

// firstParameter is the type of the first parameter, "" for none.
func firstParameter(f *ast.FuncType) string {
	if f.Params == nil || len(f.Params.List) == 0 {
		return ""
	}
	first := &ast.FieldList{List: []*ast.Field{{Type: f.Params.List[0].Type}}}
	return spellList(first)
}
