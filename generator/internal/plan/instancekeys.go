package plan

import (
	"fmt"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// InstanceKey is a key for the instance that a test starts: one of the three,
// as the type of the key wants.
type InstanceKey struct {
	Number int64
	Text   string
	Flag   bool
}

// InstanceKeys returns a key for an instance of each of the clients that nobody
// has: not a child with a key that is written out, nor one whose key is the
// zero value in the arguments of a test, nor another instance. Of numbers and
// texts all that are written anywhere are taken; of truth values, which are
// soon used up, only those that name something.
func (p *Package) InstanceKeys(clients []*Client) []InstanceKey {
	numbers, texts, flags := map[int64]bool{}, map[string]bool{}, map[flagName]bool{}
	for _, s := range p.App.Supervisors {
		for _, c := range s.Children {
			for _, a := range c.Args {
				if a.Value.Kind == schema.Literal {
					takeLiterals(a.Value.Literal, numbers, texts)
				}
				if c.Naming.Kind == schema.Keyed && a.Field == c.Naming.Key {
					flag := a.Value.Kind == schema.Literal && a.Value.Literal.Bool
					flags[flagName{c.Naming.Name, flag}] = true
				}
			}
		}
	}
	var keys []InstanceKey
	number := int64(0)
	for _, c := range clients {
		key := InstanceKey{Flag: true}
		for number++; numbers[number]; number++ {
		}
		key.Number = number
		for i := 1; key.Text == "" || texts[key.Text]; i++ {
			key.Text = fmt.Sprintf("%s-%d", strings.ToLower(c.Name), i)
		}
		if flags[flagName{c.Register, true}] && !flags[flagName{c.Register, false}] {
			key.Flag = false
		}
		texts[key.Text], flags[flagName{c.Register, key.Flag}] = true, true
		keys = append(keys, key)
	}
	return keys
}

// flagName is a name with a truth value for its key.
type flagName struct {
	name string
	key  bool
}

// takeLiterals marks the whole numbers and texts in a literal. An unsigned
// number that no int64 holds becomes a negative one, which is never free anyway.
func takeLiterals(l *schema.Lit, numbers map[int64]bool, texts map[string]bool) {
	numbers[l.Int], numbers[int64(l.Uint)], texts[l.String] = true, true, true
	for _, elem := range l.List {
		takeLiterals(elem, numbers, texts)
	}
	for _, e := range l.Map {
		takeLiterals(e.Value, numbers, texts)
	}
}
