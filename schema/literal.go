package schema

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// literal checks a YAML value against a type. It is nil if the value was
// reported, or if the type is unknown.
func (r *resolver) literal(v ValueEntry, t *Type) *Lit {
	u := underlying(t)
	if u == nil {
		return nil
	}
	if isReference(v) {
		r.error(codeReferenceSyntax, v.Range, "a reference to an argument is a whole value, not a part of one").
			help("pass the whole value as an argument, or write $%s for text that begins with a dollar sign", v.Text)
		return nil
	}
	lit := &Lit{Type: t}
	ok := false
	switch {
	case isDuration(u):
		ok = r.durationLiteral(v, lit)
	case u.Kind == Basic:
		ok = r.basicLiteral(v, t, u, lit)
	case u.Kind == Slice || u.Kind == Array:
		ok = r.listLiteral(v, u, lit)
	case u.Kind == Map:
		ok = r.mapLiteral(v, u, lit)
	case u.Kind == MessageType && u.Message.Kind == Record:
		ok = r.recordLiteral(v, u.Message, lit)
	default:
		r.noLiteral(v, t)
	}
	if !ok {
		return nil
	}
	return lit
}

func (r *resolver) noLiteral(v ValueEntry, t *Type) {
	r.error(codeNoLiteral, v.Range, "a value of type %s cannot be written in YAML", t.Source).
		help("pass it down from the arguments of the supervisor: $name")
}

// misfit reports a value that does not fit its type.
func (r *resolver) misfit(v ValueEntry, wanted string) *Diagnostic {
	got := "a list"
	switch v.Kind {
	case ScalarValue:
		got = quote(v.Text)
	case MapValue:
		got = "a mapping"
	}
	return r.error(codeLiteral, v.Range, "expected %s, got %s", wanted, got)
}

func (r *resolver) durationLiteral(v ValueEntry, lit *Lit) (ok bool) {
	if v.Kind != ScalarValue {
		r.misfit(v, "a duration").help("write a duration such as 5s")
		return false
	}
	lit.Duration, ok = r.duration(duration{infinity: true, zero: true}, String{Value: v.Text, Range: v.Range})
	return ok
}

func (r *resolver) basicLiteral(v ValueEntry, t, u *Type, lit *Lit) bool {
	if v.Kind != ScalarValue {
		if u.Name == "any" || u.Name == "error" {
			r.noLiteral(v, t)
			return false
		}
		r.misfit(v, t.Source).help("write one value of type %s", t.Source)
		return false
	}
	switch name := u.Name; {
	case name == "string":
		return r.stringLiteral(v, t, lit)
	case name == "bool":
		lit.Bool = v.Text == "true"
		if v.Tag == "!!bool" && (lit.Bool || v.Text == "false") {
			return true
		}
		r.misfit(v, "true or false").help("write true or false, without quotes")
	case isInteger(name):
		return r.integerLiteral(v, name, lit)
	case name == "float32" || name == "float64":
		return r.floatLiteral(v, name, lit)
	default:
		r.noLiteral(v, t)
	}
	return false
}

func (r *resolver) stringLiteral(v ValueEntry, t *Type, lit *Lit) bool {
	if v.Tag != "!!str" {
		r.misfit(v, "text").help("put quotes around it: %q", v.Text)
		return false
	}
	lit.String = v.Text
	if strings.HasPrefix(v.Text, "$$") {
		lit.String = v.Text[1:]
	}
	values := enumWords(t)
	if values != nil && !slices.Contains(values, v.Text) {
		r.unknownWord(t.Source, String{Value: v.Text, Range: v.Range}, values, "")
		return false
	}
	return true
}

// enumWords lists the values of an enum, nil if t is none.
func enumWords(t *Type) []string {
	for t != nil && t.Kind == MessageType && t.Message.Kind == Defined {
		t = t.Message.Type
	}
	if t == nil || t.Kind != MessageType || t.Message.Kind != Enum {
		return nil
	}
	var words []string
	for _, v := range t.Message.Values {
		words = append(words, v.Name)
	}
	return words
}

func (r *resolver) integerLiteral(v ValueEntry, name string, lit *Lit) bool {
	lowest, highest, signed := signedRange(name)
	limit, _ := unsignedLimit(name)
	wanted := "a whole number from 0 to " + strconv.FormatUint(limit, 10)
	if signed {
		wanted = "a whole number from " + strconv.FormatInt(lowest, 10) + " to " + strconv.FormatInt(highest, 10)
	}
	if v.Tag == "!!str" || !decimal.MatchString(v.Text) {
		r.misfit(v, wanted).help("write decimal digits, without quotes")
		return false
	}
	var err error
	if signed {
		lit.Int, err = strconv.ParseInt(v.Text, 10, 64)
		signed = lit.Int >= lowest && lit.Int <= highest
	} else {
		lit.Uint, err = strconv.ParseUint(v.Text, 10, 64)
		signed = lit.Uint <= limit
	}
	if err != nil || !signed {
		r.misfit(v, wanted).help("choose a number in that range, or a larger type")
		return false
	}
	return true
}

