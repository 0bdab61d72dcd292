package generator_test

import (
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

const small = `
otp: 1
package: shop
errors: {full: {text: full}}
services:
  Cart:
    calls:
      Add: {args: {type: string}, reply: "[]string", errors: [full]}
      Later: {reply: int, reply_later: true}
  Loop: {kind: run}
supervisors: {Root: {children: [Cart, Loop]}}
`

func TestGenerate(t *testing.T) {
	t.Parallel()
	result, diags := generator.Generate("otp.yaml", []byte(small), generator.Options{ImportPath: "example.com/shop"})
	require.Empty(t, diags)
	var paths []string
	for _, f := range result.Files {
		paths = append(paths, f.Path)
		if strings.HasSuffix(f.Path, ".go") {
			_, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Content, 0)
			require.NoError(t, err)
		}
		assert.Equal(t, strings.Contains(f.Path, "_gen") || f.Path == "OTP_SPEC.md", f.Owner == generator.Generated, f.Path)
		assert.True(t, f.Owner == generator.Generated || f.Owner == generator.User)
	}
	assert.True(t, slices.IsSorted(paths))
	for _, want := range []string{"cart.go", "cart_gen.go", "cart_test.go", "errors_gen.go", "loop.go", "tree_gen.go"} {
		assert.Contains(t, paths, want)
	}
	assert.NotContains(t, paths, "messages_gen.go", "there is nothing to put in it")
	assert.Equal(t, "shop", result.App.Package)
}

func TestRuntimePath(t *testing.T) {
	t.Parallel()
	assert.True(t, strings.HasSuffix(generator.DefaultRuntimePath(), "/otpgen/runtime"))
	result, _ := generator.Generate("otp.yaml", []byte(small), generator.Options{RuntimePath: "example.com/fork/runtime", ImportPath: "x"})
	for _, f := range result.Files {
		assert.NotContains(t, string(f.Content), generator.DefaultRuntimePath(), f.Path)
	}
}

// Every stage stops the next one, and reports all that it found in order.
func TestMistakesOfEveryStage(t *testing.T) {
	t.Parallel()
	for stage, src := range map[string]string{
		"OTP01": "",
		"OTP02": small + "colour: blue\n",
		"OTP03": strings.Replace(small, "[Cart, Loop]", "[Cart, Lop]", 1),
		"OTP04": strings.Replace(small, "type: string", "type: strin", 1),
		"OTP05": strings.Replace(strings.Replace(small, "kind: run", "uses: {Cart: [Add]}, calls: {Go: {}}", 1), "    calls:\n", "    uses: {Loop: [Go]}\n    calls:\n", 1),
		"OTP06": strings.Replace(small, "Loop", "Error", 2),
	} {
		result, diags := generator.Generate("otp.yaml", []byte(src), generator.Options{ImportPath: "example.com/shop"})
		require.True(t, diags.HasErrors(), stage)
		assert.Nil(t, result)
		assert.True(t, slices.ContainsFunc(diags, func(d schema.Diagnostic) bool { return strings.HasPrefix(d.Code, stage) }), "%s: %v", stage, diags)
		sorted := slices.Clone(diags)
		sorted.Sort()
		assert.Equal(t, sorted, diags, stage)
		for _, d := range diags {
			assert.Equal(t, "otp.yaml", d.File)
		}
	}
}

func TestHandlers(t *testing.T) {
	t.Parallel()
	result, _ := generator.Generate("otp.yaml", []byte(small), generator.Options{ImportPath: "example.com/shop"})
	handlers := result.Handlers()
	require.Len(t, handlers, 2)
	cart := handlers[0]
	assert.Equal(t, "Cart", cart.Service)
	assert.Equal(t, "cart.go", cart.File)
	assert.Equal(t, "cart", cart.Receiver)
	require.Len(t, cart.Methods, 3)
	assert.Equal(t, "Add(c *CartCtx, typeArg string) ([]string, CartAddError)", cart.Methods[1].Signature)
	assert.True(t, strings.HasPrefix(cart.Methods[1].Stub().Source, "func (s *cart) "+cart.Methods[1].Signature+" {\n"))
	assert.Equal(t, []string{"Run(c *LoopCtx) error"}, []string{handlers[1].Methods[0].Signature})

	// What the user's file begins with is what the stubs would be.
	i := slices.IndexFunc(result.Files, func(f generator.File) bool { return f.Path == "cart.go" })
	for _, m := range cart.Methods {
		assert.Contains(t, string(result.Files[i].Content), m.Stub().Source)
	}
}

const dynamic = `
otp: 1
package: shop
types: {Point: {doc: Where.}}
imports: {big: math/big}
services:
  Cart:
    args: {at: Point, every: time.Duration}
    calls: {Sum: {reply: {type: "*big.Int", shared: true}}, Later: {reply: int, reply_later: true}}
supervisors: {Root: {children: [{name: Carts, dynamic: {child: Cart}}]}}
`

// What the user's files may lack comes with what it needs to be imported.
func TestNeedsAreReadyToPaste(t *testing.T) {
	t.Parallel()
	result, diags := generator.Generate("otp.yaml", []byte(dynamic), generator.Options{ImportPath: "example.com/store"})
	require.Empty(t, diags)

	functions := result.Functions()
	require.Len(t, functions, 2)
	i := slices.IndexFunc(result.Files, func(f generator.File) bool { return f.Path == "shoptest/args.go" })
	for j, name := range []string{"Args", "CartsArgs"} {
		assert.Equal(t, name, functions[j].Name)
		assert.Equal(t, "shoptest/args.go", functions[j].File)
		assert.Contains(t, string(result.Files[i].Content), functions[j].Source)
	}
	assert.Equal(t, []generator.Import{{Name: "shop", Path: "example.com/store"}, {Path: "testing"}}, functions[0].Imports)
	assert.Contains(t, functions[1].Imports, generator.Import{Path: "time"})

	types := result.Types()
	require.Len(t, types, 1)
	assert.Equal(t, "type Point struct{}\n", types[0].Source)
	assert.Equal(t, 4, types[0].Range.Start.Line)

	imported := map[string][]generator.Import{}
	for _, m := range result.Handlers()[0].Methods {
		imported[m.Name] = m.Stub().Imports
	}
	assert.Empty(t, imported["Init"])
	assert.Equal(t, []generator.Import{{Path: "math/big"}}, imported["Sum"])
	assert.Equal(t, []generator.Import{{Name: "otp", Path: generator.DefaultRuntimePath()}}, imported["Later"])
}
