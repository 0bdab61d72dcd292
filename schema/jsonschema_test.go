package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// compile makes a validator of the JSON Schema; the compiler holds it against
// the metaschema of its draft.
func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("otp.json", doc))
	s, err := c.Compile("otp.json")
	require.NoError(t, err)
	return s
}

func TestJSONSchemaMeetsItsMetaschema(t *testing.T) {
	t.Parallel()
	meta, err := jsonschema.NewCompiler().Compile("https://json-schema.org/draft/2020-12/schema")
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	require.NoError(t, err)
	require.NoError(t, meta.Validate(doc))
	compile(t)
	assert.Equal(t, JSONSchema(), JSONSchema())
}

// decoded is a schema as JSON Schema sees it.
func decoded(t *testing.T, src []byte) any {
	t.Helper()
	var v any
	require.NoError(t, yaml.Unmarshal(src, &v))
	asJSON, err := json.Marshal(v)
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	require.NoError(t, err)
	return value
}

// goodFiles are schemas without errors.
func goodFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/good/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return append(files, "testdata/sample.yaml")
}

// publicFiles are the schemas that people see: every example, every golden
// package.
func publicFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"../examples/*.yaml", "../golden/*/otp.yaml"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, found, pattern)
		files = append(files, found...)
	}
	return files
}

func TestGoodSchemasPassBothParserAndJSONSchema(t *testing.T) {
	t.Parallel()
	s := compile(t)
	for _, file := range append(goodFiles(t), publicFiles(t)...) {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		app, found := check(file, src)
		assert.NotNil(t, app, file)
		for _, d := range found {
			assert.Equal(t, Warning, d.Severity, show(d))
		}
		assert.NoError(t, s.Validate(decoded(t, src)), file)
	}
}

// TestJSONSchemaRefusesWhatTheParserRefuses takes mistakes of structure, which
// both can see.
func TestJSONSchemaRefusesWhatTheParserRefuses(t *testing.T) {
	t.Parallel()
	s := compile(t)
	for _, addition := range []string{
		"pakage: a",
		"doc: 12",
		"out: /tmp",
		"messages: {order: {}}",
		"messages: {Order: {fields: {}, enum: [a]}}",
		"messages: {Order: {enum: []}}",
		"messages: {Order: {fields: {Total: int}}}",
		"messages: {Order: {fields: {total: {doc: a}}}}",
		"messages: {Order: [a]}",
		"types: {Money: {shared: yes}}",
		"errors: {gone: {}}",
		"errors: {gone: }",
		"externals: {Disk: {type: a, timeout: 5}}",
		"externals: {Disk: {type: a, timeout: brutal_kill}}",
		"strategies: {calm: {strategy: one_for_al}}",
		"strategies: {calm: {strategy: one_for_one, max_seconds: 0}}",
		"application: {grace: soon}",
		"boundaries: [{crash: Shop}]",
		"boundaries: [{crash: Shop, survives: []}]",
		"imports: {a: 1}",
	} {
		src := []byte(smallest + addition + "\n")
		_, found := Parse("otp.yaml", src)
		assert.True(t, found.HasErrors(), addition)
		assert.Error(t, s.Validate(decoded(t, src)), addition)
	}
	for _, child := range []string{
		"{}", "1", "{child: Shop, pool: Shop, name: P, size: 2}", "{pool: Shop, size: 2}", "{pool: Shop, name: P}",
		"{child: Shop, size: 2}", "{child: Shop, scope: true}", "{name: T, tasks: {}, args: {}}", "{name: D, dynamic: {}}",
		"{child: Shop, args: {a: }}", "{child: Shop, restart: always}", "{children: []}",
	} {
		src := []byte("otp: 1\npackage: shop\nsupervisors: {Root: {children: [" + child + "]}}\n")
		_, found := Parse("otp.yaml", src)
		assert.True(t, found.HasErrors(), child)
		assert.Error(t, s.Validate(decoded(t, src)), child)
	}
}

// TestOneTable compares the three readers of the descriptor table with what
// the good schemas show: every key of the reference is a property of the JSON
// Schema, the other way round, and used in a test.
func TestOneTable(t *testing.T) {
	t.Parallel()
	var schema struct {
		Defs map[string]struct {
			Description string
			Properties  map[string]struct{ Description string }
			Additional  *bool `json:"additionalProperties"`
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(JSONSchema(), &schema))
	topics := Reference()
	assert.Len(t, schema.Defs, len(topics))
	for _, topic := range topics {
		def := schema.Defs[topic.Name]
		assert.NotEmpty(t, topic.Doc, topic.Name)
		assert.Equal(t, topic.Doc, def.Description)
		require.NotNil(t, def.Additional, topic.Name)
		assert.False(t, *def.Additional, "%s has a closed set of keys", topic.Name)
		var keys []string
		for _, k := range topic.Keys {
			keys = append(keys, k.Name)
			assert.NotEmpty(t, k.Doc, "%s.%s", topic.Name, k.Name)
			assert.NotEmpty(t, k.Accepts, "%s.%s", topic.Name, k.Name)
			assert.Equal(t, k.Doc, def.Properties[k.Name].Description)
		}
		assert.ElementsMatch(t, slices.Collect(maps.Keys(def.Properties)), keys, topic.Name)
	}
	assert.Equal(t, "schema", topics[0].Name)
}

func TestEveryKeyIsInAGoodSchema(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/good/everything.yaml")
	require.NoError(t, err)
	used := map[string]bool{}
	var collect func(n *yaml.Node)
	collect = func(n *yaml.Node) {
		if n.Kind == yaml.MappingNode {
			for i := 0; i < len(n.Content); i += 2 {
				used[n.Content[i].Value] = true
			}
		}
		for _, c := range n.Content {
			collect(c)
		}
	}
	var root yaml.Node
	require.NoError(t, yaml.Unmarshal(src, &root))
	collect(&root)
	for _, topic := range Reference() {
		for _, k := range topic.Keys {
			assert.True(t, used[k.Name], "%s.%s is in no test", topic.Name, k.Name)
		}
	}
}
