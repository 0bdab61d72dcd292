package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
	"github.com/otpgen/otpgen/generator"
)

func TestEveryCommandHasAScript(t *testing.T) {
	t.Parallel()
	for _, newCommand := range commands() {
		c := newCommand(env{})
		assert.FileExists(t, filepath.Join("testdata", "script", c.Name()+".txtar"))
		assert.NotEmpty(t, c.Short, c.Name())
	}
}

func TestEveryCodeIsProvokedByAScript(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	require.NoError(t, err)
	var all strings.Builder
	for _, name := range scripts {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		all.Write(content)
	}
	last := ""
	for _, row := range codes() {
		assert.Contains(t, all.String(), `\[`+row.Code+`\]`, "%s: %s", row.Code, row.Title)
		assert.Less(t, last, row.Code, "the table is in order, and no code is used twice")
		last = row.Code
	}
}

// A code that the source names stands in a table, and so has a test and an
// entry on the page; one in a table is named by the source.
func TestEveryCodeIsInATable(t *testing.T) {
	t.Parallel()
	tables := map[string]bool{}
	for _, c := range slices.Concat(generator.Codes(), codes()) {
		tables[c.Code] = true
	}
	literal := regexp.MustCompile(`"(OTP\d{4})"`)
	named := map[string]bool{}
	for _, root := range []string{"../../schema", "../../generator", "."} {
		require.NoError(t, filepath.WalkDir(root, func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			content, err := os.ReadFile(name)
			for _, m := range literal.FindAllStringSubmatch(string(content), -1) {
				named[m[1]] = true
			}
			return err
		}))
	}
	assert.Equal(t, tables, named)
}

func TestColourIsForTerminalsOnly(t *testing.T) {
	t.Parallel()
	none := func(string) string { return "" }
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	defer file.Close()
	assert.False(t, colourful(file, none), "a file")

	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a character device, as a terminal is
	require.NoError(t, err)
	defer device.Close()
	assert.True(t, colourful(device, none))
	for _, variable := range []string{"NO_COLOR=1", "TERM=dumb"} {
		name, value, _ := strings.Cut(variable, "=")
		assert.False(t, colourful(device, func(n string) string {
			if n == name {
				return value
			}
			return ""
		}), variable)
	}
}

func TestThisBuildKnowsItsCheckout(t *testing.T) {
	t.Parallel()
	b := thisBuild()
	assert.False(t, b.release())
	root, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	assert.Equal(t, root, b.checkout)
	mod, err := gomod.Read(root)
	require.NoError(t, err)
	assert.Equal(t, mod.Module, b.module)
	assert.Equal(t, mod.Go, goLine, "fresh modules ask for the Go that otpgen is written for")
	assert.Empty(t, checkoutOf("example.com/other"))
}
