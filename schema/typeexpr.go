package schema

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// typeReader turns one type expression into a Type. Go's parser reads it; what
// it makes of it passes an allow-list.
type typeReader struct {
	*resolver
	text  String
	level int // how many types are around
}

// typeOf resolves a type expression. It is nil if none was given, or if it
// was reported; everything that takes types takes nil for "unknown".
func (r *resolver) typeOf(text String) *Type {
	if !text.Given() {
		return nil
	}
	t := &typeReader{resolver: r, text: text}
	if len(text.Value) > maxTypeBytes {
		r.error(codeTypeForm, text.Range, "this type has more than %d characters", maxTypeBytes).
			help("give a part of it a name in messages: or types:")
		return nil
	}
	expr, err := t.parse()
	if err != nil {
		t.syntax(err)
		return nil
	}
	return t.convert(expr)
}

// parse reads the expression, once for every place that says the same.
func (t *typeReader) parse() (ast.Expr, error) {
	if known := t.parsed[t.text.Value]; known != nil {
		return known, nil
	}
	expr, err := parser.ParseExpr(t.text.Value)
	if err == nil {
		t.parsed[t.text.Value] = expr
	}
	return expr, err
}

func (t *typeReader) syntax(err error) {
	at, label := t.text.Range, ""
	if list := (scanner.ErrorList)(nil); errors.As(err, &list) && len(list) > 0 {
		label = strings.NewReplacer("'EOF'", "the end", "found newline", "found the end").Replace(list[0].Msg)
		if offset := list[0].Pos.Offset; offset < len(t.text.Value) && label != "" {
			at = within(t.text, offset, len(t.text.Value))
		}
	}
	t.error(codeTypeSyntax, at, "%s is not a Go type", quote(t.text.Value)).label("%s", label).
		help(`write a Go type, such as "map[string][]int"`)
}

// at is the place of a part of the expression.
func (t *typeReader) at(n ast.Node) Range {
	return within(t.text, int(n.Pos())-1, min(int(n.End())-1, len(t.text.Value)))
}

func (t *typeReader) source(n ast.Node) string {
	return t.text.Value[n.Pos()-1 : min(int(n.End())-1, len(t.text.Value))]
}

func (t *typeReader) convert(e ast.Expr) *Type {
	if t.level == maxTypeLevels {
		t.error(codeTypeLevels, t.at(e), "this type has more than %d levels", maxTypeLevels).
			help("give a part of it a name in messages: or types:")
		return nil
	}
	if t.parts++; t.parts > maxTypes {
		if t.parts == maxTypes+1 {
			t.error(codeTooMany, t.at(e), "the types of this schema have more than %d parts", maxTypes).
				help("give types that are written often a name in messages:")
		}
		return nil
	}
	t.level++
	defer func() { t.level-- }()
	switch e := e.(type) {
	case *ast.Ident:
		return t.named(e)
	case *ast.SelectorExpr:
		return t.byValue(e)
	case *ast.StarExpr:
		return t.around(e, &Type{Kind: Pointer, Elem: t.pointedAt(e.X)})
	case *ast.ArrayType:
		return t.array(e)
	case *ast.MapType:
		return t.mapped(e)
	case *ast.ChanType:
		return t.around(e, &Type{Kind: ChanType, Elem: t.convert(e.Value), Dir: direction(e.Dir)})
	case *ast.FuncType:
		return t.function(e)
	case *ast.StructType:
		if e.Fields.NumFields() == 0 {
			return &Type{Kind: EmptyStruct, Source: t.source(e)}
		}
		return t.refuse(e, "a struct type has no name here", "declare it in messages: with its fields")
	case *ast.InterfaceType:
		if e.Methods.NumFields() == 0 {
			return &Type{Kind: Basic, Name: "any", Source: t.source(e)}
		}
		return t.refuse(e, "an interface type has no name here", "declare it in types: and write it in Go")
	case *ast.ParenExpr:
		return t.convert(e.X)
	case *ast.IndexExpr, *ast.IndexListExpr:
		return t.refuse(e, "a schema has no generic types", "declare a type of your own in types:, and write it in Go")
	}
	t.error(codeTypeSyntax, t.at(e), "%s is not a Go type", quote(t.source(e))).
		help(`write a Go type, such as "map[string][]int"`)
	return nil
}