func (r *resolver) floatLiteral(v ValueEntry, name string, lit *Lit) bool {
	size := 64
	if name == "float32" {
		size = 32
	}
	f, err := strconv.ParseFloat(v.Text, size)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) || v.Tag == "!!str" || strings.ContainsAny(v.Text, "_xXpP") {
		r.misfit(v, "a number of type "+name).help("write a number such as 0.5")
		return false
	}
	lit.Float = f
	return true
}

func (r *resolver) listLiteral(v ValueEntry, u *Type, lit *Lit) bool {
	if v.Kind != ListValue {
		r.misfit(v, "a list").help("write [a, b]")
		return false
	}
	if u.Kind == Array && len(v.Items) != u.Len {
		r.error(codeLiteral, v.Range, "expected %d entries, got %d", u.Len, len(v.Items)).
			help("%s has exactly %d", u.Source, u.Len)
		return false
	}
	ok := true
	for _, item := range v.Items {
		one := r.literal(item, u.Elem)
		ok = ok && one != nil
		lit.List = append(lit.List, one)
	}
	return ok
}

func (r *resolver) mapLiteral(v ValueEntry, u *Type, lit *Lit) bool {
	if v.Kind != MapValue {
		r.misfit(v, "a mapping").help("write {key: value}")
		return false
	}
	ok := true
	first := map[keyValue]Range{} // 1 and 01 are one key, though YAML tells them apart
	for _, e := range v.Entries {
		key := r.mapKey(e.Name, u.Key)
		if key != nil {
			value := keyValue{key.String, key.Int, key.Uint, key.Bool}
			if before, twice := first[value]; twice {
				r.error(codeDuplicateKey, e.Name.Range, "%s is a key that was written already", quote(e.Name.Value)).
					relate(before, "first written here").help("delete one of the two")
				ok = false
			}
			first[value] = e.Name.Range
		}
		value := r.literal(e.Entry, u.Elem)
		ok = ok && key != nil && value != nil
		lit.Map = append(lit.Map, &LitEntry{Key: key, Value: value})
	}
	if ok {
		slices.SortFunc(lit.Map, func(a, b *LitEntry) int { return compareKeys(a.Key, b.Key) })
	}
	return ok
}

// keyValue is what a literal key is in Go.
type keyValue struct {
	text     string
	signed   int64
	unsigned uint64
	truth    bool
}

// mapKey checks a key of a YAML mapping against a type. YAML's own opinion of
// it does not count: 1 is text if the keys are text.
func (r *resolver) mapKey(name String, t *Type) *Lit {
	v := ValueEntry{Kind: ScalarValue, Range: name.Range, Text: name.Value, Tag: "!!str"}
	u := underlying(t)
	if u == nil {
		return nil
	}
	switch {
	case u.Kind == Basic && isInteger(u.Name):
		v.Tag = "!!int"
	case u.Kind == Basic && u.Name == "bool":
		v.Tag = "!!bool"
	case u.Kind == Basic && u.Name == "string":
	default:
		r.noLiteral(v, t)
		return nil
	}
	return r.literal(v, t)
}

func compareKeys(a, b *Lit) int {
	return cmp.Or(cmp.Compare(a.String, b.String), cmp.Compare(a.Int, b.Int), cmp.Compare(a.Uint, b.Uint))
}

func (r *resolver) recordLiteral(v ValueEntry, m *Message, lit *Lit) bool {
	if v.Kind != MapValue {
		r.misfit(v, "a mapping with the fields of "+m.Name).help("write {%s: ...}", enumerate(fieldNames(m.Fields)))
		return false
	}
	given := map[string]ValueEntry{}
	ok := true
	for _, e := range v.Entries {
		given[e.Name.Value] = e.Entry
		if fieldNamed(m.Fields, e.Name.Value) == nil {
			d := r.error(codeLiteral, e.Name.Range, "%s has no field %s", m.Name, quote(e.Name.Value))
			r.suggest(d, e.Name.Value, slices.Values(fieldNames(m.Fields)), "its fields are "+enumerate(fieldNames(m.Fields)))
			ok = false
		}
	}
	for _, f := range m.Fields {
		value, found := given[f.Name]
		if !found {
			r.error(codeLiteral, v.Range, "the field %s of %s is missing", f.Name, m.Name).help("write %s: and its value", f.Name)
			ok = false
			continue
		}
		one := r.literal(value, f.Type)
		ok = ok && one != nil
		key := &Lit{Type: &Type{Kind: Basic, Name: "string", Source: "string"}, String: f.Name}
		lit.Map = append(lit.Map, &LitEntry{Key: key, Field: f, Value: one})
	}
	return ok
}
