package render

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

func importing(name, path string, others ...plan.Import) *plan.Package {
	return &plan.Package{
		Name: name, ImportPath: path, RuntimePath: "example.com/otpgen/runtime",
		Imports: append(others,
			plan.Import{Path: "example.com/otpgen/runtime", Name: "otp", Alias: true},
			plan.Import{Path: "time", Name: "time"}),
	}
}

func TestImportsAreThoseThatAreUsed(t *testing.T) {
	t.Parallel()
	p := importing("shop", "example.com/shop")
	in, out := inside(p), outside(p).add("testing")
	duration := plan.Slice{Elem: plan.Named{Path: "time", Name: "Duration"}}
	item := plan.Named{Path: plan.Local, Name: "Item"}
	reply := plan.Named{Path: p.RuntimePath, Name: "Reply", Args: []plan.Type{item}}

	assert.Equal(t, "otp.Reply[Item]", plan.Format(reply, in.name))
	assert.Equal(t, []string{`otp "example.com/otpgen/runtime"`}, in.lines())

	assert.Equal(t, "otp.Reply[shop.Item]", plan.Format(reply, out.name))
	assert.Equal(t, "[]time.Duration", plan.Format(duration, out.name))
	assert.Equal(t, []string{`"testing"`, `"time"`, "", `otp "example.com/otpgen/runtime"`, `"example.com/shop"`}, out.lines())
}

func TestNoImportTakesANameOfTheTemplates(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"otp", "testing", "t", "f", "processes", "context"} {
		p := importing(name, "example.com/"+name)
		file := outside(p).add("testing", "context")
		assert.Equal(t, name+"pkg.Item", plan.Format(plan.Named{Path: plan.Local, Name: "Item"}, file.name))
		assert.Contains(t, file.lines(), name+`pkg "example.com/`+name+`"`)
		assert.Equal(t, "otp", file.name(p.RuntimePath))
	}
	// Two packages of one name: the second gives way.
	p := importing("money", "example.com/shop/money", plan.Import{Path: "example.com/money", Name: "money"})
	file := outside(p)
	assert.Equal(t, "money", file.name("example.com/money"))
	assert.Equal(t, "moneypkg", file.name(plan.Local))
	assert.Equal(t, "moneypkg", file.name(plan.Local), "asked again")
}

func TestParametersHideNoPackage(t *testing.T) {
	t.Parallel()
	file := outside(importing("order", "example.com/order")).add("context")
	assert.Equal(t, "orderArg", file.param("order"))
	assert.Equal(t, "timeArg", file.param("time"))
	assert.Equal(t, "contextArg", file.param("context"))
	assert.Equal(t, "amount", file.param("amount"))
	assert.Equal(t, "c", file.param("c"))
}

func TestAModuleWithoutAHostIsNotTheStandardLibrary(t *testing.T) {
	t.Parallel()
	p := importing("shop", "shop")
	file := outside(p).add("testing", testPackagePath(p))
	file.name(plan.Local)
	assert.Equal(t, []string{`"testing"`, "", `"shop"`, `"shop/shoptest"`}, file.lines())
}
