package schema

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// TestOrderOfKeysHasNoMeaning shuffles every mapping whose order says nothing,
// which are all but args:, fields: and the variants' fields.
func TestOrderOfKeysHasNoMeaning(t *testing.T) {
	t.Parallel()
	for _, file := range goodFiles(t) {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		want := portrait(load(t, file))
		for seed := range uint64(30) {
			var root yaml.Node
			require.NoError(t, yaml.Unmarshal(src, &root))
			shuffle(rand.New(rand.NewPCG(seed, 1)), &root, "")
			var out bytes.Buffer
			require.NoError(t, yaml.NewEncoder(&out).Encode(&root))
			app, found := check(file, out.Bytes())
			require.False(t, found.HasErrors(), "seed %d: %v\n%s", seed, found, out.String())
			require.Equal(t, want, portrait(app), "seed %d:\n%s", seed, out.String())
		}
	}
}

// ordered are the keys below which the order of a mapping is meaning.
func ordered(key string) bool {
	switch key {
	case "args", "fields", "Round", "Group", "Text", "Number", "Flag":
		return true
	}
	return false
}

func shuffle(r *rand.Rand, n *yaml.Node, under string) {
	n.Style &^= yaml.FlowStyle
	if n.Kind == yaml.MappingNode && !ordered(under) {
		r.Shuffle(len(n.Content)/2, func(i, j int) {
			for k := range 2 {
				n.Content[2*i+k], n.Content[2*j+k] = n.Content[2*j+k], n.Content[2*i+k]
			}
		})
	}
	for i, c := range n.Content {
		key := ""
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			key = n.Content[i-1].Value
		}
		shuffle(r, c, key)
	}
}

// portrait prints all of an application but its places, following each pointer
// once.
func portrait(app *Application) string {
	var b bytes.Buffer
	draw(&b, reflect.ValueOf(app), map[uintptr]int{}, 0)
	return b.String()
}

func draw(b *bytes.Buffer, v reflect.Value, seen map[uintptr]int, depth int) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			fmt.Fprintln(b, "nil")
			return
		}
		if number, known := seen[v.Pointer()]; known {
			fmt.Fprintf(b, "see %d\n", number)
			return
		}
		seen[v.Pointer()] = len(seen)
		fmt.Fprintf(b, "&%d ", len(seen)-1)
		draw(b, v.Elem(), seen, depth)
	case reflect.Struct:
		if _, isRange := v.Interface().(Range); isRange {
			fmt.Fprintln(b)
			return
		}
		fmt.Fprintln(b, v.Type().Name())
		for i := range v.NumField() {
			fmt.Fprintf(b, "%*s%s: ", 2*depth+2, "", v.Type().Field(i).Name)
			draw(b, v.Field(i), seen, depth+1)
		}
	case reflect.Slice:
		fmt.Fprintln(b, v.Len())
		for i := range v.Len() {
			fmt.Fprintf(b, "%*s- ", 2*depth+2, "")
			draw(b, v.Index(i), seen, depth+1)
		}
	default:
		fmt.Fprintln(b, v.Interface())
	}
}

func TestPortraitShowsDifferences(t *testing.T) {
	t.Parallel()
	one, _ := check("otp.yaml", []byte(smallest))
	two, _ := check("otp.yaml", []byte("\n\n"+smallest))
	other, _ := check("otp.yaml", []byte(smallest+"application: {grace: 1s}\n"))
	assert.Equal(t, portrait(one), portrait(two))
	assert.NotEqual(t, portrait(one), portrait(other))
}
