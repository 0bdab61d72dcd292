package schema

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// load makes nodes of the text, or reports why that cannot be. Types that need
// quotes are reported all at once; to go on reading, they are blanked out with
// letters, which moves nothing, and put back when their scalar is read.
func (r *reader) load(text string) *yaml.Node {
	found := scan(text)
	if !r.bounded(found) {
		return nil
	}
	r.blanked = map[int]string{}
	masked := []byte(text)
	for _, t := range found.types {
		r.blanked[t.start] = text[t.start:t.end]
		copy(masked[t.start:t.end], strings.Repeat("x", t.end-t.start))
		r.error(codeUnquotedType, r.source.span(t.start, t.end), "YAML cannot read the type %s without quotes", text[t.start:t.end]).
			help("write %q", text[t.start:t.end])
	}
	documents, err := decode(string(masked), 2)
	if err != nil {
		r.syntax(string(masked), found, err)
	}
	if len(documents) == 0 || documents[0].Kind != yaml.DocumentNode || len(documents[0].Content) == 0 {
		if err == nil {
			r.empty(Range{Start: Pos{1, 1}, End: Pos{1, 1}})
		}
		return nil
	}
	if len(documents) > 1 {
		r.secondDocument(documents[1])
	}
	return documents[0].Content[0]
}

// bounded reports what would cost the parser too much time or memory.
func (r *reader) bounded(found *lexer) bool {
	switch {
	case found.bottomless():
		open := found.open[maxDepth]
		r.tooDeep(r.source.span(open, open+1))
	case found.tooMany():
		r.error(codeTooMany, r.source.span(found.i, found.i), "the schema has more than %d keys, values and marks", maxTokens).
			label("the rest is not read").
			help("take out what is no schema, or split what it describes into several applications")
	default:
		return true
	}
	return false
}

// secondDocument reports the line --- that begins it.
func (r *reader) secondDocument(n *yaml.Node) {
	line := min(n.Line, len(r.source.lines))
	for l := line; l > 1; l-- {
		if _, text := r.source.line(l); strings.HasPrefix(text, "---") {
			line = l
			break
		}
	}
	r.error(codeDocuments, r.source.lineRange(line), "a second YAML document begins here").
		help("a schema is one document: delete the line ---, or move what follows into a file of its own")
}

// decode reads at most so many documents. The parser panics on some input
// that it should refuse, so this is one of the three places with a recover.
func decode(text string, most int) (documents []*yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the parser gave up: %v", p)
		}
	}()
	d := yaml.NewDecoder(strings.NewReader(text))
	for len(documents) < most {
		n := new(yaml.Node)
		if err := d.Decode(n); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return documents, err
		}
		documents = append(documents, n)
	}
	return documents, nil
}
