package schema

import (
	"errors"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is said of the standard library's types is what Go says of them. Those
// that a later Go adds are not looked for: the table is fixed.
func TestStandardTypesAreThoseOfGo(t *testing.T) {
	t.Parallel()
	source := exports(t)
	for _, path := range standardLibrary() {
		if refusedImport(path) != "" || path == "syscall" {
			continue
		}
		pkg, err := source.Import(path)
		require.NoError(t, err)
		for name, said := range standardTypesOf(path) {
			object, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !assert.True(t, ok, "%s.%s is no type", path, name) {
				continue
			}
			parameters, _ := object.Type().(interface{ TypeParams() *types.TypeParamList })
			face, _ := object.Type().Underlying().(*types.Interface)
			got := standardType{
				known:      true,
				generic:    parameters != nil && parameters.TypeParams().Len() > 0,
				constraint: face != nil && !face.IsMethodSet(),
			}
			got.uncompared = !got.generic && !got.constraint && !types.Comparable(object.Type())
			assert.Equal(t, got, said, "%s.%s", path, name)
		}
	}
}

// Every row of the table is of a package that a schema can name.
func TestStandardTypesAreFound(t *testing.T) {
	t.Parallel()
	rows := 0
	for line := range strings.Lines(standardTypes) {
		if path, _, found := strings.Cut(strings.TrimSpace(line), " "); found && !strings.HasPrefix(line, "\t") {
			rows++
			assert.NotEmpty(t, standardTypesOf(path), path)
		}
	}
	assert.Greater(t, rows, 100)
}

// exports imports packages of the standard library from what the go command has
// built of them.
func exports(t *testing.T) types.Importer {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-f", "{{.ImportPath}} {{.Export}}", "std").Output()
	require.NoError(t, err)
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[path] = file
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		if files[path] == "" {
			return nil, errors.New("no package " + path)
		}
		return os.Open(files[path])
	})
}