// byValue resolves package.Name where values of it are copied.
func (t *typeReader) byValue(e *ast.SelectorExpr) *Type {
	typ := t.imported(e)
	if why := mustNotBeCopied(typ); why != "" {
		t.error(codeNoCopy, t.at(e), "%s must not be copied", quote(typ.Source)).
			label("%s, and values of fields, arguments and replies are copied", why).
			help("keep it in the state of the service, or write {type: %q, shared: true}", "*"+typ.Source)
		return nil
	}
	return typ
}

// pointedAt resolves what a pointer leads to, which need not be copied.
func (t *typeReader) pointedAt(e ast.Expr) *Type {
	if s, ok := ast.Unparen(e).(*ast.SelectorExpr); ok {
		return t.imported(s)
	}
	return t.convert(e)
}

func (t *typeReader) refuse(e ast.Expr, why, help string) *Type {
	t.error(codeTypeForm, t.at(e), "%s", why).help("%s", help)
	return nil
}

// around completes a type around another; if that is unknown, so is the whole.
func (t *typeReader) around(e ast.Expr, whole *Type) *Type {
	if whole.Elem == nil {
		return nil
	}
	whole.Source = t.source(e)
	return whole
}

func direction(d ast.ChanDir) ChanDir {
	switch d {
	case ast.SEND:
		return SendOnly
	case ast.RECV:
		return RecvOnly
	}
	return SendRecv
}

func (t *typeReader) array(e *ast.ArrayType) *Type {
	const longest = 1 << 16
	elem := t.convert(e.Elt)
	if e.Len == nil {
		return t.around(e, &Type{Kind: Slice, Elem: elem})
	}
	literal, ok := e.Len.(*ast.BasicLit)
	if !ok || literal.Kind != token.INT {
		return t.refuse(e.Len, "the length of an array is a number", "write it in digits, or leave it out for a slice")
	}
	n, err := strconv.Atoi(literal.Value)
	if err != nil || n > longest || strconv.Itoa(n) != literal.Value {
		return t.refuse(e.Len, "an array has from 0 to 65536 elements", "write the length in decimal digits, or leave it out for a slice")
	}
	return t.around(e, &Type{Kind: Array, Elem: elem, Len: n})
}

func (t *typeReader) mapped(e *ast.MapType) *Type {
	m := &Type{Kind: Map, Key: t.convert(e.Key), Elem: t.convert(e.Value)}
	if m.Key == nil {
		return nil
	}
	t.keys = append(t.keys, keyType{m.Key, t.at(e.Key)})
	return t.around(e, m)
}

func (t *typeReader) function(e *ast.FuncType) *Type {
	if e.TypeParams != nil {
		return t.refuse(e, "a schema has no generic types", "leave the type parameters out")
	}
	f := &Type{Kind: FuncType, Source: t.source(e)}
	known := true
	list := func(fields *ast.FieldList) (types []*Type) {
		if fields == nil {
			return nil
		}
		for _, field := range fields.List {
			expr := field.Type
			if dots, ok := expr.(*ast.Ellipsis); ok {
				f.Variadic = true
				expr = dots.Elt
			}
			one := t.convert(expr)
			known = known && one != nil
			for range max(1, len(field.Names)) {
				types = append(types, one)
			}
		}
		return types
	}
	f.Params, f.Results = list(e.Params), list(e.Results)
	if !known {
		return nil
	}
	return f
}

