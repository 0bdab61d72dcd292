package render

import (
	"strconv"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// started is one instance of a dynamic supervisor that a test starts.
type started struct {
	Dynamic, Instance string // quoted paths
	Variable          string // that holds the Ref of the instance
	Start             string // the expression that starts it
}

// startsOf writes the expressions that start instances, outermost first. args
// calls the user's functions in the package that has them.
func startsOf(p *plan.Package, starts []*plan.InstanceStart, file *imports, args func(name string) string) []started {
	var list []started
	for i, s := range starts {
		variable := "instance"
		if i > 0 {
			variable += strconv.Itoa(i + 1)
		}
		call := dynamicClient(p, starts[:i+1], list, file) + ".Start(t.Context()"
		if s.Client.Instance().ArgsType != "" {
			call += ", " + args(argsFunc(s.Client)) + "(t)"
		}
		list = append(list, started{
			Dynamic: strconv.Quote(s.Dynamic), Instance: strconv.Quote(s.Instance),
			Variable: variable, Start: call + ")",
		})
	}
	return list
}

// argsFunc is the user's function that makes the arguments of an instance.
func argsFunc(c *plan.Client) string { return c.Name + "Args" }

// dynamicClient is the client that starts the last of the instances:
// f.Tenants() where the tree has an accessor for it, instance.Rooms() where one
// of the instances before has, else made from the path of the supervisor.
func dynamicClient(p *plan.Package, starts []*plan.InstanceStart, before []started, file *imports) string {
	last := starts[len(starts)-1]
	if name := accessorAt(p.Tree.Accessors, last.Client.At); name != "" {
		return "f." + name + "()"
	}
	for i := len(before) - 1; i >= 0; i-- {
		around := starts[i]
		if _, ok := cutPath(last.Dynamic, around.Instance); !ok || around.Client.Supervisor == nil {
			continue
		}
		if name := accessorAt(around.Client.Supervisor.Accessors, last.Client.At); name != "" {
			return before[i].Variable + "." + name + "()"
		}
	}
	return atPath(last.Client.At, last.Dynamic, before, file)
}

// accessorAt is the name of the accessor whose result a function makes; "" for
// none.
func accessorAt(accessors []*plan.Accessor, at string) string {
	for _, a := range accessors {
		if a.At == at {
			return a.Name
		}
	}
	return ""
}

// atPath makes a client from a path, in which the ids of the instances that
// were started before take the place of *:
// shop.RoomsAt(f.System().Find(instance.Addr().Path() + "/Rooms")).
func atPath(at, path string, before []started, file *imports) string {
	find := strconv.Quote(path)
	for i := len(before) - 1; i >= 0; i-- {
		instance, _ := strconv.Unquote(before[i].Instance)
		if rest, ok := cutPath(path, instance); ok {
			find = before[i].Variable + ".Addr().Path()"
			if rest != "" {
				find += " + " + strconv.Quote(rest)
			}
			break
		}
	}
	return file.name(plan.Local) + "." + at + "(f.System().Find(" + find + "))"
}

// cutPath takes the path of a place above it from the front of a path:
// Root/Tenants/* from Root/Tenants/*/EventStore leaves /EventStore.
func cutPath(path, above string) (rest string, ok bool) {
	if len(path) < len(above) || path[:len(above)] != above {
		return "", false
	}
	rest = path[len(above):]
	return rest, rest == "" || rest[0] == '/'
}
