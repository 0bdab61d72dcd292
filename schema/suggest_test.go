package schema

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "acb", 1},
		{"teh", "the", 1}, {"kitten", "sitting", 3}, {"größe", "grösse", 2}, {"ab", "ba", 1}, {"ca", "abc", 3},
	} {
		assert.Equal(t, c.want, distance([]rune(c.a), []rune(c.b)), "%s %s", c.a, c.b)
		assert.Equal(t, c.want, distance([]rune(c.b), []rune(c.a)), "%s %s", c.b, c.a)
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	words := []string{"permanent", "transient", "temporary", "cat", "car", "permanent"}
	for word, want := range map[string]string{
		"permanant":               "permanent",
		"transcient":              "transient",
		"permanent":               "", // not a mistake
		"xyz":                     "", // far from all
		"ca":                      "", // two are as near
		"cats":                    "cat",
		"":                        "",
		strings.Repeat("a", 1000): "",
	} {
		r := newReport("")
		got, ok := r.nearest(word, slices.Values(words))
		assert.Equal(t, want, got, word)
		assert.Equal(t, want != "", ok, word)
	}
}

func TestSuggestionsAreBounded(t *testing.T) {
	t.Parallel()
	r := newReport("")
	r.spelling = 3
	_, ok := r.nearest("caat", slices.Values([]string{"cat", "dog"}))
	assert.True(t, ok)
	_, ok = r.nearest("caat", slices.Values([]string{"cat", "dog"}))
	assert.False(t, ok, "a suggestion from half of the candidates could be wrong")
}
