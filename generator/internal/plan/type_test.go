package plan

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFormatAndPaths(t *testing.T) {
	t.Parallel()
	qualifier := func(path string) string {
		return map[string]string{Local: "shop", "os": "os", "example.com/otp/runtime": "otp"}[path]
	}
	str, file := Named{Name: "string"}, Named{Path: "os", Name: "File"}
	step := Named{Path: Local, Name: "Step"}
	for _, c := range []struct {
		t     Type
		want  string
		paths []string
	}{
		{str, "string", nil},
		{step, "shop.Step", []string{Local}},
		{Pointer{file}, "*os.File", []string{"os"}},
		{Map{str, Slice{Array{4, step}}}, "map[string][][4]shop.Step", []string{Local}},
		{Named{Path: "example.com/otp/runtime", Name: "Reply", Args: []Type{EmptyStruct{}, file}}, "otp.Reply[struct{}, os.File]",
			[]string{"example.com/otp/runtime", "os"}},
		{Func{}, "func()", nil},
		{Func{Params: []Type{step, Slice{str}}, Results: []Type{str}, Variadic: true}, "func(shop.Step, ...string) string", []string{Local}},
		{Func{Results: []Type{file, Named{Name: "error"}}}, "func() (os.File, error)", []string{"os"}},
		{Chan{SendRecv, str}, "chan string", nil},
		{Chan{SendOnly, Chan{RecvOnly, str}}, "chan<- (<-chan string)", nil},
		{Chan{RecvOnly, Chan{SendRecv, step}}, "<-chan chan shop.Step", []string{Local}},
	} {
		assert.Equal(t, c.want, Format(c.t, qualifier))
		var paths []string
		Paths(c.t, func(path string) { paths = append(paths, path) })
		assert.Equal(t, c.paths, slices.Compact(paths), c.want)
	}
	assert.Equal(t, "Step", Format(step, func(string) string { return "" }))
}
