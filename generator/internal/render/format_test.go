package render

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBrokenSourceShowsItsLines(t *testing.T) {
	t.Parallel()
	src := "package p\n\n\n\n\n\n\nfunc f() {\n\tvar type int\n}\n\n\n\n\n\n\n// far\n"
	message := ""
	func() {
		defer func() { message, _ = recover().(string) }()
		formatGo("x_gen.go", []byte(src))
	}()
	assert.Contains(t, message, "otpgen: internal: x_gen.go does not parse: ")
	assert.Contains(t, message, "    9 | \tvar type int\n")
	assert.Contains(t, message, "    8 | func f() {\n")
	assert.NotContains(t, message, "far")
	assert.NotContains(t, message, "    1 | package p")
}

func TestGroupImports(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"package p\n\nvar x int\n", "package p\n\nvar x int\n"},
		{"package p\n\nimport \"fmt\"\n", "package p\n\nimport \"fmt\"\n"},
		{"package p\n\nimport (\n\"context\"\n\"time\"\n)\n", "package p\n\nimport (\n\t\"context\"\n\t\"time\"\n)\n"},
		{
			"package p\n\nimport (\n\"context\"\notp \"example.com/otp\"\ngojson \"encoding/json\"\n\"gopkg.in/x\"\n)\n\nvar a = 1\n",
			"package p\n\nimport (\n\t\"context\"\n\tgojson \"encoding/json\"\n\n\totp \"example.com/otp\"\n\t\"gopkg.in/x\"\n)\n\nvar a = 1\n",
		},
		{"package p\n\nimport (\notp \"example.com/otp\"\n\"example.com/a\"\n)\n", "package p\n\nimport (\n\t\"example.com/a\"\n\totp \"example.com/otp\"\n)\n"},
	} {
		assert.Equal(t, c.want, string(formatGo("x.go", groupImports([]byte(c.in)))))
	}
	assert.Equal(t, "broken", string(groupImports([]byte("broken"))))
}
