package schema

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// text is free text: a description, a path.
type text struct{ what string }

func (t text) accepts() string { return t.what }

func (t text) empty() bool { return false }

func (t text) read(r *reader, at Range, n *yaml.Node) (String, bool) {
	if !isText(n) {
		d := r.wrongKind(at, n, t.what)
		if n.Kind == yaml.ScalarNode {
			d.help("put quotes around it: %q", n.Value)
		}
		return String{}, false
	}
	return r.scalar(n), true
}

// typeText is a Go type. Resolve reads it; here it is text.
type typeText struct{}

func (typeText) accepts() string { return "a Go type" }

func (typeText) empty() bool { return false }

func (typeText) read(r *reader, at Range, n *yaml.Node) (String, bool) {
	if !isText(n) {
		r.wrongKind(at, n, "a Go type").help(`write the type in quotes, such as "[]string"`)
		return String{}, false
	}
	return r.scalar(n), true
}

// boolean is true or false, and none of YAML's other words for them.
type boolean struct{}

func (boolean) accepts() string { return "true or false" }

func (boolean) empty() bool { return false }

func (boolean) read(r *reader, at Range, n *yaml.Node) (Bool, bool) {
	if n.Kind != yaml.ScalarNode {
		r.wrongKind(at, n, "true or false")
		return Bool{}, false
	}
	s := r.scalar(n)
	if s.Value != "true" && s.Value != "false" || isText(n) {
		d := r.error(codeBoolean, s.Range, "%s is neither true nor false", quote(s.Value)).help("write true or false")
		switch strings.ToLower(s.Value) {
		case "true", "yes", "on", "y":
			d.help("write true")
		case "false", "no", "off", "n":
			d.help("write false")
		}
		return Bool{}, false
	}
	return Bool{Value: s.Value == "true", Range: s.Range}, true
}

// integer is a decimal number between two bounds.
type integer struct{ min, max int }

func (i integer) accepts() string { return "a whole number" }

func (i integer) empty() bool { return false }

var decimal = regexp.MustCompile(`^-?[0-9]+$`)

func (i integer) read(r *reader, at Range, n *yaml.Node) (Int, bool) {
	if n.Kind != yaml.ScalarNode {
		r.wrongKind(at, n, "a whole number")
		return Int{}, false
	}
	s := r.scalar(n)
	v, err := strconv.Atoi(s.Value)
	switch {
	case isText(n) && decimal.MatchString(s.Value):
		r.error(codeNumber, s.Range, "expected a number, got text").help("write %s without quotes", s.Value)
	case !decimal.MatchString(s.Value):
		r.error(codeNumber, s.Range, "%s is not a whole number", quote(s.Value)).help("write decimal digits")
	case strings.HasPrefix(s.Value, "0") && len(s.Value) > 1:
		r.error(codeNumber, s.Range, "%s begins with a zero, which some take for a sign of octal", quote(s.Value)).
			help("write %s", cmp.Or(strings.TrimLeft(s.Value, "0"), "0"))
	case err != nil || v < i.min || v > i.max:
		r.error(codeNumber, s.Range, "%s is not between %d and %d", quote(s.Value), i.min, i.max).
			help("choose a number in that range")
	default:
		return Int{Value: v, Range: s.Range}, true
	}
	return Int{}, false
}

// choiceOf is one word of a closed set, each meaning a T.
type choiceOf[T any] struct {
	what  string // "restart type"
	words []word[T]
}

type word[T any] struct {
	text  string
	value T
}

func (c choiceOf[T]) accepts() string {
	return "one of " + strings.Join(c.list(), ", ")
}

func (c choiceOf[T]) empty() bool { return false }

func (c choiceOf[T]) list() []string {
	var list []string
	for _, w := range c.words {
		list = append(list, w.text)
	}
	return list
}

func (c choiceOf[T]) read(r *reader, at Range, n *yaml.Node) (Scalar[T], bool) {
	if n.Kind != yaml.ScalarNode {
		r.wrongKind(at, n, c.accepts())
		return Scalar[T]{}, false
	}
	s := r.scalar(n)
	i := slices.IndexFunc(c.words, func(w word[T]) bool { return w.text == s.Value })
	if i < 0 {
		r.unknownWord(c.what, s, c.list(), "")
		return Scalar[T]{}, false
	}
	return Scalar[T]{Value: c.words[i].value, Range: s.Range}, true
}

// unknownWord reports a word outside of a closed set; more names what else may
// stand there.
func (r *report) unknownWord(what string, s String, words []string, more string) {
	d := r.error(codeUnknownWord, s.Range, "unknown %s %s", what, quote(s.Value)).
		label("expected one of: %s%s", strings.Join(words, ", "), more)
	r.suggest(d, s.Value, slices.Values(words), "write one of the words expected here")
}
