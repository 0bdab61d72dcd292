package analysis

import (
	"slices"
	"strconv"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// key is the value by which an entry of children is found, as far as the
// schema tells. Equal keys are equal in every run; of different ones only those
// that are both written out are sure to differ.
type key struct {
	owner *Place // whose argument it is: the root or an instance; nil if it is written out
	text  string // the value, or the path of the argument: spot.id
}

// String is the key in diagnostics: 7, or $spot.id of Root.
func (k key) String() string {
	if k.owner == nil {
		return k.text
	}
	return "$" + k.text + " of " + k.owner.Supervisor.Name
}

// keyOf returns the key of a place. It is false for a place that has none, and
// for an instance, whose key is chosen when it is started.
func keyOf(p *Place) (key, bool) {
	if p.Naming.Kind != schema.Keyed || !p.isEntry() {
		return key{}, false
	}
	return origin(p, []*schema.Field{p.Naming.Key})
}

// origin follows the argument path[0] of the entry p, and the fields below it,
// up to where its value comes from: $id below a supervisor that gets $spot.id is
// spot.id of the supervisor above.
func origin(p *Place, path []*schema.Field) (key, bool) {
	for p.isEntry() {
		e := argument(p.Child, path[0])
		if e == nil {
			return key{}, false
		}
		if e.Kind == schema.Literal {
			return written(e.Literal, path[1:])
		}
		path = slices.Concat(e.Path, path[1:])
		p = owner(p.Parent, path[0])
	}
	names := make([]string, len(path))
	for i, f := range path {
		names[i] = f.Name
	}
	return key{owner: p, text: strings.Join(names, ".")}, true
}

// owner returns the place at or above p that has the argument: a supervisor
// written in place speaks of the arguments around it.
func owner(p *Place, arg *schema.Field) *Place {
	for !slices.Contains(p.Supervisor.Args, arg) {
		p = p.Parent
	}
	return p
}

func argument(c *schema.Child, f *schema.Field) *schema.Expr {
	for _, a := range c.Args {
		if a.Field == f {
			return a.Value
		}
	}
	return nil
}

// written is the key that a literal holds below the fields of path.
func written(l *schema.Lit, path []*schema.Field) (key, bool) {
	for _, f := range path {
		i := slices.IndexFunc(l.Map, func(e *schema.LitEntry) bool { return e.Field == f })
		if i < 0 {
			return key{}, false
		}
		l = l.Map[i].Value
	}
	t := l.Type
	for t.Kind == schema.MessageType && t.Message.Kind == schema.Defined {
		t = t.Message.Type
	}
	switch {
	case t.Name == "string", t.Kind == schema.MessageType: // an enum
		return key{text: strconv.Quote(l.String)}, true
	case t.Name == "bool":
		return key{text: strconv.FormatBool(l.Bool)}, true
	case l.Uint != 0:
		return key{text: strconv.FormatUint(l.Uint, 10)}, true
	}
	return key{text: strconv.FormatInt(l.Int, 10)}, true
}
