package schemagen

import (
	"fmt"
	"regexp"
	"slices"
)

// typ is a type expression with what the language asks of it.
type typ struct {
	text string
	key  bool // == compares it, and it holds no pointer: it can be the key of a map
	live bool // it cannot be copied, so it needs shared: true
	mute bool // it has no text: a function or channel, or a collection of them
}

// message is an entry of messages:.
type message struct {
	typ
	form    string // fields, enum, oneof or type
	of      typ    // with type
	fields  []field
	words   []string // of an enum
	literal bool     // its values can be written in YAML
}

// any type expression over what is declared so far.
func (m *maker) typ() typ { return m.typeOf(3) }

func (m *maker) typeOf(depth int) typ {
	if depth == 0 {
		return m.plain()
	}
	switch m.Pick(16) {
	default:
		return m.plain()
	case 4, 5:
		return m.message()
	case 6:
		e := m.typeOf(depth - 1)
		return typ{"[]" + e.text, false, e.live, e.mute}
	case 7:
		e := m.typeOf(depth - 1)
		return typ{fmt.Sprintf("[%d]%s", m.Pick(4), e.text), e.key, e.live, e.mute}
	case 8:
		e := m.typeOf(depth - 1)
		return typ{"map[" + m.key() + "]" + e.text, false, e.live, e.mute}
	case 9:
		e := m.typeOf(depth - 1)
		return typ{"*" + e.text, false, e.live || ofPackage(e.text), e.mute}
	case 10, 11, 12:
		t := m.liveType
		if m.Pick(3) > 0 {
			t = m.standard
		}
		if t := t(); !m.renamed.MatchString(t.text) {
			return t
		}
	case 13:
		if len(m.imported) > 0 {
			return m.imported[m.Pick(len(m.imported))]
		}
	case 14:
		if len(m.handmade) > 0 {
			return m.handmade[m.Pick(len(m.handmade))]
		}
	case 15:
		return m.recursive()
	}
	return typ{text: "struct{}", key: true}
}

// ofPackage reports whether a type is package.Name, and not around one.
func ofPackage(t string) bool { return regexp.MustCompile(`^\w+\.\w+$`).MatchString(t) }

// plain is a basic type, or a reference to a service.
func (m *maker) plain() typ {
	if m.chance(12) && len(m.processes) > 0 {
		return typ{text: m.processes[m.Pick(len(m.processes))].name, key: true}
	}
	return typ{text: m.one("string", "int", "bool", "uint8", "int64", "float64", "byte", "rune", "error", "uint", "float32", "complex128",
		"uintptr", "int8", "int16", "int32", "uint16", "uint32", "uint64", "complex64"), key: true}
}

// standard is a type of the standard library that is assigned or copied.
func (m *maker) standard() typ {
	if m.Pick(2) == 0 {
		return typ{text: m.one("time.Time", "time.Duration", "netip.Addr", "netip.AddrPort", "time.Month", "url.URL", "sql.NullString", "color.RGBA",
			"reflect.Kind", "fs.FileMode", "sql.NullInt64", "slog.Level", "token.Pos", "image.Point", "tls.CurveID", "json.Number", "xml.Name",
			"context.Context", "http.ConnState", "driver.IsolationLevel", "time.Weekday", "sql.NullTime", "mail.Address"), key: true}
	}
	return typ{text: m.one("url.Values", "http.Header", "json.RawMessage", "net.IP", "net.HardwareAddr", "net.IPMask", "mail.Header", "textproto.MIMEHeader",
		"ed25519.PublicKey", "ed25519.PrivateKey", "asn1.ObjectIdentifier", "sql.RawBytes", "net.IPNet", "x509.Certificate",
		"io.Reader", "io.ReadCloser", "fmt.Stringer", "http.Handler", "http.Request", "bytes.Buffer", "regexp.Regexp", "list.List", "slog.Attr",
		"tar.Header", "csv.Reader", "bufio.Scanner", "multipart.Form", "os.Signal", "hash.Hash", "sort.Interface", "pem.Block", "ast.File", "http.Cookie",
		"http.Response", "reflect.Type", "reflect.Value", "net.Conn", "net.Addr", "big.Accuracy")}
}

// liveType cannot be copied.
func (m *maker) liveType() typ {
	switch m.Pick(3) {
	case 0:
		return typ{text: m.one("any", "*big.Int", "*url.URL", "*sql.DB", "*sync.Mutex", "*http.Client", "*strings.Builder", "[]*time.Location",
			"map[string]*big.Rat", "interface{}", "*time.Time"), live: true}
	case 1:
		param := m.typeOf(1).text
		return typ{text: "func(" + m.one("", "x "+param, param+", ..."+param, "ctx context.Context, s ..."+param) + ")" +
			m.one("", " error", " ("+param+", error)", " (n int, err error)", " func() "+param, " <-chan "+param), live: true, mute: true}
	default:
		e := m.typeOf(1).text
		return typ{text: m.one("<-chan "+e, "chan<- "+e, "chan "+e, "chan (<-chan "+e+")", "chan struct{}"), live: true, mute: true}
	}
}

// key is a type that can be the key of a map.
func (m *maker) key() string {
	words := []string{"string", "int", "bool", "uint16", "[2]string", "time.Duration", "netip.Addr", "time.Time", "struct{}", "float64", "[0]int"}
	for _, x := range m.named {
		if x.key {
			words = append(words, x.text, x.text)
		}
	}
	for _, x := range slices.Concat(m.handmade, m.imported) {
		if x.key {
			words = append(words, x.text)
		}
	}
	if len(m.processes) > 0 {
		words = append(words, m.processes[0].name)
	}
	return m.one(words...)
}

// message is a declared one, if there is any.
func (m *maker) message() typ {
	if len(m.named) == 0 {
		return m.plain()
	}
	return m.named[m.Pick(len(m.named))].typ
}

// recursive leads to a message that may be the one that is being declared.
func (m *maker) recursive() typ {
	if len(m.named) == 0 {
		return m.plain()
	}
	last := m.named[len(m.named)-1]
	return typ{text: m.one("*", "[]", "map[string]", "[]*", "map[int][]", "**", "[2]*") + last.text, live: last.live, mute: last.mute}
}

// Type makes a type expression of basic types and the standard library.
func Type(c Chooser) string {
	m := &maker{Chooser: c, renamed: regexp.MustCompile(`^$`)}
	return m.typ().text
}
