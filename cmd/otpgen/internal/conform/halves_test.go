package conform

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

func pack(files map[string]string) fstest.MapFS {
	m := fstest.MapFS{"counter_gen.go": {Data: []byte(gen)}}
	for name, content := range files {
		m[name] = &fstest.MapFile{Data: []byte("package p\n" + content)}
	}
	return m
}

func TestHalvesOfAHandler(t *testing.T) {
	t.Parallel()
	const typ = "type counter struct{}\n"
	tests := map[string]struct {
		files map[string]string
		want  []string
	}{
		"no constructor":                  {map[string]string{"counter.go": typ + both}, []string{CodeHalf}},
		"no constructor of an int":        {map[string]string{"counter.go": "type counter int\n" + both}, []string{CodeHalf}},
		"a constructor in another file":   {map[string]string{"counter.go": typ + both, "b.go": "func newCounter() CounterHandler { return &counter{} }\n"}, nil},
		"a variable":                      {map[string]string{"counter.go": typ + both + "var newCounter = func() CounterHandler { return &counter{} }\n"}, nil},
		"from another generator":          {map[string]string{"counter.go": typ + both, "wire_gen.go": "func newCounter() CounterHandler { return &counter{} }\n"}, nil},
		"no type":                         {map[string]string{"counter.go": "func newCounter() CounterHandler { return &counter{} }\n" + both}, []string{CodeHalf}},
		"no type, new":                    {map[string]string{"counter.go": "func newCounter() CounterHandler { return new(counter) }\n"}, []string{CodeHalf}},
		"no type, methods only":           {map[string]string{"counter.go": "func newCounter() CounterHandler { return nil }\n" + both}, []string{CodeHalf}},
		"a type in the function":          {map[string]string{"counter.go": "func newCounter() CounterHandler { type counter struct{ mine }; return &counter{} }\n"}, nil},
		"a variable of the name":          {map[string]string{"counter.go": "func newCounter() CounterHandler { counter := mine{}; return &counter }\n"}, nil},
		"a type from another generator":   {map[string]string{"counter.go": "func newCounter() CounterHandler { return &counter{} }\n", "wire_gen.go": typ}, nil},
		"a file beside it does not parse": {map[string]string{"counter.go": typ + both, "b.go": "func newCounter( {"}, []string{CodeBroken}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Read(pack(tt.files))
			require.NoError(t, err)
			assert.Equal(t, tt.want, codes(s.Handlers([]generator.Handler{counter()})))
		})
	}
}

func TestStubsAddAConstructor(t *testing.T) {
	t.Parallel()
	h := counter()
	h.Maker = "func newCounter() CounterHandler { return new(counter) }\n"
	s, err := Read(pack(map[string]string{"counter.go": "\ntype counter int\n" + both}))
	require.NoError(t, err)
	grown := s.Stubs([]generator.Handler{h}, nil, nil)
	require.Len(t, grown, 1)
	assert.Equal(t, "package p\n\ntype counter int\n"+both+"\n"+h.Maker, string(grown[0].Want))
}

func TestTakenNames(t *testing.T) {
	t.Parallel()
	s, err := Read(pack(map[string]string{"a.go": "type counter int\n", "b.go": "var newCounter = 1\n"}))
	require.NoError(t, err)
	diags := s.Taken([]generator.Handler{counter()})
	require.Equal(t, []string{CodeTaken, CodeTaken}, codes(diags))
	assert.True(t, diags.HasErrors())
	assert.Equal(t, "a.go", diags[0].File)
	assert.Equal(t, schema.Pos{Line: 2, Column: 6}, diags[0].Range.Start)
	assert.Equal(t, "b.go", diags[1].File)
	assert.Empty(t, s.Taken(nil))
}
