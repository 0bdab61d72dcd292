package oracle_test

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/schema"
)

// Every type of a package of the standard library is refused, or Go and go vet
// take it wherever a type may stand; so with keys of maps. The packages are
// those of -schemas.standard.
func TestStandardTypesPass(t *testing.T) {
	t.Parallel()
	source := importer.ForCompiler(token.NewFileSet(), "source", nil)
	w := newWorkshop(t)
	for path := range strings.SplitSeq(*standard, ",") {
		pkg, err := source.Import(path)
		require.NoError(t, err)
		var fields, keys []string
		for _, name := range pkg.Scope().Names() {
			if object, ok := pkg.Scope().Lookup(name).(*types.TypeName); !ok || !object.Exported() {
				continue
			}
			if fits(path, "q."+name) {
				fields = append(fields, "q."+name)
			}
			if fits(path, "map[q."+name+"]int") {
				keys = append(keys, "map[q."+name+"]int")
			}
		}
		w.add("std_"+strings.ReplaceAll(path, "/", "_"), everywhere(path, append(fields, keys...)), clashes)
	}
	w.finish()
}

// fits reports whether a schema takes a type of a package called q.
func fits(path, typ string) bool {
	doc, diags := schema.Parse("otp.yaml", []byte(everywhere(path, []string{typ})))
	_, found := schema.Resolve(doc)
	return !append(diags, found...).HasErrors()
}

// everywhere is a schema with types in all places that take one.
func everywhere(path string, types []string) string {
	var messages, errors, externals, args, uses, calls, values strings.Builder
	for i, t := range types {
		fmt.Fprintf(&messages, "  D%d: %q\n  P%d: \"[]D%d\"\n  O%d: {oneof: {A: {x: %q, y: D%d}}}\n", i, t, i, i, i, t, i)
		fmt.Fprintf(&messages, "  R%d: {fields: {a: %q, b: {type: \"*%s\", shared: true}, c: \"[2]%s\", d: \"map[string]%s\", e: D%d, f: P%d, g: O%d}}\n", i, t, t, t, t, i, i, i)
		fmt.Fprintf(&errors, "  e%d: {text: \"x {a}\", fields: {a: %q}}\n", i, t)
		fmt.Fprintf(&externals, "  X%d: {type: %q}\n", i, t)
		fmt.Fprintf(&args, "a%d: %q, ", i, t)
		fmt.Fprintf(&uses, "X%d: [], ", i)
		fmt.Fprintf(&calls, "      C%d: {args: {a: %q, r: R%d}, reply: %q, errors: [e%d]}\n", i, t, i, t, i)
		fmt.Fprintf(&values, "a%d: $a%d, ", i, i)
	}
	return "otp: 1\npackage: standard\nimports: {q: " + path + "}\nmessages:\n" + messages.String() + "errors:\n" + errors.String() +
		"externals:\n" + externals.String() + "services:\n  S:\n    args: {" + args.String() + "}\n    uses: {" + uses.String() + "}\n    calls:\n" + calls.String() +
		"supervisors:\n  Root: {args: {" + args.String() + "}, children: [{child: S, args: {" + values.String() + "}}]}\n"
}
