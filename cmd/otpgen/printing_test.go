package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestMaxErrors: of 150 mistakes, 100 are printed unless another number is
// asked for, by every command alike.
func TestMaxErrors(t *testing.T) {
	t.Parallel()
	f := newFolder(t, map[string]string{"otp.yaml": shop + strings.Repeat("stray: 1\n", 150)})
	for _, test := range []struct {
		args    []string
		printed int
		remark  string
	}{
		{[]string{"generate"}, 100, "otpgen: not shown: 50 more; --max-errors 0 shows all\n"},
		{[]string{"generate", "--max-errors", "0"}, 150, ""},
		{[]string{"generate", "--max-errors", "3", "--format", "json"}, 3, "otpgen: not shown: 147 more; --max-errors 0 shows all\n"},
		{[]string{"new", "service", "Order"}, 100, "otpgen: not shown: 50 more; --max-errors 0 shows all\n"},
		{[]string{"new", "call", "Cart.Clear", "--max-errors=150"}, 150, ""},
	} {
		name := strings.Join(test.args, " ")
		f.stdout.Reset()
		f.stderr.Reset()
		assert.Equal(t, exitDiagnostics, f.run(test.args...), name)
		printed := bytes.Count(f.stderr.Bytes(), []byte("error[OTP")) + bytes.Count(f.stdout.Bytes(), []byte(`"severity":"error"`))
		assert.Equal(t, test.printed, printed, name)
		remarks := f.stderr.String()[strings.Index(f.stderr.String(), "otpgen: "):]
		assert.Equal(t, test.remark+"otpgen: 150 errors; nothing was written\n", remarks, name)
	}
	for _, wrong := range []string{"-1", "many", ""} {
		f.stderr.Reset()
		assert.Equal(t, exitUsage, f.run("generate", "--max-errors", wrong))
		assert.Contains(t, f.stderr.String(), "write how many to print, or 0 for all")
	}
}
