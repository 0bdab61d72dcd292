package gomod

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseModule(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"plain":            "module example.com/shop\n",
		"no final newline": "module example.com/shop",
		"CRLF":             "module example.com/shop\r\n\r\ngo 1.26\r\n",
		"quoted":           `module "example.com/shop"`,
		"raw string":       "module `example.com/shop`",
		"comment":          "module example.com/shop // Deprecated: use module example.com/other\n",
		"tight comment":    "module example.com/shop//x\n",
		"comment above":    "// module example.com/other\n\n// and more\nmodule example.com/shop\n",
		"tabs":             "\tmodule\texample.com/shop\t\n",
		"block":            "module (\n\t// which\n\texample.com/shop\n)\n",
		"after others":     "go 1.26\nrequire module v1.0.0\nmodule example.com/shop\n",
		"unknown lines":    "module example.com/shop\nfuture (\n a b c\n)\nnext [x, y]\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := Parse([]byte(content))
			require.NoError(t, err)
			assert.Equal(t, "example.com/shop", f.Module)
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"":                           "no module line",
		"go 1.26\n":                  "no module line",
		"// module a\n":              "no module line",
		"\nmodule\n":                 "line 2: a module line has one path",
		"module a b\n":               "line 1: a module line has one path",
		"module \"\"\n":              "line 1: a module line has one path",
		"module a\nmodule b\n":       "line 2: a second module line",
		"module \"a\n":               "line 1: a string that does not end",
		"module a\nrequire `b v1\n ": "line 2: a string that does not end",
	} {
		_, err := Parse([]byte(content))
		assert.EqualError(t, err, want, "%q", content)
	}
}

func TestParseRequires(t *testing.T) {
	t.Parallel()
	f, err := Parse([]byte(`module m
go 1.26
require example.com/a v1.0.0
require (
	"example.com/b" v2.0.0+incompatible // indirect
	example.com/c v0.0.0-20240101000000-abcdefabcdef
)
replace example.com/c => ../c
`))
	require.NoError(t, err)
	assert.Equal(t, &File{Module: "m", Go: "1.26", Requires: []Require{
		{"example.com/a", "v1.0.0"},
		{"example.com/b", "v2.0.0+incompatible"},
		{"example.com/c", "v0.0.0-20240101000000-abcdefabcdef"},
	}}, f)
}

func FuzzParse(f *testing.F) {
	f.Add("module \"a\" // x\nrequire (\n\tb v1\n)\n")
	f.Fuzz(func(t *testing.T, content string) {
		if got, err := Parse([]byte(content)); err == nil && got.Module == "" {
			t.Fatalf("no module and no error: %q", content)
		}
	})
}

func TestImportPath(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		name = filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
	}
	write("go.mod", "module example.com/shop\n")
	write("nested/go.mod", "module example.com/nested/v2\n")
	write("broken/go.mod", "go 1.26\n")
	require.NoError(t, os.MkdirAll(filepath.Join(root, "odd", "go.mod"), 0o755))

	for dir, want := range map[string]string{
		".":           "example.com/shop",
		"a/b":         "example.com/shop/a/b",
		"nested":      "example.com/nested/v2",
		"nested/deep": "example.com/nested/v2/deep",
		"odd":         "example.com/shop/odd", // a folder named go.mod is none
	} {
		got, err := ImportPath(filepath.Join(root, dir))
		require.NoError(t, err, dir)
		assert.Equal(t, want, got)
	}
	for dir, want := range map[string]string{
		"broken":     "no module line",
		"with space": "contains ' '",
		"größe":      "contains 'ö'",
		"...":        "only dots",
	} {
		_, err := ImportPath(filepath.Join(root, dir))
		assert.ErrorContains(t, err, want, dir)
	}
	_, err := Find(string(filepath.Separator))
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

func TestCheckPath(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"shop", "example.com/my-shop/v2", "a.b/c_d/~x", "console", "com10", "a~b1", ".x/y"} {
		assert.NoError(t, CheckPath(good), good)
	}
	for bad, why := range map[string]string{
		"":          "an element is empty or only dots",
		"a//b":      "an element is empty or only dots",
		"a/../b":    "an element is empty or only dots",
		"a b":       "it contains ' '",
		"é":         "it contains 'é'",
		"a./b":      "a. ends in a dot",
		"a/con":     "Windows keeps con for a device",
		"a/NUL.x/b": "Windows keeps NUL for a device",
		"lpt1":      "Windows keeps lpt1 for a device",
		"git~1/x":   "git~1 ends in ~ and digits",
	} {
		assert.ErrorContains(t, CheckPath(bad), why, bad)
	}
}