// named resolves a name without a package.
func (t *typeReader) named(e *ast.Ident) *Type {
	typ := &Type{Name: e.Name, Source: e.Name}
	switch {
	case t.messages[e.Name] != nil:
		typ.Kind, typ.Message = MessageType, t.messages[e.Name]
		if typ.Message != t.defining {
			t.used[typ.Message] = true
		}
	case t.types[e.Name] != nil:
		typ.Kind, typ.User = UserDefined, t.types[e.Name]
		t.used[typ.User] = true
	case t.services[e.Name] != nil:
		typ.Kind, typ.Service = ServiceRef, t.services[e.Name]
	case isBasic(e.Name):
		typ.Kind = Basic
	default:
		t.unknownType(e)
		return nil
	}
	return typ
}

func (t *typeReader) unknownType(e *ast.Ident) {
	if t.doc.Incomplete {
		return
	}
	d := t.error(codeUnknownType, t.at(e), "unknown type %s", quote(e.Name))
	if other, ok := t.processNames[e.Name]; ok {
		d.relate(other.at, "the %s %s", other.what, e.Name).
			help("%s is not a type; only services can be referred to", article(other.what))
		return
	}
	t.suggest(d, e.Name, joined(maps.Keys(t.typeNames), slices.Values(basicTypes())), "declare it in messages:, or in types: if you write it in Go")
}

// imported resolves package.Name.
func (t *typeReader) imported(e *ast.SelectorExpr) *Type {
	pkg, ok := e.X.(*ast.Ident)
	if !ok || !token.IsExported(e.Sel.Name) {
		return t.refuse(e, "only exported names of packages are types", "write package.Name")
	}
	typ := &Type{Kind: Imported, Name: e.Sel.Name, Qual: pkg.Name, Source: t.source(e)}
	if i := t.imports[pkg.Name]; i != nil {
		t.used[i] = true
		typ.Path = i.Path
		return t.standardType(e, typ)
	}
	paths := t.standard[pkg.Name]
	switch {
	case len(paths) == 1 && refusedImport(paths[0]) != "":
		t.error(codePackage, t.at(pkg), "package %s cannot be used: %s", pkg.Name, refusedImport(paths[0])).
			help("declare the type in types:, and write it in Go")
	case len(paths) == 1:
		typ.Path = paths[0]
		return t.standardType(e, typ)
	case len(paths) > 1:
		t.error(codePackage, t.at(pkg), "%s is the name of several standard packages: %s", pkg.Name, strings.Join(paths, ", ")).
			help("say in imports: which one is meant, such as {%s: %s}", pkg.Name, paths[0])
	case !t.doc.Incomplete:
		d := t.error(codePackage, t.at(pkg), "unknown package %s", quote(pkg.Name))
		t.suggest(d, pkg.Name, joined(maps.Keys(t.imports), maps.Keys(t.standard)), "declare it in imports: with its path")
	}
	return nil
}

// standardType holds a type of the standard library against what is known of
// it.
func (t *typeReader) standardType(e *ast.SelectorExpr, typ *Type) *Type {
	known, ok := t.standardTypeOf(typ.Path, typ.Name)
	switch {
	case !ok:
	case !known.known:
		d := t.error(codeStandardType, t.at(e.Sel), "package %s has no type %s", typ.Path, quote(typ.Name))
		t.suggest(d, typ.Name, maps.Keys(t.stdTypes[typ.Path]), "if Go has it since 1.26, declare a type of your own in types:, and write it in Go")
		return nil
	case known.generic:
		return t.refuse(e, typ.Source+" is a generic type, and a schema has none", "declare a type of your own in types:, and write it in Go")
	case typ.Path == "reflect" && (typ.Name == "SliceHeader" || typ.Name == "StringHeader"):
		return t.refuse(e, typ.Source+" is for unsafe code, and go vet finds it misused everywhere else", "use a slice or text")
	case known.constraint:
		return t.refuse(e, typ.Source+" is for type parameters only, and no value has it", "use any, or a type of your own in types:")
	}
	typ.Uncompared = known.uncompared
	return typ
}
