package render

import (
	"strconv"
	"strings"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// argsFunctions is the data of user/args.go.tmpl.
type argsFunctions struct {
	Package   string
	Imports   string
	Functions []argsFunction
}

type argsFunction struct {
	Name   string
	Doc    []string
	Type   string
	Fields []string // Start: 0,
}

// argsFile is the user's file with the arguments of the trees that tests
// start, and of the instances in them.
func argsFile(p *plan.Package) []byte {
	file := outside(p).add("testing")
	data := argsFunctions{Package: testPackage(p), Functions: []argsFunction{treeArgs(p, file)}}
	clients := startedClients(p)
	keys := p.InstanceKeys(clients)
	for i, c := range clients {
		data.Functions = append(data.Functions, instanceArgs(p, c, keys[i], file))
	}
	data.Imports = file.clause()
	return fill("user/args.go.tmpl", data)
}

// ArgsPath is where argsFile is written to.
func ArgsPath(p *plan.Package) string { return testPackage(p) + "/args.go" }

// ArgsFunction is one function of the file.
type ArgsFunction struct {
	Name, Source string
	Imports      []Import
}

// ArgsFunctions are the functions of the file one by one, each formatted and
// with what it needs to be imported.
func ArgsFunctions(p *plan.Package) []ArgsFunction {
	file := outside(p).add("testing")
	functions := []ArgsFunction{alone(p, treeArgs(p, file), file)}
	clients := startedClients(p)
	keys := p.InstanceKeys(clients)
	for i, c := range clients {
		file := outside(p).add("testing")
		functions = append(functions, alone(p, instanceArgs(p, c, keys[i], file), file))
	}
	return functions
}

func alone(p *plan.Package, f argsFunction, file *imports) ArgsFunction {
	src := formatGo(ArgsPath(p), fill("user/args.go.tmpl", argsFunctions{Package: "p", Functions: []argsFunction{f}}))
	return ArgsFunction{Name: f.Name, Source: strings.TrimPrefix(string(src), "package p\n\n"), Imports: file.list()}
}

// treeArgs is the function that gives the arguments of the root and what is
// made outside of the tree.
func treeArgs(p *plan.Package, file *imports) argsFunction {
	fields := argFields(p, p.Tree.Args, file)
	for _, e := range p.Tree.Externals {
		fields = append(fields, e.Name+": "+zero(p, e.Type, file.name)+",")
	}
	return argsFunction{
		Name: "Args", Type: file.name(plan.Local) + ".Args", Fields: fields,
		Doc: commentLines("Args are what the trees of tests are started with. Each test gets its own, so what they open or " +
			"write belongs to t: files in t.TempDir(), servers closed by t.Cleanup."),
	}
}

// startedClients are those by which tests start instances that take arguments,
// each once.
func startedClients(p *plan.Package) []*plan.Client {
	seen := map[*plan.Client]bool{}
	var clients []*plan.Client
	for _, s := range p.Starts() {
		if s.Client.Instance().ArgsType != "" && !seen[s.Client] {
			clients = append(clients, s.Client)
		}
		seen[s.Client] = true
	}
	return clients
}

// instanceArgs is the function that gives the arguments of the instance of a
// client. Its key is of its own: the zero value may be that of a child, or of
// an instance of another client.
func instanceArgs(p *plan.Package, c *plan.Client, key plan.InstanceKey, file *imports) argsFunction {
	name := argsFunc(c)
	fields := argFields(p, instanceFields(c), file)
	for i, a := range instanceFields(c) {
		if a == c.Key {
			fields[i] = a.Name + ": " + keyLike(zero(p, a.Type, file.name), key) + ","
		}
	}
	return argsFunction{
		Name: name, Type: file.name(plan.Local) + "." + c.Instance().ArgsType,
		Doc:    commentLines(name + " are the arguments of the instance of " + c.Name + " that the generated tests start."),
		Fields: fields,
	}
}

// keyLike is a key of the type whose zero value is given.
func keyLike(zero string, key plan.InstanceKey) string {
	switch zero {
	case `""`:
		return strconv.Quote(key.Text)
	case "0":
		return strconv.FormatInt(key.Number, 10)
	case "false":
		return strconv.FormatBool(key.Flag)
	}
	return zero
}

func instanceFields(c *plan.Client) []*plan.Field {
	if c.Service != nil {
		return c.Service.Args
	}
	return c.Supervisor.Args
}

// argFields gives each argument the zero value, but an interval one for which
// no test waits.
func argFields(p *plan.Package, args []*plan.Field, file *imports) []string {
	var fields []string
	for _, a := range args {
		value := zero(p, a.Type, file.name)
		if named, ok := a.Type.(plan.Named); ok && named.Path == "time" && named.Name == "Duration" {
			value = file.name("time") + ".Minute"
		}
		fields = append(fields, a.Name+": "+value+",")
	}
	return fields
}
