package conform

import (
	"go/format"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/otpgen/otpgen/generator"
)

// wide is a handler whose last method needs imports.
func wide() generator.Handler {
	h := counter()
	h.Source = "type counter struct{}\n\nfunc newCounter() CounterHandler { return &counter{} }\n"
	h.Methods[1].Stub = stub(h.Methods[1].Stub().Source, generator.Import{Name: "otp", Path: "example.com/otpgen/runtime"})
	h.Methods = append(h.Methods, generator.Method{
		Name: "Wait", Signature: "Wait(c *CounterCtx, s time.Duration)",
		Stub: stub("func (s *counter) Wait(c *CounterCtx, s time.Duration) {\n}\n", generator.Import{Path: "time"}),
	})
	return h
}

func TestStubs(t *testing.T) {
	t.Parallel()
	const take = "\nfunc (s *counter) Take(c *CounterCtx, reply otp.Reply[Step]) {\n}\n"
	const wait = "\nfunc (_ *counter) Wait(c *CounterCtx, s time.Duration) {\n}\n"
	const initOnly = "\nfunc (s *counter) Init(c *CounterCtx, a CounterArgs) error { return nil }\n"
	const otp, duration = "import otp \"example.com/otpgen/runtime\"\n", "import \"time\"\n"
	tests := map[string]struct{ before, after string }{
		"no imports": {
			"package p\n\ntype counter struct{}\n" + initOnly,
			"package p\n\n" + otp + duration + "\ntype counter struct{}\n" + initOnly + take + wait},
		"one import": {
			"package p\n\nimport \"fmt\" // it\n\ntype counter struct{ fmt.Stringer }\n" + initOnly, ""},
		"imports in parentheses": {
			"package p\n\nimport (\n\t\"fmt\"\n\t\"unicode\"\n\n\t\"example.com/a\"\n\t// the last\n\t\"example.com/z\"\n)\n\ntype counter struct{}\n" + initOnly,
			"package p\n\nimport (\n\t\"fmt\"\n\t\"time\"\n\t\"unicode\"\n\n\t\"example.com/a\"\n\totp \"example.com/otpgen/runtime\"\n\t// the last\n\t\"example.com/z\"\n)\n\ntype counter struct{}\n" + initOnly + take + wait},
		"windows": {
			strings.ReplaceAll("package p\n\ntype counter struct{}\n"+initOnly, "\n", "\r\n"),
			strings.ReplaceAll("package p\n\n"+otp+duration+"\ntype counter struct{}\n"+initOnly+take+wait, "\n", "\r\n")},
		"no line end, a build tag and cgo": {
			"//go:build linux\n\npackage p\n\n// #include <stdio.h>\nimport \"C\"\n\ntype counter struct{}\n" + initOnly + "// the end",
			"//go:build linux\n\npackage p\n\n// #include <stdio.h>\nimport \"C\"\n" + otp + duration + "\ntype counter struct{}\n" + initOnly + "// the end\n" + take + wait},
		"generic": {
			"package p\n\nimport (\n\t\"time\"\n\n\totp \"example.com/otpgen/runtime\"\n)\n\ntype counter[K comparable, V any] struct{}\n\nfunc (x *counter[K, V]) Init(c *CounterCtx, a CounterArgs) error { return nil }\n",
			"package p\n\nimport (\n\t\"time\"\n\n\totp \"example.com/otpgen/runtime\"\n)\n\ntype counter[K comparable, V any] struct{}\n\nfunc (x *counter[K, V]) Init(c *CounterCtx, a CounterArgs) error { return nil }\n" +
				"\nfunc (x *counter[K, V]) Take(c *CounterCtx, reply otp.Reply[Step]) {\n}\n\nfunc (x *counter[K, V]) Wait(c *CounterCtx, s time.Duration) {\n}\n"},
		"values": {
			"package p\n\nimport \"time\"\n\nimport otp \"example.com/otpgen/runtime\"\n\ntype counter struct{}\n\nfunc (n counter) Init(c *CounterCtx, a CounterArgs) error { return nil }\n",
			"package p\n\nimport \"time\"\n\nimport otp \"example.com/otpgen/runtime\"\n\ntype counter struct{}\n\nfunc (n counter) Init(c *CounterCtx, a CounterArgs) error { return nil }\n" +
				"\nfunc (n counter) Take(c *CounterCtx, reply otp.Reply[Step]) {\n}\n\nfunc (n counter) Wait(c *CounterCtx, s time.Duration) {\n}\n"},
		"no declaration left": {"package p\n",
			"package p\n\n" + otp + duration + "\n" + wide().Source + "\nfunc (s *counter) Init(c *CounterCtx, a CounterArgs) error {\n\treturn nil\n}\n" + take + strings.Replace(wait, "(_ ", "(s ", 1)},
		"a field of that name": {
			"package p\n\nimport \"time\"\n\nimport otp \"example.com/otpgen/runtime\"\n\ntype counter struct{ Take int }\n" + initOnly,
			"package p\n\nimport \"time\"\n\nimport otp \"example.com/otpgen/runtime\"\n\ntype counter struct{ Take int }\n" + initOnly + wait},
		"an alias":                     {"package p\n\ntype counter = struct{}\n", ""},
		"another otp":                  {"package p\n\nimport \"example.com/x/otp\"\n\ntype counter struct{ otp.X }\n", ""},
		"does not parse":               {"package p\n\ntype counter struct{}\n\nfunc (s *counter", ""},
		"embeds what is not known":     {"package p\n\ntype counter struct{ other.Base }\n", ""},
		"an import behind a semicolon": {"package p; type counter struct{}\n" + initOnly, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Read(disk(map[string]string{"counter.go": tt.before}))
			require.NoError(t, err)
			grown := s.Stubs([]generator.Handler{wide()}, nil, nil)
			if tt.after == "" {
				assert.Empty(t, grown, "it is told instead")
				return
			}
			require.Len(t, grown, 1)
			assert.Equal(t, tt.before, string(grown[0].Have))
			assert.Equal(t, tt.after, string(grown[0].Want))
		})
	}
}

