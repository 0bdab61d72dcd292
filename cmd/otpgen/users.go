package main

import (
	"io/fs"
	"maps"
	"path"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/conform"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// users are the user's Go files: those of the package, the fixtures in the
// package of tests below it, and the commands that start it.
type users struct {
	*conform.Source
	fixtures, commands *conform.Source
}

func readUsers(disk fs.FS, result *generator.Result) (*users, error) {
	source, err := conform.Read(disk)
	if err != nil {
		return nil, err
	}
	fixtures, err := conform.ReadFixtures(disk, path.Dir(result.ArgsFile()))
	if err != nil {
		return nil, err
	}
	commands, err := conform.ReadCommands(disk)
	if err != nil {
		return nil, err
	}
	return &users{source, fixtures, commands}, nil
}

func (u *users) contents() map[string]string {
	all := u.Contents()
	maps.Copy(all, u.fixtures.Contents())
	maps.Copy(all, u.commands.Contents())
	return all
}

// needed are the user's files without which the package does not compile,
// because what they began with is declared nowhere else.
func (u *users) needed(result *generator.Result) map[string]bool {
	needed := map[string]bool{result.ArgsFile(): u.fixtures.LacksArgs(result.Functions())}
	for _, h := range result.Handlers() {
		needed[h.File] = u.Lacks(h)
	}
	return needed
}

// elsewhere are the user's files whose declarations are found all the same, if
// the files are not there.
func (u *users) elsewhere(result *generator.Result) map[string]bool {
	elsewhere := map[string]bool{result.ArgsFile(): u.fixtures.HasArgs(result.Functions())}
	for _, h := range result.Handlers() {
		elsewhere[h.File] = u.Makes(h)
	}
	return elsewhere
}

// complete reports whether a run would have nothing to say of the user's files.
func (u *users) complete(result *generator.Result) bool {
	return len(u.Packages(result.App.Package)) == 0 &&
		len(u.Handlers(result.Handlers())) == 0 &&
		len(u.Types(result.Types(), result.App.File)) == 0 &&
		len(u.fixtures.Functions(result.Functions())) == 0 &&
		len(u.literals(result)) == 0
}

// literals tells of arguments that the schema does not declare any more, and of
// externals that nobody hands in.
func (u *users) literals(result *generator.Result) schema.Diagnostics {
	structs, importPath, pkg := result.Structs(), result.ImportPath(), result.App.Package
	diags := u.commands.Literals(structs, importPath, pkg)
	for i := range structs {
		structs[i].Needed = nil // a test may have a fake in the place of what would use it
	}
	return append(diags, u.fixtures.Literals(structs, importPath, pkg)...)
}

// lack tells what the user's files lack, but for those that this very run
// writes: they lack nothing, though they were not there when u was read.
func (u *users) lack(result *generator.Result, d *decision) schema.Diagnostics {
	fresh := freshFiles(d.plan)
	for name := range d.added { // u has read them as they are now
		delete(fresh, name)
	}
	var old []generator.Handler
	for _, h := range result.Handlers() {
		if !fresh[h.File] {
			old = append(old, h)
		}
	}
	diags := append(u.Handlers(old), u.literals(result)...)
	if !fresh[result.ArgsFile()] {
		diags = append(diags, u.fixtures.Functions(result.Functions())...)
	}
	return diags
}

// freshFiles are the user's files that a plan writes.
func freshFiles(plan *write.Plan) map[string]bool {
	fresh := map[string]bool{}
	for _, it := range plan.Items {
		if it.Owner == write.User && it.Action == write.Write {
			fresh[it.Path] = true
		}
	}
	return fresh
}

// stubs are edits that add to the user's files what they lack.
func (u *users) stubs(result *generator.Result, plan *write.Plan) []write.Edit {
	fresh := freshFiles(plan)
	var handlers []generator.Handler
	for _, h := range result.Handlers() {
		if !fresh[h.File] {
			handlers = append(handlers, h)
		}
	}
	grown := u.Stubs(handlers, result.Types(), fresh)
	if !fresh[result.ArgsFile()] {
		grown = append(grown, u.fixtures.FunctionStubs(result.Functions())...)
	}
	var edits []write.Edit
	for _, g := range grown {
		edits = append(edits, write.Edit{Path: g.Path, Have: g.Have, Want: g.Want})
	}
	return edits
}
