package scaffold

import (
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
	"github.com/otpgen/otpgen/templates"
)

func TestPackageName(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"shop":                   "shop",
		"example.com/my-shop":    "myshop",
		"example.com/my_shop":    "myshop",
		"example.com/Shop/v2":    "shop",
		"example.com/shop.go":    "shopgo",
		"v2":                     "v2",
		"example.com/2nd":        "nd",
		"example.com/42":         "app",
		"example.com/main":       "mainapp",
		"example.com/os":         "osapp",
		"example.com/otp":        "otpapp",
		"example.com/func":       "funcapp",
		"example.com/shop/inner": "inner",
	} {
		got := PackageName(path)
		assert.Equal(t, want, got, path)
		assert.True(t, token.IsIdentifier(got), got)
	}
}

func TestModulePath(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string]string{"shop": "shop", "log": "example.com/log", "my-shop": "my-shop"} {
		got, err := ModulePath(folder)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, folder := range []string{"my shop", "größe", string(filepath.Separator)} {
		_, err := ModulePath(folder)
		assert.ErrorContains(t, err, "--module", folder)
	}
}

func TestFilesAreComplete(t *testing.T) {
	t.Parallel()
	files := Files(templates.Files, Data{Module: "example.com/shop", Package: "shop", ImportPath: "example.com/shop"})
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path)
		assert.NotContains(t, string(f.Content), "{{")
		assert.NotContains(t, string(f.Content), "<no value>")
		if strings.HasSuffix(f.Path, ".go") {
			_, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Content, parser.SkipObjectResolution)
			assert.NoError(t, err)
		}
	}
	assert.Equal(t, []string{".gitattributes", "cmd/shop/main.go", "otp.yaml", "otpgen.go"}, paths)
}

func TestMainNamesAPackageThatIsNotItsFolder(t *testing.T) {
	t.Parallel()
	for importPath, want := range map[string]string{
		"example.com/shop":    "\t\"example.com/shop\"\n",
		"ful":                 "\tshop \"ful\"\n",
		"example.com/shop/v2": "\tshop \"example.com/shop/v2\"\n",
	} {
		files := Files(templates.Files, Data{Module: importPath, Package: "shop", ImportPath: importPath})
		assert.Contains(t, string(files[1].Content), want)
	}
}

func TestAddToolOnlyAdds(t *testing.T) {
	t.Parallel()
	tool := Tool{Module: "example.com/otpgen", Version: "v0.0.0", Go: "1.26", Replace: "/src", Requires: []gomod.Require{
		{Path: "github.com/spf13/cobra", Version: "v1.10.2"}, {Path: "gopkg.in/yaml.v3", Version: "v3.0.1"}}}
	add := func(content string) (string, bool) {
		mod, err := gomod.Parse([]byte(content))
		require.NoError(t, err)
		longer, ok := AddTool([]byte(content), mod, tool)
		return string(longer), ok
	}
	const mine = "module m // mine\n\ngo 1.26.1\n\nrequire gopkg.in/yaml.v3 v3.0.1\n\nexclude x.y/z v1.0.0"
	longer, ok := add(mine)
	require.True(t, ok)
	assert.Equal(t, mine+`

tool example.com/otpgen/cmd/otpgen

require example.com/otpgen v0.0.0

require (
	github.com/spf13/cobra v1.10.2 // indirect
)

replace example.com/otpgen => /src
`, longer)

	longer, ok = add("module m\r\n\r\ngo 1.26\r\n")
	require.True(t, ok)
	assert.Equal(t, strings.Count(longer, "\n"), strings.Count(longer, "\r\n"))

	for title, content := range map[string]string{
		"too old a go line":   "module m\n\ngo 1.25\n",
		"no go line":          "module m\n",
		"another version":     "module m\n\ngo 1.26\n\nrequire github.com/spf13/cobra v1.9.0\n",
		"a block left open":   "module m\n\ngo 1.26\n\nrequire (\n",
		"a block of excludes": "module m\n\ngo 1.26\n\nexclude (\n",
	} {
		_, ok := add(content)
		assert.False(t, ok, title)
	}
}

func TestAddLines(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "a\nb\nc\n", string(AddLines([]byte("a\nb"), []byte("b\nc\n"))))
	assert.Equal(t, "c\n", string(AddLines(nil, []byte("c\n"))))
}

func TestGoModReadsBack(t *testing.T) {
	t.Parallel()
	requires := []gomod.Require{{Path: "github.com/spf13/cobra", Version: "v1.10.2"}}
	text := GoMod("example.com/shop", Tool{Module: "example.com/otpgen", Version: "v0.0.0", Go: "1.26", Requires: requires, Replace: "/a b/otpgen"})
	f, err := gomod.Parse(text)
	require.NoError(t, err)
	assert.Equal(t, "example.com/shop", f.Module)
	assert.Equal(t, "1.26", f.Go)
	assert.Equal(t, append([]gomod.Require{{Path: "example.com/otpgen", Version: "v0.0.0"}}, requires...), f.Requires)
	assert.Contains(t, string(text), "tool example.com/otpgen/cmd/otpgen\n")
	assert.Contains(t, string(text), `replace example.com/otpgen => "/a b/otpgen"`)

	release := GoMod("m", Tool{Module: "example.com/otpgen", Version: "v1.0.0", Go: "1.26"})
	assert.NotContains(t, string(release), "replace")
}

func TestCheckoutRequiresOnlyWhatIsLinked(t *testing.T) {
	t.Parallel()
	tool := Checkout("/src", &gomod.File{Module: "m", Go: "1.26", Requires: []gomod.Require{
		{Path: "github.com/spf13/cobra", Version: "v1.10.2"},
		{Path: "github.com/stretchr/testify", Version: "v1.12.1"},
	}})
	assert.Equal(t, Tool{Module: "m", Version: "v0.0.0", Go: "1.26", Replace: "/src",
		Requires: []gomod.Require{{Path: "github.com/spf13/cobra", Version: "v1.10.2"}}}, tool)
}

// The go command knows what the command is built from; Linked must say the
// same, or go tool otpgen fails in a fresh module.
func TestLinkedIsWhatTheCommandIsBuiltFrom(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "..", "..")
	mod, err := gomod.Read(root)
	require.NoError(t, err)
	var got []string
	for _, system := range []string{"linux", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/otpgen")
		cmd.Dir = root
		cmd.Env = append(cmd.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := cmd.Output()
		require.NoError(t, err)
		got = append(got, strings.Fields(string(out))...)
	}
	slices.Sort(got)
	got = slices.DeleteFunc(slices.Compact(got), func(p string) bool { return p == mod.Module })
	assert.Equal(t, Linked(), got)
}
