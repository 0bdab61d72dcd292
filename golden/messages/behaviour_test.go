package messages_test

import (
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/messages"
	"github.com/otpgen/otpgen/golden/messages/messagestest"
)

// full has something in every field, so that two of them differ if anything
// was lost.
func full() messages.Everything {
	seven := 7
	var circle messages.Shape = messages.ShapeCircle{Radius: 2}
	group := messages.ShapeGroup{Members: []messages.Shape{circle, messages.ShapeGroup{Names: []string{"in"}}}, Names: []string{"out"}, Query: url.Values{"q": {"v"}}}
	return messages.Everything{
		Path:         messages.Path{"a", "b"},
		UserPath:     messages.UserPath{"u"},
		Index:        messages.Index{"k": {"v"}},
		Level:        messages.LevelVeryHigh,
		Leaf:         messages.Leaf{Name: "leaf", Level: messages.LevelLow},
		Leaves:       []messages.Leaf{{Name: "l", Level: messages.LevelLow}},
		ByName:       map[string]*messages.Node{"n": {Value: 1, Children: []*messages.Node{{Value: 2}, nil}}, "nil": nil},
		Optional:     &seven,
		Grid:         messages.Grid{{1, 2}, {3}},
		Nested:       [][]string{{"x"}, nil},
		Shape:        group,
		Shapes:       messages.Shapes{circle, nil},
		ShapeList:    []messages.Shape{group},
		ShapeMap:     map[string]messages.Shape{"c": circle},
		ShapePair:    [2]messages.Shape{group, circle},
		ShapePointer: &circle,
		Raw:          json.RawMessage(`{"raw":[1]}`),
		Header:       http.Header{"K": {"v"}},
		Queries:      []url.Values{{"q": {"v"}}, nil},
		IP:           net.IPv4(127, 0, 0, 1),
		At:           time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC),
		Money:        messages.Money{Cents: 5},
	}
}

// scribble writes to everything that can be reached from v.
func scribble(v messages.Everything) {
	v.Path[0], v.UserPath[0], v.Index["k"][0] = "!", "!", "!"
	v.Leaves[0].Name = "!"
	v.ByName["n"].Children[0].Value = -1
	v.ByName["new"] = nil
	*v.Optional = -1
	v.Grid[1][0] = -1
	v.Nested[0][0] = "!"
	group := v.Shape.(messages.ShapeGroup)
	group.Names[0] = "!"
	group.Members[1].(messages.ShapeGroup).Names[0] = "!"
	v.Shapes[0] = nil
	v.ShapeList[0].(messages.ShapeGroup).Names[0] = "!"
	v.ShapeMap["c"] = nil
	v.ShapePair[0].(messages.ShapeGroup).Members[0] = nil
	*v.ShapePointer = nil
	v.Raw[0] = '!'
	v.Header["K"][0] = "!"
	group.Query["q"][0] = "!"
	v.Queries[0]["q"][0] = "!"
	v.IP[0] = 1
}

func TestNoMemoryIsShared(t *testing.T) {
	t.Parallel()
	f := messagestest.Start(t)
	sent, extra, loose := full(), map[string][]string{"a": {"mine"}}, []string{"mine"}
	require.NoError(t, f.Keeper().Put(t.Context(), sent, extra, loose))
	assert.Equal(t, "mine", extra["a"][0], "arguments are copied")
	assert.Equal(t, "shared", loose[0], "but what is shared is not")
	scribble(sent)

	got, err := f.Keeper().Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, full(), got)
	scribble(got)
	again, err := f.Keeper().Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, full(), again, "replies are copied")
}