func TestStubsGoWhereTheHandlerIsDeclared(t *testing.T) {
	t.Parallel()
	s, err := Read(disk(map[string]string{
		"a.go": "package p\n\nfunc (s *counter) Init(c *CounterCtx, a CounterArgs) error { return nil }\n",
		"b.go": "package p\n\nimport \"time\"\n\ntype counter struct{ base }\n\ntype base struct{}\n",
		"c.go": "package p\n\nimport otp \"example.com/otpgen/runtime\"\n\nfunc (base) Take(c *CounterCtx, reply otp.Reply[Step]) {}\n",
		"d.go": "package p\n\nfunc (s *counter) Wait(c *CounterCtx, s time.Duration) {\n",
	}))
	require.NoError(t, err)
	assert.Empty(t, s.Stubs([]generator.Handler{wide()}, nil, nil), "all are there, one of them in a file that does not parse")

	s, err = Read(disk(map[string]string{
		"a.go": "package p\n\nfunc (s *counter) Init(c *CounterCtx, a CounterArgs) error { return nil }\n",
		"b.go": "package p\n\nimport \"time\"\n\ntype counter struct{ base }\n\ntype base struct{}\n",
	}))
	require.NoError(t, err)
	grown := s.Stubs([]generator.Handler{wide()}, []generator.Type{{Name: "Point", Package: "p", Source: "type Point struct{}\n"}}, nil)
	require.Len(t, grown, 2)
	assert.Equal(t, "b.go", grown[0].Path)
	assert.Equal(t, Grown{Path: "types.go", Want: []byte("package p\n\n// Point is declared by the schema, and yours to fill.\ntype Point struct{}\n")}, grown[1])
}

// Whatever a file looks like, what was in it stays, in one piece but for an
// import; and if gofmt had nothing to say before, it has nothing to say now.
func TestStubsKeepEveryFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := drawFile(t)
		s, err := Read(disk(map[string]string{"counter.go": before}))
		require.NoError(t, err)
		grown := s.Stubs([]generator.Handler{wide()}, nil, nil)
		require.Len(t, grown, 1, before)
		after := string(grown[0].Want)
		t.Logf("%s\n----\n%s", before, after)

		checkKept(t, before, after)
		s, err = Read(disk(map[string]string{"counter.go": string(grown[0].Want)}))
		require.NoError(t, err)
		assert.Empty(t, s.Handlers([]generator.Handler{wide()}))
		assert.Empty(t, s.Stubs([]generator.Handler{wide()}, nil, nil), "nothing is left to add")
		if formatted, err := format.Source([]byte(before)); err == nil && string(formatted) == before {
			formatted, err := format.Source(grown[0].Want)
			require.NoError(t, err)
			assert.Equal(t, string(formatted), after)
		}
	})
}

// checkKept fails unless after is before with lines put in among its imports
// and below its end.
func checkKept(t *rapid.T, before, after string) {
	left := after
	for line := range strings.Lines(before) {
		line = strings.TrimRight(line, "\r\n")
		i := strings.Index(left, line)
		require.GreaterOrEqual(t, i, 0, "%q is lost", line)
		for added := range strings.Lines(left[:i]) {
			added = strings.TrimSpace(added)
			require.True(t, added == "" || strings.HasPrefix(added, "import ") || strings.HasSuffix(added, `"`), "%q was put in", added)
		}
		left = left[i+len(line):]
	}
}

// drawFile is a file with a handler in some state.
func drawFile(t *rapid.T) string {
	var b strings.Builder
	some := func(label string, texts ...string) { b.WriteString(rapid.SampledFrom(texts).Draw(t, label)) }
	some("head", "", "// Copyright.\n\n", "//go:build linux || !linux\n\n", "/* A file. */\n")
	some("package", "package p\n", "package p // it\n", "// Package p is it.\npackage p\n")
	some("gap", "\n", "\n\n")
	some("imports", "", "import \"fmt\"\n\n", "import (\n\t\"fmt\"\n\t\"unicode\"\n)\n\n", "import (\n\t\"fmt\" // it\n\n\t\"example.com/z\"\n)\n\n",
		"import \"time\"\n\n", "// #include <stdio.h>\nimport \"C\"\n\n", "// #include <stdio.h>\nimport \"C\"\n\nimport (\n\t\"os\"\n)\n\n",
		"import (\n\totp \"example.com/otpgen/runtime\"\n\t\"time\"\n)\n\n", "import ()\n\n", "import \"fmt\"\nimport \"os\"\n\n")
	some("type", "type counter struct{}\n", "// counter counts.\ntype counter struct{ n int }\n", "type (\n\tcounter struct{}\n\tother   int\n)\n", "type counter[K any] struct{}\n")
	some("init", "", "\nfunc (s *counter) Init(c *CounterCtx, a CounterArgs) error { return nil }\n")
	some("tail", "", "\n// The end.\n", "\n/* The\n   end. */\n", "\nvar x = `\n\n", "\n// The end.")
	out := b.String()
	if strings.Contains(out, "`") {
		out += "`\n"
	}
	if rapid.Bool().Draw(t, "windows") {
		out = strings.ReplaceAll(out, "\n", "\r\n")
	}
	return out
}
