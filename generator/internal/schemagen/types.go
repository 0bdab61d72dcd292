package schemagen

import "fmt"

// typ is any type expression over what is declared so far.
func (m *maker) typ() string { return m.typeOf(3) }

func (m *maker) typeOf(depth int) string {
	if depth == 0 {
		return m.plain()
	}
	switch m.Pick(12) {
	case 0, 1, 2, 3:
		return m.plain()
	case 4:
		return "[]" + m.typeOf(depth-1)
	case 5:
		return fmt.Sprintf("[%d]%s", m.Pick(4), m.typeOf(depth-1))
	case 6:
		return "map[" + m.key() + "]" + m.typeOf(depth-1)
	case 7:
		return "*" + m.local()
	case 8:
		return m.one("time.Time", "url.URL", "json.RawMessage", "http.Header", "url.Values", "net.IP", "netip.Addr", "big.Int",
			"ed25519.PublicKey", "sql.NullString", "asn1.ObjectIdentifier", "mail.Header", "time.Duration")
	case 9:
		return m.one("any", "func(int, ...string) error", "func()", "<-chan int", "chan<- struct{}", "chan (<-chan bool)", "*big.Int", "io.Reader")
	case 10:
		return "struct{}"
	}
	return m.message()
}

// plain is a basic type.
func (m *maker) plain() string {
	return m.one("string", "int", "bool", "uint8", "int64", "float64", "byte", "rune", "error", "uint", "float32", "complex128", "uintptr")
}

// key is a type that can be the key of a map.
func (m *maker) key() string {
	words := append([]string{"string", "int", "bool", "uint16", "[2]string", "time.Duration"}, m.scalars...)
	return m.one(words...)
}

// local is a type that a pointer may lead to.
func (m *maker) local() string {
	if len(m.data) > 0 && m.Pick(2) == 0 {
		return m.one(m.data...)
	}
	return m.plain()
}

func (m *maker) message() string {
	all := append(append([]string{"int"}, m.scalars...), m.data...)
	return m.one(all...)
}

// literalType is the type of an argument that can be written as a literal.
func (m *maker) literalType() string {
	return m.one("string", "int", "bool", "uint8", "float64", "time.Duration", "[]string", "map[string]int", "[]int64", "[2]bool", "int32")
}

// literal is a value of such a type.
func (m *maker) literal(typ string) string {
	switch typ {
	case "string":
		return m.one(`""`, "a", `"x\"; panic(1); //"`, `"`+"`back`"+`"`, `"$$dollar"`, `"multi\nline"`, `"%d {x}"`)
	case "int", "int32":
		return m.one("0", "1", "-5", "2147483647")
	case "bool":
		return m.one("true", "false")
	case "uint8":
		return m.one("0", "255")
	case "float64":
		return m.one("0", "1.5", "-2e9", "3")
	case "time.Duration":
		return m.one("5s", "1m30s", "0s", "250ms")
	case "[]string":
		return m.one("[]", "[a]", `["a", "*/ x"]`)
	case "map[string]int":
		return m.one("{}", `{a: 1, "b c": -2}`)
	case "[]int64":
		return m.one("[]", "[1, -9000000000]")
	case "[2]bool":
		return "[true, false]"
	}
	panic("otpgen: internal: no literal of " + typ)
}
