package golden

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/golden/counter"
	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/otptest"
	"github.com/otpgen/otpgen/schema"
)

// The generator never imports the runtime, so it has lists of what the runtime
// already calls something. These tests hold the lists to the runtime: a name
// that is missing there would be hidden by a generated one, or would not
// compile.

func TestCtxKeepsItsMethods(t *testing.T) {
	t.Parallel()
	for _, name := range methods(reflect.TypeFor[*otp.Ctx]()) {
		assertTaken(t, name, fmt.Sprintf(`
otp: 1
package: shop
externals: {%[1]s: {type: int}}
services: {Cart: {uses: {%[1]s: []}}}
supervisors: {Root: {children: [Cart]}}
`, name))
	}
}

func TestFixturesKeepTheirMethods(t *testing.T) {
	t.Parallel()
	tree := slices.DeleteFunc(methods(reflect.TypeFor[*counter.Tree]()), func(name string) bool {
		return slices.Contains([]string{"Root", "Counter", "Journal"}, name)
	})
	for _, name := range append(tree, methods(reflect.TypeFor[*otptest.Harness]())...) {
		assertTaken(t, name, fmt.Sprintf(`
otp: 1
package: shop
services: {Cart: {}}
supervisors: {Root: {children: [Cart, {name: %s, tasks: {}}]}}
`, name))
	}
}

func TestClientsKeepTheirMethods(t *testing.T) {
	t.Parallel()
	own := slices.DeleteFunc(methods(reflect.TypeFor[counter.CounterRef]()), func(name string) bool {
		return slices.Contains([]string{"Add", "Forget", "Take", "Watch"}, name)
	})
	assert.NotEmpty(t, own)
	for _, name := range own {
		assertTaken(t, name, fmt.Sprintf(`
otp: 1
package: shop
services: {Cart: {calls: {%s: {}}}}
supervisors: {Root: {children: [Cart]}}
`, name))
	}
}

func methods(t reflect.Type) []string {
	var names []string
	for m := range t.Methods() {
		names = append(names, m.Name)
	}
	return names
}

// assertTaken checks that a schema which wants the name is refused for it.
func assertTaken(t *testing.T, name, source string) {
	t.Helper()
	_, diags := generator.Generate("otp.yaml", []byte(source), generator.Options{ImportPath: "example.com/shop"})
	assert.True(t, slices.ContainsFunc(diags, func(d schema.Diagnostic) bool {
		return d.Code == "OTP0603" && strings.Contains(d.Message, " "+name+" ")
	}), "the generator does not know that %s is taken: %v", name, diags)
}
