package analysis_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

const languagePage = "../../docs/language.md"

// The blocks of docs/language.md, one after the other, are one schema that
// nothing is wrong with.
func TestTheLanguagePageIsAValidSchema(t *testing.T) {
	t.Parallel()
	doc, found := schema.Parse("language.yaml", []byte(yamlOf(page(t))))
	require.Empty(t, found)
	app, found := schema.Resolve(doc)
	require.Empty(t, found)
	assert.Empty(t, analysis.Check(app))
}

// The page has a section for every mapping of the language, each section a row
// for every key and no other, and the blocks show every key at work.
func TestTheLanguagePageIsComplete(t *testing.T) {
	t.Parallel()
	text := page(t)
	sections := sectionsOf(text)
	example := yamlOf(text)
	for _, topic := range schema.Reference() {
		require.Contains(t, sections, topic.Name, "a section ### %s", topic.Name)
		var keys []string
		for _, k := range topic.Keys {
			keys = append(keys, k.Name)
			assert.Regexp(t, `\b`+k.Name+`:`, example, "an example of %s in %s", k.Name, topic.Name)
		}
		assert.ElementsMatch(t, keys, rowsOf(sections[topic.Name]), "the table of %s", topic.Name)
	}
}

func page(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(languagePage)
	require.NoError(t, err)
	return string(text)
}

// yamlOf joins the YAML blocks of a page.
func yamlOf(text string) string {
	var b strings.Builder
	for _, m := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(text, -1) {
		b.WriteString(m[1])
	}
	return b.String()
}

// sectionsOf splits a page at its headings of the third level.
func sectionsOf(text string) map[string]string {
	sections := map[string]string{}
	for _, s := range strings.Split(text, "\n### ")[1:] {
		name, body, _ := strings.Cut(s, "\n")
		body, _, _ = strings.Cut(body, "\n## ")
		sections[name] = body
	}
	return sections
}

// rowsOf lists the keys in the first column of the tables headed key.
func rowsOf(section string) []string {
	var keys []string
	inside := false
	for _, line := range strings.Split(section, "\n") {
		switch {
		case strings.HasPrefix(line, "| key |"):
			inside = true
		case !strings.HasPrefix(line, "|"):
			inside = false
		case inside && !strings.HasPrefix(line, "| ---"):
			first, _, _ := strings.Cut(line[1:], "|")
			for _, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(first, -1) {
				keys = append(keys, m[1])
			}
		}
	}
	return keys
}
