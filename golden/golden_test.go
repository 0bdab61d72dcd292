// Package golden holds one generated package per feature of the language. Each
// is compared with what the generator makes now, compiled, vetted, and run by
// a test written by hand.
package golden

import (
	"flag"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator"
)

var update = flag.Bool("update", false, "write what the generator makes; files of the user only if they are missing")

// golden is one case: a folder with a schema.
type golden struct {
	name   string
	source []byte
}

func cases(t *testing.T) []golden {
	t.Helper()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	var list []golden
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		source, err := os.ReadFile(filepath.Join(e.Name(), "otp.yaml"))
		require.NoError(t, err, "every folder is a case")
		list = append(list, golden{e.Name(), source})
	}
	require.NotEmpty(t, list)
	return list
}

// generate makes the files of a case from a schema, which must be free of
// errors.
func (g golden) generate(t *testing.T, source []byte) []generator.File {
	t.Helper()
	type here struct{}
	result, diags := generator.Generate("otp.yaml", source, generator.Options{
		ImportPath: path.Join(reflect.TypeFor[here]().PkgPath(), g.name),
	})
	for _, d := range diags {
		t.Logf("%s:%d:%d: %s: %s", g.name, d.Range.Start.Line, d.Range.Start.Column, d.Code, d.Message)
	}
	require.NotNil(t, result)
	return result.Files
}

func TestGolden(t *testing.T) {
	for _, g := range cases(t) {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			files := g.generate(t, g.source)
			if *update {
				g.write(t, files)
			}
			for _, f := range files {
				onDisk, err := os.ReadFile(filepath.Join(g.name, filepath.FromSlash(f.Path)))
				require.NoError(t, err, "run go test ./golden -update")
				if f.Owner == generator.Generated {
					assert.Equal(t, string(f.Content), string(onDisk), "%s differs; run go test ./golden -update and read the diff", f.Path)
				}
			}
			g.ownsAll(t, files)
		})
	}
}

// write brings the files to disk; those of the user only if they are missing.
// Generated files that the generator makes no longer are removed.
func (g golden) write(t *testing.T, files []generator.File) {
	t.Helper()
	for _, f := range files {
		target := filepath.Join(g.name, filepath.FromSlash(f.Path))
		if _, err := os.Stat(target); err == nil && f.Owner == generator.User {
			continue
		}
		require.NoError(t, os.MkdirAll(filepath.Dir(target), 0o777))
		require.NoError(t, os.WriteFile(target, f.Content, 0o666))
	}
	for _, name := range g.onDisk(t) {
		owned := slices.ContainsFunc(files, func(f generator.File) bool { return f.Path == name })
		if !owned && strings.HasSuffix(strings.TrimSuffix(name, "_test.go"), "_gen") {
			require.NoError(t, os.Remove(filepath.Join(g.name, name)))
		}
	}
}

// ownsAll fails on a file that neither the generator makes nor a case may have
// beside: its schema, its test, and types that the schema says are written by
// hand.
func (g golden) ownsAll(t *testing.T, files []generator.File) {
	t.Helper()
	owned := []string{"otp.yaml", "behaviour_test.go", "types.go"}
	for _, f := range files {
		owned = append(owned, f.Path)
	}
	for _, name := range g.onDisk(t) {
		assert.Contains(t, owned, name, "nobody owns this file")
	}
}

func (g golden) onDisk(t *testing.T) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS(g.name), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	require.NoError(t, err)
	return names
}

// Equal input gives equal bytes, however the maps of the generator's own
// memory are ordered.
func TestTwoRunsAreEqual(t *testing.T) {
	t.Parallel()
	for _, g := range cases(t) {
		first := g.generate(t, g.source)
		for range 2 {
			require.Equal(t, first, g.generate(t, g.source), g.name)
		}
	}
}

// Order has meaning in lists and inside args: and fields:, nowhere else.
func TestOrderOfMapsHasNoMeaning(t *testing.T) {
	t.Parallel()
	for _, g := range cases(t) {
		reversed := []byte(reverseMaps(string(g.source)))
		require.NotEqual(t, string(g.source), string(reversed), g.name)
		want, got := g.generate(t, g.source), g.generate(t, reversed)
		require.Len(t, got, len(want), g.name)
		for i := range want {
			assert.Equal(t, string(want[i].Content), string(got[i].Content), "%s/%s", g.name, want[i].Path)
		}
	}
}

// Generated code is plain Go that a team could keep: formatted, every exported
// name with a comment, and nothing reflects.
func TestGeneratedCodeIsPlain(t *testing.T) {
	t.Parallel()
	for _, g := range cases(t) {
		for _, f := range g.generate(t, g.source) {
			if f.Owner != generator.Generated || path.Ext(f.Path) != ".go" {
				continue
			}
			formatted, err := format.Source(f.Content)
			require.NoError(t, err, f.Path)
			assert.Equal(t, string(formatted), string(f.Content), "%s/%s", g.name, f.Path)
			lines := strings.SplitN(string(f.Content), "\n", 3)
			assert.Equal(t, "// Code generated by otpgen. DO NOT EDIT.", lines[0])
			assert.Equal(t, "// source: otp.yaml", lines[1])
			file, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Content, parser.ParseComments)
			require.NoError(t, err)
			for _, i := range file.Imports {
				assert.NotContains(t, []string{`"reflect"`, `"unsafe"`}, i.Path.Value)
			}
			for _, name := range undocumented(file) {
				assert.Fail(t, "no comment", "%s/%s: %s", g.name, f.Path, name)
			}
		}
	}
}

// undocumented lists the exported types, functions, methods and constants of a
// file that have no comment.
func undocumented(file *ast.File) []string {
	var names []string
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && d.Doc == nil {
				names = append(names, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if t, ok := s.(*ast.TypeSpec); ok && t.Name.IsExported() && d.Doc == nil {
					names = append(names, t.Name.Name)
				}
				if v, ok := s.(*ast.ValueSpec); ok && v.Names[0].IsExported() && d.Doc == nil && v.Doc == nil {
					names = append(names, v.Names[0].Name)
				}
			}
		}
	}
	return names
}
