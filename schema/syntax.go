package schema

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// syntax explains why yaml.v3 refused the text. Its errors name a line, often
// that of the surrounding block, and no column; so the place is looked for
// again.
func (r *reader) syntax(text string, found *lexer, err error) {
	problem := problemOf(err)
	switch {
	case strings.Contains(problem, "exceeded max depth"):
		r.tooDeep(r.source.lineRange(1))
		return
	case strings.HasPrefix(problem, "unknown anchor"):
		r.unknownAnchor(text, problem)
		return
	case found.unclosed != nil && unpaired(problem):
		open := found.unclosed
		r.error(codeSyntax, r.source.span(open.start, open.end), "nothing closes this %s", text[open.start:open.end]).
			help("close it, or put quotes around text that holds a quote or bracket")
		return
	}
	if mark := conflictMark.FindStringIndex(text); mark != nil {
		r.error(codeSyntax, r.source.span(mark[0], mark[1]), "a merge conflict is not resolved here").
			help("keep what you want of both sides, and delete the lines <<<<<<<, ======= and >>>>>>>")
		return
	}
	line := r.failingLine(text, err)
	start, content := r.source.line(line)
	if tab := leadingTab(content); tab >= 0 {
		r.error(codeTab, r.source.span(start+tab, start+tab+1), "YAML does not allow tabs for indentation").
			help("indent with spaces")
		return
	}
	message, help := explain(problem, content)
	r.error(codeSyntax, r.source.lineRange(line), "%s", message).help("%s", help)
}

var conflictMark = regexp.MustCompile(`(?m)^<<<<<<<( |$)`)

var linePrefix = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

func problemOf(err error) string {
	return linePrefix.ReplaceAllString(err.Error(), "")
}

// unpaired says whether the parser ran into an end that it did not expect.
func unpaired(problem string) bool {
	return strings.Contains(problem, "unexpected end of stream") ||
		strings.Contains(problem, "unexpected document indicator") ||
		strings.Contains(problem, "did not find expected ','") ||
		strings.Contains(problem, "did not find expected node content")
}

// failingLine is the first line with which the text fails in the same way. The
// parser reads forward, so every longer text fails alike, and the line can be
// found by halving.
func (r *reader) failingLine(text string, err error) int {
	const most = 128 << 10 // bytes; a larger text costs too many readings
	lines, problem := r.source.lines, problemOf(err)
	if len(text) > most {
		reported := 1
		if m := linePrefix.FindStringSubmatch(err.Error()); m != nil && m[1] != "" {
			reported, _ = strconv.Atoi(m[1]) // digits
		}
		return min(max(reported, 1), len(lines))
	}
	n := sort.Search(len(lines)-1, func(i int) bool {
		_, err := decode(text[:lines[i+1]], 2)
		return err != nil && problemOf(err) == problem
	})
	return n + 1
}

// leadingTab is the offset of a tab in the indentation of a line, or -1.
func leadingTab(line string) int {
	body := strings.TrimLeft(line, " \t")
	return strings.IndexByte(line[:len(line)-len(body)], '\t')
}

var (
	noSpace    = regexp.MustCompile(`^\s*(- )?[A-Za-z_][A-Za-z0-9_]*:\S`)
	afterQuote = regexp.MustCompile(`:\s+("[^"]*"|'[^']*')\s*[^\s#,}\]]`)
)

// explain says in words of the schema what the parser says in its own.
func explain(problem, line string) (message, help string) {
	const quoteIt = "put quotes around text that holds \": \" or \" #\", or that begins with one of []{}&*!|>'\"%@`"
	const longest = 1024 // characters of a key, for YAML
	switch {
	case strings.HasPrefix(line, "%"):
		return "a schema has no YAML directives", "delete the line"
	case strings.Contains(problem, "did not find expected <document start>"):
		return "the document ended before this line", "delete the line ... above it, or move what follows into a file of its own"
	case strings.Contains(problem, "did not find expected node content"):
		return "a value is missing here, or there is a comma or bracket too many", "look at the brackets and commas up to here; " + quoteIt
	case strings.Contains(problem, "did not find expected ',' or"):
		return "an entry in brackets does not end here", "write a comma between two entries, and put quotes around text that holds one of []{},?"
	case strings.Contains(problem, "could not find expected ':'") && strings.Index(line+":", ":") > longest:
		return "this key is too long to be one", "choose a word that the schema knows"
	case strings.Contains(problem, "could not find expected ':'") && noSpace.MatchString(line):
		return "a space is missing behind the colon", "write key: value"
	case strings.Contains(problem, "could not find expected ':'"):
		return "this line has no key", "write key: value, or - value for an entry of a list"
	case strings.Contains(problem, "mapping values are not allowed"):
		return "a key cannot stand here: the line has a second colon, or the wrong indentation", quoteIt
	case strings.Contains(problem, "did not find expected key") && afterQuote.MatchString(line):
		return "text stands behind the closing quote", "use the other kind of quotes around text that holds a quote"
	case strings.Contains(problem, "did not find expected key"):
		return "this does not fit into the mapping around it", "check the indentation; " + quoteIt
	case strings.Contains(problem, "did not find expected '-'"):
		return "this does not fit into the list around it", "check the indentation, and begin each entry with \"- \""
	case strings.Contains(problem, "cannot start any token"):
		return "a value cannot begin like this", quoteIt
	case strings.Contains(problem, "escape"):
		return "an unknown escape in double quotes", "use single quotes, or double the backslash"
	}
	return "YAML: " + problem, quoteIt
}

var anchorName = regexp.MustCompile(`'([^']*)'`)

// unknownAnchor finds the alias that the parser names without a position.
func (r *reader) unknownAnchor(text, problem string) {
	name := ""
	if m := anchorName.FindStringSubmatch(problem); m != nil {
		name = m[1]
	}
	at := max(strings.Index(text, "*"+name), 0)
	r.error(codeAlias, r.source.span(at, at+1+len(name)), "YAML reads *%s as an alias", name).
		help("a schema has no aliases; put quotes around a pointer type or other text that begins with *")
}
