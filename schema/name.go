package schema

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// nameRule is the form of one kind of names. It is a shape: a scalar that is
// such a name. A name of another form is reported and read as "", which
// everything passes over.
type nameRule struct {
	what    string // "a name in UpperCamel", with an article
	example string
	pattern *regexp.Regexp
	mend    func(string) string // what a name of another form may have meant
}

// The kinds of names. Patterns are plain enough for JSON Schema.
func upperName() nameRule {
	return nameRule{"a name in UpperCamel", "EventStore", regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`), upperCamel}
}

func lowerName() nameRule {
	return nameRule{"a name in lower_snake", "correlation_id", regexp.MustCompile(`^[a-z][a-z0-9_]*$`), lowerSnake}
}

func wordName() nameRule {
	return nameRule{"a word", "degraded", regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`), lowerSnake}
}

func packageName() nameRule {
	return nameRule{"a Go package name", "foundation", regexp.MustCompile(`^[a-z][a-z0-9]*$`), func(s string) string {
		return strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(s))
	}}
}

func goName() nameRule {
	return nameRule{"a Go name", "HTTPWorker", regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`), upperCamel}
}

func idName() nameRule {
	return nameRule{"an id", "config", regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`), lowerSnake}
}

// pathName is a name or id, or several joined by slashes.
func pathName() nameRule {
	return nameRule{"the name, id or path of a child", "Services/EventStore",
		regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*$`), upperCamel}
}

func (n nameRule) accepts() string {
	return n.what + " such as " + n.example
}

func (n nameRule) empty() bool { return false }

func (n nameRule) read(r *reader, at Range, node *yaml.Node) (String, bool) {
	if node.Kind != yaml.ScalarNode {
		r.wrongKind(at, node, n.accepts())
		return String{}, false
	}
	s := r.scalar(node)
	if !r.named(n, s, node) {
		return String{Range: s.Range}, false
	}
	return s, true
}

// named checks that a scalar is a name of this kind.
func (r *reader) named(rule nameRule, s String, node *yaml.Node) bool {
	switch {
	case !rule.pattern.MatchString(s.Value):
		d := r.error(codeName, s.Range, "%s is not %s", quote(s.Value), rule.what).help("write it like %s", rule.example)
		if mended := rule.mend(s.Value); utf8.RuneCountInString(mended) <= maxName && rule.pattern.MatchString(mended) {
			d.help("did you mean %s?", quote(mended))
		}
		return false
	case len(s.Value) > maxName && !strings.Contains(s.Value, "/"):
		r.error(codeName, s.Range, "this name has %d characters, more than %d", len(s.Value), maxName).
			help("choose a shorter one: it becomes part of file names")
		return false
	case !isText(node):
		r.error(codeName, s.Range, "YAML reads %s as a %s, not as a name", s.Value, tagWord(node)).
			help("put quotes around it: %q", s.Value)
		return false
	}
	return true
}

// words splits a name of any form: event-store, event_store and eventStore are
// all event and store.
func words(s string) []string {
	var list []string
	var word []rune
	cut := func() {
		if len(word) > 0 {
			list = append(list, string(word))
		}
		word = nil
	}
	before := rune(0)
	for _, c := range s {
		switch {
		case c == '_' || c == '-' || c == ' ' || c == '.':
			cut()
		case unicode.IsUpper(c) && unicode.IsLower(before):
			cut()
			word = append(word, c)
		default:
			word = append(word, c)
		}
		before = c
	}
	cut()
	return list
}

func upperCamel(s string) string {
	var b strings.Builder
	for _, w := range words(s) {
		c, size := utf8.DecodeRuneInString(w)
		b.WriteRune(unicode.ToUpper(c))
		b.WriteString(w[size:])
	}
	return b.String()
}

func lowerSnake(s string) string {
	return strings.ToLower(strings.Join(words(s), "_"))
}
