package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/conform"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/scaffold"
	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/templates"
)

func newInit(e env) *cobra.Command {
	var module string
	c := &cobra.Command{
		Use:   "init [folder]",
		Short: "Make a module that generates, builds and passes its tests",
		Long: `Make a module that generates, builds and passes its tests.

In an empty folder init writes go.mod, otp.yaml, otpgen.go with its
go:generate line, cmd/NAME/main.go and .gitattributes, then generates. In a
module that exists it adds a package, and makes otpgen its tool or says how.
What is there already is left as it is. If the generation fails, nothing stays.`,
		Args: between(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := e.dir
			if len(args) > 0 {
				dir = absolute(e.dir, args[0])
			}
			return initialise(c.Context(), e, dir, module)
		},
	}
	c.Flags().StringVar(&module, "module", "", "path of the module, by default the name of the folder")
	return c
}

// fresh is a module or package that init is about to make.
type fresh struct {
	env  env
	dir  string
	data scaffold.Data
	// ownModule is set if a go.mod must be written: there is none above, or
	// the user named a module.
	ownModule bool
}

func initialise(ctx context.Context, e env, dir, module string) error {
	f := &fresh{env: e, dir: dir}
	if err := f.name(module); err != nil {
		return err
	}
	files, err := f.files()
	if err != nil {
		return err
	}
	made, err := f.write(ctx, files)
	if err != nil {
		return err
	}
	inside := e
	inside.dir = dir
	if err := generate(ctx, inside, generateOptions{printing: usualPrinting()}, []string{schemaName}); err != nil {
		return errors.Join(err, made.takeBack(ctx))
	}
	made.say()
	before := ""
	if f.ownModule {
		f.sayModule()
	} else if before, err = f.useTool(ctx); err != nil {
		return fmt.Errorf("the package is written, but otpgen could not be made a tool of its module: %w", err)
	}
	e.say("next: %s%s", f.change(), join(before, "go test ./..."))
	return nil
}

// name finds the paths and the package name, without writing.
func (f *fresh) name(module string) error {
	root, err := gomod.Find(f.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.ownModule = true
	case err != nil:
		return err
	default:
		f.ownModule = module != "" && root != f.dir
	}
	switch {
	case f.ownModule && module == "":
		if module, err = scaffold.ModulePath(filepath.Base(f.dir)); err != nil {
			return err
		}
		f.data.Module, f.data.ImportPath = module, module
	case f.ownModule:
		if err := scaffold.CheckModule(module); err != nil {
			return err
		}
		if module == f.env.build.module {
			return fmt.Errorf("%s is otpgen itself, so it cannot be the path of your module; take another one", module)
		}
		f.data.Module, f.data.ImportPath = module, module
	default:
		mod, err := gomod.Read(root)
		if err != nil {
			return err
		}
		if module != "" && module != mod.Module {
			return fmt.Errorf("%s is the module %s already, not %s", f.dir, mod.Module, module)
		}
		f.data.Module = mod.Module
		if f.data.ImportPath, err = gomod.ImportPath(f.dir); err != nil {
			return err
		}
	}
	f.data.Package = scaffold.PackageName(f.data.ImportPath)
	return f.checkPackage()
}

// checkPackage takes the package name of a schema that is there already, and
// stops if the folder holds another package.
func (f *fresh) checkPackage() error {
	text, err := readSource(filepath.Join(f.dir, schemaName))
	if err == nil {
		if doc, diags := schema.Parse(schemaName, text); !diags.HasErrors() {
			f.data.Package = doc.Package.Value
			f.goInto(doc.Out.Value)
		}
	}
	users, err := conform.Read(os.DirFS(filepath.Join(f.dir, filepath.FromSlash(f.data.Out))))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the folder comes with its files
	}
	if err != nil {
		return err
	}
	if mixed := users.Packages(f.data.Package); len(mixed) > 0 {
		return fmt.Errorf("%s: %s; begin in a folder of its own, such as: otpgen init %s",
			mixed[0].File, mixed[0].Message, relative(f.env.dir, filepath.Join(f.dir, "tree")))
	}
	return nil
}

// goInto takes the folder that a schema which is there already gives to its
// package. About one that cannot be, generate has more to say.
func (f *fresh) goInto(out string) {
	importPath := path.Join(f.data.ImportPath, out)
	if out = path.Clean(out); out == "." || !fs.ValidPath(out) || gomod.CheckPath(importPath) != nil {
		return
	}
	f.data.Out, f.data.ImportPath = out, importPath
}

// files renders everything that init writes.
func (f *fresh) files() ([]scaffold.File, error) {
	files := scaffold.Files(templates.Files, f.data)
	if !f.ownModule {
		return files, nil
	}
	b := f.env.build
	if b.release() {
		mod := scaffold.GoMod(f.data.Module, scaffold.Tool{Module: b.module, Version: b.version, Go: goLine})
		return append(files, scaffold.File{Path: gomod.Name, Content: mod}), nil
	}
	if b.checkout == "" {
		return nil, errors.New("this otpgen was built from a checkout that is not there any more; build it again, or write go.mod first")
	}
	mod, err := gomod.Read(b.checkout)
	if err != nil {
		return nil, err
	}
	sums, err := os.ReadFile(filepath.Join(b.checkout, "go.sum"))
	if err != nil {
		return nil, err
	}
	return append(files,
		scaffold.File{Path: gomod.Name, Content: scaffold.GoMod(f.data.Module, scaffold.Checkout(b.checkout, mod))},
		scaffold.File{Path: "go.sum", Content: sums}), nil
}

// goLine is the Go version that a module made by a release asks for: the one
// that generated code is written for.
const goLine = "1.26"

// sayModule tells what the new module has, or lacks, to use otpgen as its tool.
func (f *fresh) sayModule() {
	b := f.env.build
	if work := workspaceAbove(f.dir); work != "" {
		f.env.say("the go command takes the module for a part of %s, so add it there: go work use %s",
			relative(f.env.dir, work), relative(f.env.dir, f.dir))
	}
	if b.release() {
		f.env.say("run go mod tidy once, to download what the module requires")
	} else {
		f.env.say("this otpgen was built from a checkout, so go.mod has: replace %s => %s", b.module, b.checkout)
	}
}

// workspaceAbove is the nearest go.work in a folder or above it, "" for none.
func workspaceAbove(dir string) string {
	for ; ; dir = filepath.Dir(dir) {
		name := filepath.Join(dir, "go.work")
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			return name
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// change is the way from the working folder to the new one, as a command.
func (f *fresh) change() string {
	if f.dir == f.env.dir {
		return ""
	}
	return "cd " + relative(f.env.dir, f.dir) + " && "
}
