package analysis

import (
	"fmt"
	"slices"

	"github.com/otpgen/otpgen/schema"
)

// checkLiveValues reports arguments that a restart cannot renew: a connection,
// a channel, a function over some state. The arguments of a child are kept in
// its spec, so the next incarnation gets the very value in whose use the last
// one may have crashed.
func checkLiveValues(m *model, report report) {
	type argument struct {
		child *schema.Child
		field *schema.Field
	}
	seen := map[argument]bool{}
	for _, p := range m.places {
		if p.Kind != Worker || p.isSpareMember() || p.Restart == schema.Temporary {
			continue
		}
		for _, f := range p.Service.Args {
			if f.Shared || !live(f.Type) || seen[argument{p.Child, f}] {
				continue
			}
			seen[argument{p.Child, f}] = true
			report(liveValue(p, f))
		}
	}
}

func liveValue(p *Place, f *schema.Field) schema.Diagnostic {
	d := schema.Diagnostic{
		Range:   p.at(),
		Message: fmt.Sprintf("argument %s of %s is a live value (%s) that restarts cannot renew", f.Name, p.label(), f.Type.Source),
		Label:   "every incarnation would get the same one",
		Help: "let Init open it and Own it, or declare it in externals:; " +
			"if it stays usable after a crash, write {type: T, shared: true}; if the child need not come back, restart: temporary",
		Related: []schema.Related{{Range: f.Range, Label: "declared here"}},
	}
	for _, a := range p.Child.Args {
		if a.Field == f {
			d.Range = a.Range
		}
	}
	return d
}

// live reports whether a value of the type, copied by assignment, still leads
// to something that its holder may have spoilt. Messages are deep-copied; a
// type written by hand is plain data, or shared, which is the user's promise.
func live(t *schema.Type) bool {
	switch t.Kind {
	case schema.Basic:
		return t.Name == "any" || t.Name == "error"
	case schema.Imported:
		return slices.Contains(interfaces(), t.Path+"."+t.Name)
	case schema.FuncType, schema.ChanType:
		return true
	case schema.Pointer:
		return livePointer(t.Elem)
	case schema.Slice, schema.Array:
		return live(t.Elem)
	case schema.Map:
		return live(t.Key) || live(t.Elem)
	case schema.MessageType, schema.UserDefined, schema.ServiceRef, schema.EmptyStruct:
		return false
	}
	panic("otpgen: internal: invalid type kind")
}

// livePointer is live for a pointer to elem: one to plain data is copied with
// the data, one to a type of somebody else is an object.
func livePointer(elem *schema.Type) bool {
	if elem.Kind == schema.Imported {
		return !slices.Contains(plainTypes(), elem.Path+"."+elem.Name)
	}
	return live(elem)
}

// interfaces are the interface types of the standard library that one meets as
// arguments. Of other packages only the name is known, not what it is.
func interfaces() []string {
	return []string{
		"context.Context",
		"io.Closer", "io.ReadCloser", "io.ReadWriteCloser", "io.ReadWriter", "io.Reader",
		"io.WriteCloser", "io.Writer",
		"net.Conn", "net.Listener", "net.PacketConn",
		"net/http.Handler", "net/http.ResponseWriter", "net/http.RoundTripper",
	}
}

// plainTypes are types of the standard library whose values are plain data, so
// that a pointer to one is an optional value.
func plainTypes() []string {
	return []string{
		"net/netip.Addr", "net/netip.AddrPort", "net/netip.Prefix", "net/url.URL",
		"time.Duration", "time.Month", "time.Time", "time.Weekday",
	}
}
