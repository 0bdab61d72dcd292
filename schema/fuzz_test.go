package schema

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzSchema holds every input to the promises of Parse and Resolve: no panic,
// diagnostics with a place in the text and something to do, the same ones each
// time, and an Application exactly if none is an error.
func FuzzSchema(f *testing.F) {
	for _, pattern := range []string{"testdata/*.yaml", "testdata/good/*.yaml", "testdata/bad/*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, file := range files {
			src, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(src)
		}
	}
	for _, c := range broken {
		if len(c.src) < 1000 {
			f.Add([]byte(c.src))
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		app, found := check("otp.yaml", src)
		assert.Equal(t, !found.HasErrors(), app != nil)
		for _, d := range found {
			checkDiagnostic(t, string(src), d)
		}
		_, again := check("otp.yaml", src)
		assert.Equal(t, found, again)
		if app != nil {
			checkApplication(t, app)
		}
	})
}

// checkApplication holds an application to what its users take for granted.
func checkApplication(t *testing.T, app *Application) {
	t.Helper()
	require.NotNil(t, app.Root)
	for _, m := range app.Messages {
		assert.NotZero(t, m.Kind, m.Name)
		assert.Equal(t, m.Kind == Defined, m.Type != nil, m.Name)
		checkFields(t, m.Fields)
	}
	for _, x := range app.Externals {
		assert.NotNil(t, x.Type, x.Name)
	}
	for _, s := range app.Services {
		assert.NotZero(t, s.Kind, s.Name)
		assert.NotZero(t, s.Naming.Kind, s.Name)
		assert.NotZero(t, s.Mailbox.Capacity, s.Name)
		checkFields(t, s.Args)
		for _, u := range s.Uses {
			assert.True(t, u.Service != nil || u.Child != nil || u.External != nil, u.Name)
		}
	}
	for _, s := range app.Supervisors {
		assert.NotZero(t, s.Strategy, s.Name)
		assert.NotEmpty(t, s.Name)
		for _, c := range s.Children {
			checkChild(t, c)
		}
	}
}

func checkFields(t *testing.T, fields []*Field) {
	t.Helper()
	for _, f := range fields {
		assert.NotNil(t, f.Type, f.Name)
	}
}

func checkChild(t *testing.T, c *Child) {
	t.Helper()
	assert.NotEmpty(t, c.ID)
	assert.NotZero(t, c.Kind, c.ID)
	assert.NotZero(t, c.Naming.Kind, c.ID)
	assert.Equal(t, c.Kind != TasksChild, c.Service != nil || c.Supervisor != nil, c.ID)
	for _, a := range c.Args {
		if assert.NotNil(t, a.Value, a.Field.Name) {
			assert.Equal(t, a.Value.Kind == Literal, a.Value.Literal != nil)
		}
	}
}

// TestWhatIsAcceptedIsWhole holds the good schemas to what the fuzzer checks.
func TestWhatIsAcceptedIsWhole(t *testing.T) {
	t.Parallel()
	for _, file := range goodFiles(t) {
		checkApplication(t, load(t, file))
	}
}
