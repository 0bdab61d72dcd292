package conform

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator"
)

func TestLiterals(t *testing.T) {
	t.Parallel()
	structs := []generator.Struct{{Name: "Args", Fields: []string{"Path", "DB"}, Needed: []string{"DB"}}, {Name: "CartArgs", Fields: []string{"Size"}}}
	const head = "package main\nimport \"example.com/shop\"\n"
	tests := map[string]struct {
		source string
		want   []string
	}{
		"whole":              {head + "var a = shop.Args{Path: path, DB: db}\n", nil},
		"empty":              {head + "func main() { shop.Main(shop.Args{}) }\n", []string{"Args is not given DB"}},
		"set later":          {head + "func main() { a := shop.Args{}; a.DB = open(); shop.Main(a) }\n", nil},
		"without names":      {head + "var a = shop.Args{path, db}\n", nil},
		"an old field":       {head + "var a = shop.Args{Root: 1, DB: db}\nvar b = &shop.CartArgs{Length: 1}\n", []string{"Args has no field Root", "CartArgs has no field Length"}},
		"another name":       {"package main\nimport s \"example.com/shop\"\nvar a = s.Args{Root: 1, DB: db}\n", []string{"Args has no field Root"}},
		"another package":    {"package main\nimport \"example.com/a/shop\"\nvar a = shop.Args{Root: 1}\n", nil},
		"a type of its own":  {head + "type Args struct{}\nvar a = Args{}\n", nil},
		"does not parse":     {head + "var a = shop.Args{\n", nil},
		"an unrelated field": {head + "var a = shop.Other{Root: 1}\n", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := ReadCommands(fstest.MapFS{"cmd/shop/main.go": {Data: []byte(tt.source)}})
			require.NoError(t, err)
			var found []string
			for _, d := range s.Literals(structs, "example.com/shop", "shop") {
				assert.Equal(t, CodeLiteral, d.Code)
				assert.Equal(t, "cmd/shop/main.go", d.File)
				assert.NotZero(t, d.Range)
				assert.NotEmpty(t, d.Help)
				found = append(found, d.Message)
			}
			assert.Equal(t, tt.want, found)
		})
	}
}