// A pointer to a variant satisfies the interface, too; what arrives is the
// variant itself, so that a switch over the variants misses nothing.
func TestPointersToVariantsArriveAsValues(t *testing.T) {
	t.Parallel()
	f := messagestest.Start(t)
	circle := &messages.ShapeCircle{Radius: 2}
	group := &messages.ShapeGroup{Members: []messages.Shape{circle, (*messages.ShapeCircle)(nil)}, Names: []string{"mine"}}
	sent := messages.Everything{
		Level: messages.LevelLow, Leaf: messages.Leaf{Level: messages.LevelLow},
		Shape: group, Shapes: messages.Shapes{circle, (*messages.ShapeGroup)(nil)},
	}
	want := sent
	want.Shape = messages.ShapeGroup{Members: []messages.Shape{messages.ShapeCircle{Radius: 2}, nil}, Names: []string{"mine"}}
	want.Shapes = messages.Shapes{messages.ShapeCircle{Radius: 2}, nil}

	asJSON, err := json.Marshal(sent)
	require.NoError(t, err)
	var decoded messages.Everything
	require.NoError(t, json.Unmarshal(asJSON, &decoded))
	assert.Equal(t, want.Shape, decoded.Shape)
	assert.Equal(t, want.Shapes, decoded.Shapes)

	require.NoError(t, f.Keeper().Put(t.Context(), sent, map[string][]string{"a": {""}}, []string{""}))
	circle.Radius, group.Names[0] = -1, "!"
	got, err := f.Keeper().Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

func TestNilStaysNil(t *testing.T) {
	t.Parallel()
	f := messagestest.Start(t)
	require.NoError(t, f.Keeper().Put(t.Context(), messages.Everything{}, map[string][]string{"a": {""}}, []string{""}))
	got, err := f.Keeper().Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, messages.Everything{}, got)
}

func TestErrorsAreCopied(t *testing.T) {
	t.Parallel()
	f := messagestest.Start(t)
	require.NoError(t, f.Keeper().Put(t.Context(), full(), map[string][]string{"a": {""}}, []string{""}))
	err := f.Keeper().Fail(t.Context())
	var refused messages.Refused
	require.ErrorAs(t, err, &refused)
	require.EqualError(t, err, "100% refused: [[a b]] of low")
	refused.Paths[0][0] = "!"
	got, err := f.Keeper().Get(t.Context())
	require.NoError(t, err)
	assert.Equal(t, messages.Path{"a", "b"}, got.Path)
}

func TestSharedRepliesAreShared(t *testing.T) {
	t.Parallel()
	f := messagestest.Start(t)
	first, err := f.Keeper().First(t.Context())
	require.NoError(t, err)
	again, err := f.Keeper().First(t.Context())
	require.NoError(t, err)
	assert.Same(t, first, again)
}

func TestCastsCopyToo(t *testing.T) {
	t.Parallel()
	f := messagestest.Start(t)
	lines := []string{"mine"}
	require.NoError(t, f.Keeper().Note(t.Context(), lines))
	_, err := f.Keeper().Get(t.Context()) // the cast has been handled by now
	require.NoError(t, err)
	assert.Equal(t, []string{"mine"}, lines)
}

func TestJSONRoundTrip(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(full())
	require.NoError(t, err)
	var got messages.Everything
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Equal(t, full(), got)

	// A variant is wrapped in its name, wherever it stands.
	assert.Contains(t, string(text), `"shape_map":{"c":{"circle":{"radius":2}}}`)
	assert.Contains(t, string(text), `"level":"very_high"`)
	assert.NotContains(t, string(text), "done")
}

func TestVariantsDecodeByThemselves(t *testing.T) {
	t.Parallel()
	var circle messages.ShapeCircle
	require.NoError(t, json.Unmarshal([]byte(`{"circle":{"radius":3}}`), &circle))
	assert.Equal(t, messages.ShapeCircle{Radius: 3}, circle)

	shape, err := messages.UnmarshalShape([]byte(`{"group":{"members":[{"circle":{"radius":1}}]}}`))
	require.NoError(t, err)
	assert.Equal(t, messages.ShapeGroup{Members: []messages.Shape{messages.ShapeCircle{Radius: 1}}}, shape)

	none, err := messages.UnmarshalShape([]byte(`null`))
	require.NoError(t, err)
	assert.Nil(t, none)
}

func TestBadJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"shape":{"square":{}}}`:                "\"square\" is no variant of Shape",
		`{"shape":{}}`:                           "want one variant, got 0",
		`{"shape":{"circle":{},"group":{}}}`:     "want one variant, got 2",
		`{"shape":3}`:                            "cannot unmarshal number",
		`{"shapes":[{"circle":{"radius":"x"}}]}`: "cannot unmarshal string",
		`{"level":"highest"}`:                    "\"highest\" is no Level",
	} {
		var got messages.Everything
		assert.ErrorContains(t, json.Unmarshal([]byte(text), &got), want, text)
	}
	var circle messages.ShapeCircle
	require.ErrorContains(t, json.Unmarshal([]byte(`{"group":{}}`), &circle), `"group" is not the variant circle`)
	_, err := json.Marshal(messages.Leaf{Name: "unset"})
	require.ErrorContains(t, err, `"" is no Level`)
}
