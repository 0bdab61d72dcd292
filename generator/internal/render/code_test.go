package render

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/dave/jennifer/jen"
	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// expression renders an expression as gofmt has it.
func expression(build func(g *goFile) *jen.Statement) string {
	g := newGoFile(&plan.Package{Name: "p", Source: "otp.yaml", RuntimePath: "example.com/otp", Imports: []plan.Import{
		{Path: "example.com/otp", Name: "otp", Alias: true}, {Path: "maps", Name: "maps"}, {Path: "net/http", Name: "http"},
		{Path: "slices", Name: "slices"}, {Path: "time", Name: "time"},
	}})
	g.add(jen.Null(), jen.Var().Id("x").Op("=").Add(build(g)))
	_, x, _ := strings.Cut(string(formatGo("x.go", g.bytes())), "var x = ")
	return strings.TrimSpace(x)
}

func TestDurations(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0:                       "0",
		1:                       "1 * time.Nanosecond",
		1500 * time.Microsecond: "1500 * time.Microsecond",
		time.Second:             "time.Second",
		90 * time.Second:        "90 * time.Second",
		2 * time.Minute:         "2 * time.Minute",
		36 * time.Hour:          "36 * time.Hour",
		schema.Infinity:         "otp.Infinity",
		-5 * time.Second:        "-5 * time.Second",
	} {
		assert.Equal(t, want, expression(func(g *goFile) *jen.Statement { return g.duration(d) }))
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	str, status := plan.Named{Name: "string"}, plan.Named{Path: plan.Local, Name: "Status"}
	for _, c := range []struct {
		v    plan.Value
		want string
	}{
		{plan.Select{Path: []string{"Config", "Poll"}}, "a.Config.Poll"},
		{plan.Text{Value: "a\"b`\n\x00"}, `"a\"b` + "`" + `\n\x00"`},
		{plan.Int{Value: math.MinInt64}, "-9223372036854775808"},
		{plan.Uint{Value: math.MaxUint64}, "18446744073709551615"},
		{plan.Float{Value: 0.1}, "0.1"},
		{plan.Float{Value: 1e300}, "1e+300"},
		{plan.Bool{Value: true}, "true"},
		{plan.Constant{Name: "StatusRunning"}, "StatusRunning"},
		{plan.List{Type: plan.Slice{Elem: str}, Elems: []plan.Value{plan.Text{Value: "a"}}}, `[]string{"a"}`},
		{plan.List{Type: plan.Array{Len: 2, Elem: str}}, `[2]string{}`},
		{plan.Pairs{Type: plan.Map{Key: str, Elem: status}, Entries: []plan.Pair{{Key: plan.Text{Value: "k"}, Value: plan.Constant{Name: "S"}}}}, `map[string]Status{"k": S}`},
		{plan.Duration{Value: time.Hour, Type: status}, "Status(time.Hour)"},
		{plan.Struct{Type: status, Fields: []plan.FieldValue{{Name: "Every", Value: plan.Duration{Value: time.Hour}}}}, "Status{Every: time.Hour}"},
	} {
		assert.Equal(t, c.want, expression(func(g *goFile) *jen.Statement { return g.value(c.v) }))
	}
}

func TestKeysHaveTheTypeOfTheirArgument(t *testing.T) {
	t.Parallel()
	user := plan.Named{Path: plan.Local, Name: "UserID"}
	for _, c := range []struct {
		r    plan.Register
		want string
	}{
		{plan.Register{Name: "A"}, `otp.Name{Service: "A"}`},
		{plan.Register{Name: "A", Key: plan.Select{Path: []string{"ID"}}, KeyType: user}, `otp.Name{Service: "A", Key: a.ID}`},
		{plan.Register{Name: "A", Key: plan.Text{Value: "x"}, KeyType: user}, `otp.Name{Service: "A", Key: UserID("x")}`},
		{plan.Register{Name: "A", Key: plan.Int{Value: 7}, KeyType: plan.Named{Name: "uint64"}}, `otp.Name{Service: "A", Key: uint64(7)}`},
	} {
		assert.Equal(t, c.want, expression(func(g *goFile) *jen.Statement { return g.registered(&c.r) }))
	}
}

func TestTypes(t *testing.T) {
	t.Parallel()
	str, file := plan.Named{Name: "string"}, plan.Named{Path: "net/http", Name: "Header"}
	for _, typ := range []plan.Type{
		str, file, plan.Pointer{Elem: file}, plan.Map{Key: str, Elem: plan.Slice{Elem: plan.Array{Len: 3, Elem: file}}},
		plan.EmptyStruct{}, plan.Func{}, plan.Func{Params: []plan.Type{str, plan.Slice{Elem: str}}, Variadic: true, Results: []plan.Type{str}},
		plan.Func{Results: []plan.Type{str, plan.Named{Name: "error"}}},
		plan.Chan{Dir: plan.SendRecv, Elem: plan.Chan{Dir: plan.RecvOnly, Elem: str}}, plan.Chan{Dir: plan.SendOnly, Elem: str},
		plan.Chan{Dir: plan.RecvOnly, Elem: str}, plan.Named{Path: "example.com/otp", Name: "Reply", Args: []plan.Type{file}},
	} {
		var want string
		got := expression(func(g *goFile) *jen.Statement {
			want = plan.Format(typ, g.pkg.Qualifier)
			return jen.New(g.typ(typ))
		})
		assert.Equal(t, "new("+want+")", got)
	}
}

func TestCopies(t *testing.T) {
	t.Parallel()
	str := plan.Named{Name: "string"}
	strs := plan.Slice{Elem: str}
	step := plan.CopyCall{Func: "copyStep"}
	shallow := plan.CopySlice{In: strs, Out: strs}
	for _, c := range []struct {
		copy plan.Copy
		want string
	}{
		{nil, "v"},
		{step, "copyStep(v)"},
		{shallow, "slices.Clone(v)"},
		{plan.CopyMap{}, "maps.Clone(v)"},
		{plan.CopyMethod{Method: "Clone"}, "v.Clone()"},
		{plan.CopySlice{Elem: step}, "copySlice(v, copyStep)"},
		{plan.CopyMap{Elem: plan.CopyMethod{In: plan.Named{Path: "net/http", Name: "Header"}, Method: "Clone"}}, "copyMap(v, http.Header.Clone)"},
		{plan.CopyPointer{In: plan.Pointer{Elem: str}}, "copyPointer(v, func(v string) string {\n\treturn v\n})"},
		{plan.CopySlice{Elem: shallow}, "copySlice(v, func(v []string) []string {\n\treturn slices.Clone(v)\n})"},
	} {
		assert.Equal(t, c.want, expression(func(g *goFile) *jen.Statement { return g.copied(c.copy, jen.Id("v")) }))
	}
}
