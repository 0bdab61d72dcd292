package schemagen

import "strings"

// literalType is the type of an argument that can be written in YAML.
func (m *maker) literalType() typ {
	words := []string{"string", "int", "bool", "uint8", "float64", "time.Duration", "[]string", "map[string]int", "[]int64", "[2]bool", "int32",
		"[]time.Duration", "map[int]string", "map[bool][]float32", "[][]string", "uint64", "int8", "rune", "byte", "[0]string", "map[string]time.Duration"}
	for _, x := range m.named {
		if x.literal {
			words = append(words, x.text, "[]"+x.text, "map[string]"+x.text)
		}
	}
	return typ{text: m.one(words...), key: false}
}

// writable reports whether values of a type can be written in YAML.
func (m *maker) writable(t string) bool {
	switch {
	case strings.HasPrefix(t, "[]"):
		return m.writable(t[2:])
	case m.declared(t) != nil:
		return m.declared(t).literal
	}
	switch t {
	case "string", "int", "bool", "uint8", "float64", "time.Duration", "map[string]int", "[2]bool", "int32", "uint64", "int8", "rune", "byte", "uint16",
		"map[int]string", "map[bool][]float32", "[0]string", "int64", "float32", "int16", "uint", "uint32", "map[string]time.Duration":
		return true
	}
	value, ok := strings.CutPrefix(t, "map[string]")
	return ok && m.writable(value)
}

func (m *maker) declared(name string) *message {
	for _, x := range m.named {
		if x.text == name {
			return x
		}
	}
	return nil
}

// literal is a value of a writable type.
func (m *maker) literal(t string) string {
	if x := m.declared(t); x != nil {
		return m.literalOf(x)
	}
	if elem, ok := strings.CutPrefix(t, "[]"); ok {
		if m.Pick(3) == 0 {
			return "[]"
		}
		return list([]string{m.literal(elem), m.literal(elem)}[:1+m.Pick(2)])
	}
	switch t {
	case "string":
		return m.one(`""`, "a", `"x\"; panic(1); //"`, `"`+"`back`"+`"`, `"$$dollar"`, `"multi\nline"`, `"%d {x}"`, `"\u05e9😀"`, `"true"`)
	case "int", "int32", "rune":
		return m.one("0", "1", "-5", "2147483647", "-2147483648")
	case "int64":
		return m.one("-9223372036854775808", "9223372036854775807", "3")
	case "int8":
		return m.one("-128", "127")
	case "int16":
		return m.one("-32768", "7")
	case "bool":
		return m.one("true", "false")
	case "uint8", "byte", "uint", "uint32", "uint16":
		return m.one("0", "255")
	case "uint64":
		return m.one("18446744073709551615", "0")
	case "float64", "float32":
		return m.one("0", "1.5", "-2e9", "3", "-0.0", "1e-30")
	case "time.Duration":
		return m.one("5s", "1m30s", "0s", "250ms", "infinity")
	case "[2]bool":
		return "[true, false]"
	case "[0]string":
		return "[]"
	case "map[int]string":
		return m.one("{}", `{1: a, -2: "b"}`)
	case "map[bool][]float32":
		return m.one("{}", `{true: [1, 2.5], "false": []}`)
	}
	if elem, ok := strings.CutPrefix(t, "map[string]"); ok {
		return m.one("{}", `{a: `+m.literal(elem)+`, "b c": `+m.literal(elem)+`}`)
	}
	panic("otpgen: internal: no literal of " + t)
}

func (m *maker) literalOf(x *message) string {
	switch x.form {
	case "enum":
		return quote(m.one(x.words...))
	case "type":
		return m.literal(x.of.text)
	}
	var p pairs
	for _, f := range x.fields {
		p.add(key(f.name), m.literal(f.typ.text))
	}
	return p.flow()
}
