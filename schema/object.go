package schema

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// object is a mapping with a closed set of keys.
type object[O any] struct {
	name, doc string
	rows      []row[O]
	// choice lists keys of which one at most may be given, or exactly one.
	choice   []string
	mustPick bool
	// others are keys of mappings like this one that it cannot have, each with what to do instead.
	others map[string]string
}

func (o *object[O]) accepts() string {
	return "a mapping"
}

func (o *object[O]) empty() bool {
	return !o.mustPick && !slices.ContainsFunc(o.rows, func(k row[O]) bool { return k.required })
}

func (o *object[O]) keys() []string {
	var names []string
	for _, k := range o.rows {
		names = append(names, k.name)
	}
	return names
}

func (o *object[O]) row(name string) *row[O] {
	for i := range o.rows {
		if o.rows[i].name == name {
			return &o.rows[i]
		}
	}
	return nil
}

func (o *object[O]) read(r *reader, at Range, n *yaml.Node) (O, bool) {
	var v O
	if at == (Range{}) {
		at = r.source.rangeOf(n)
	}
	e := any(&v).(interface{ entry() *Entry }).entry()
	e.Range = at
	if n.Kind != yaml.MappingNode && !isNull(n) {
		r.wrongKind(at, n, o.accepts()).help("the keys here are %s", strings.Join(o.keys(), ", "))
		e.Incomplete = true
		return v, false
	}
	pairs, ok := r.pairs(n)
	e.Incomplete = !ok
	unknown := !ok // some key may be a misspelt one that is missed below
	given := make(map[string]Range, len(pairs))
	for _, p := range pairs {
		k := o.row(p.key.Value)
		if remedy := o.others[p.key.Value]; remedy != "" {
			r.error(codeMisplacedKey, p.key.Range, "%s has no %s", article(o.name), p.key.Value).help("%s", remedy)
			continue
		}
		if k == nil {
			e.Incomplete, unknown = true, true
			d := r.error(codeUnknownKey, p.key.Range, "unknown key %s in %s", quote(p.key.Value), article(o.name))
			if space, ok := foreignSpace(p.key.Value); ok {
				d.help("indent with spaces: this line begins with %U, which YAML takes for a part of the key", space)
				continue
			}
			r.suggest(d, p.key.Value, o.free(pairs), "the keys here are "+strings.Join(o.keys(), ", "))
			continue
		}
		given[k.name] = p.key.Range
		if _, many := k.shape.(holder); !k.accept(r, p, &v) && many {
			e.Incomplete = true
		}
	}
	if o.pick(r, e, given, unknown) {
		o.complete(r, e, given, unknown)
	}
	return v, true
}

func (o *object[O]) called() string { return o.name }

func (o *object[O]) hasKey(name string) bool { return o.row(name) != nil }

// free yields the keys that a mapping does not have yet: a misspelt one is not
// meant to be written twice.
func (o *object[O]) free(pairs []pair) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, name := range o.keys() {
			if slices.ContainsFunc(pairs, func(p pair) bool { return p.key.Value == name }) {
				continue
			}
			if !yield(name) {
				return
			}
		}
	}
}

// foreignSpace is what a key begins with that looks like a space and is none:
// editors and web pages leave no-break spaces.
func foreignSpace(key string) (rune, bool) {
	first, _ := utf8.DecodeRuneInString(key)
	return first, first != ' ' && unicode.IsSpace(first)
}

// accept reads one key.
func (k *row[O]) accept(r *reader, p pair, into *O) bool {
	if isNull(p.value) && !k.shape.empty() {
		otherwise := ", or delete the key"
		if k.required {
			otherwise = ""
		}
		r.error(codeNoValue, p.key.Range, "%s has no value", p.key.Value).
			help("write %s behind it%s", k.shape.accepts(), otherwise)
		return false
	}
	return k.read(r, p.key.Range, p.value, into)
}

// pick holds the keys that were given against the choice.
func (o *object[O]) pick(r *reader, e *Entry, given map[string]Range, unknown bool) bool {
	var picked []string
	for _, name := range o.choice {
		if _, ok := given[name]; ok {
			picked = append(picked, name)
		}
	}
	switch {
	case len(picked) > 1:
		slices.SortFunc(picked, func(a, b string) int { return compareRanges(given[a], given[b]) })
		for _, name := range picked[1:] {
			r.error(codeExclusive, given[name], "%s and %s exclude each other", picked[0], name).
				relate(given[picked[0]], "%s stands here", picked[0]).help("keep one of the two")
		}
	case len(picked) == 0 && o.mustPick:
		if !unknown {
			r.error(codeMissingKey, e.Range, "%s needs one of the keys %s", article(o.name), strings.Join(o.choice, ", ")).
				help("write one of them")
		}
	default:
		return true
	}
	e.Incomplete = true
	return false
}

// clause makes a part of a sentence of one: "How many." becomes "how many".
func clause(sentence string) string {
	return strings.ToLower(sentence[:1]) + strings.TrimSuffix(sentence[1:], ".")
}

// complete reports keys that are missing, and those that stand beside the
// wrong ones.
func (o *object[O]) complete(r *reader, e *Entry, given map[string]Range, unknown bool) {
	has := func(name string) bool { _, ok := given[name]; return ok }
	for _, k := range o.rows {
		switch {
		case !has(k.name):
			if !k.required && !slices.ContainsFunc(k.neededBy, has) {
				continue
			}
			if _, many := k.shape.(holder); many {
				e.Incomplete = true
			}
			if !unknown {
				r.error(codeMissingKey, e.Range, "%s needs the key %s", article(o.name), k.name).
					help("add %s: with %s (%s)", k.name, k.shape.accepts(), clause(k.doc))
			}
		case len(k.with) > 0 && !slices.ContainsFunc(k.with, has):
			r.error(codeMisplacedKey, given[k.name], "%s stands beside %s only", k.name, strings.Join(k.with, " or ")).
				help("delete it, or write %s", strings.Join(k.with, " or ")+": in the place of what stands here")
		}
	}
}
