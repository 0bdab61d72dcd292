package main

import (
	"context"
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/scaffold"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
)

// useTool makes otpgen a tool of the module that a package was added to, or
// says with which commands the user does it: go.mod is theirs, so it is only
// added to, and only where nothing in it could contradict. The result is the
// commands, "" if none is left to do.
func (f *fresh) useTool(ctx context.Context) (commands string, err error) {
	b := f.env.build
	root, err := gomod.Find(f.dir)
	if err != nil {
		return "", err
	}
	tidy(ctx, f.env, root)
	mod, err := gomod.Read(root)
	if err != nil {
		return "", err
	}
	if version.Compare("go"+mod.Go, "go"+goLine) < 0 {
		f.env.say("go.mod of %s says go %s, but generated code needs go %s", mod.Module, or(mod.Go, "nothing"), goLine)
		commands = "go mod edit -go=" + goLine
	}
	command := b.module + "/cmd/otpgen"
	requires := slices.ContainsFunc(mod.Requires, func(r gomod.Require) bool { return r.Path == b.module })
	switch {
	case mod.Module == b.module || slices.Contains(mod.Tools, command):
		return commands, nil // it is otpgen, or has it
	case requires:
		return join(commands, "go get -tool "+command), nil
	case b.release():
		return join(commands, fmt.Sprintf("go get -tool %s/cmd/otpgen@%s", b.module, b.version)), nil
	case b.checkout == "":
		return join(commands, fmt.Sprintf("go mod edit -replace=%s=CHECKOUT && go get -tool %s/cmd/otpgen", b.module, b.module)), nil
	}
	if commands == "" {
		added, err := f.addTool(ctx, root, mod.Module)
		switch {
		case added && err == nil, ctx.Err() != nil:
			return "", err
		case err != nil: // the package is whole, and the user may be allowed more
			f.env.say("go.mod of %s could not be changed: %v", mod.Module, err)
		}
	}
	return join(commands, fmt.Sprintf("go mod edit -replace=%s && go get -tool %s/cmd/otpgen", shellQuoted(b.module+"="+b.checkout), b.module)), nil
}

// addTool adds the checkout to go.mod and its sums to go.sum, unless that
// needs the judgement of the go command.
func (f *fresh) addTool(ctx context.Context, root, module string) (added bool, err error) {
	b := f.env.build
	own, err := gomod.Read(b.checkout)
	if err != nil {
		return false, err
	}
	sums, err := os.ReadFile(filepath.Join(b.checkout, "go.sum"))
	if err != nil || !plain(root) {
		return false, err
	}
	err = locked(ctx, runLock(f.env), root, ".", func(folder *write.Folder) error {
		edits, err := toolEdits(folder.FS(), scaffold.Checkout(b.checkout, own), sums)
		if added = len(edits) > 0; !added || err != nil {
			return err
		}
		plan, err := write.Edits(folder.FS(), edits...)
		if err != nil {
			return err
		}
		return write.Apply(ctx, folder, plan)
	})
	if added && err == nil {
		f.env.say("this otpgen was built from a checkout, so go.mod of %s now has: tool %s/cmd/otpgen, replace %s => %s",
			module, b.module, b.module, b.checkout)
	}
	return added, err
}

// toolEdits adds a tool to the go.mod in a folder, and sums to its go.sum;
// none if that alone would not do. It reads the files behind the run lock: a
// run that was killed may have changed one of them.
func toolEdits(disk fs.FS, tool scaffold.Tool, sums []byte) ([]write.Edit, error) {
	content, err := fs.ReadFile(disk, gomod.Name)
	if err != nil {
		return nil, err
	}
	mod, err := gomod.Parse(content)
	if err != nil {
		return nil, err
	}
	longer, ok := scaffold.AddTool(content, mod, tool)
	if !ok {
		return nil, nil
	}
	have, err := fs.ReadFile(disk, "go.sum")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	// A sum that nothing asks for does no harm, so those come first.
	return []write.Edit{
		{Path: "go.sum", Have: have, Want: scaffold.AddLines(have, sums)},
		{Path: gomod.Name, Have: content, Want: longer},
	}, nil
}

// plain reports whether the files of a module are regular ones, and nothing
// else has to change with them, as a vendor folder has.
func plain(root string) bool {
	for _, name := range []string{gomod.Name, "go.sum"} {
		info, err := os.Lstat(filepath.Join(root, name))
		if err == nil && !info.Mode().IsRegular() || err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	_, err := os.Lstat(filepath.Join(root, "vendor"))
	return errors.Is(err, fs.ErrNotExist)
}

func join(first, second string) string {
	if first == "" {
		return second
	}
	return first + " && " + second
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// shellQuoted is an argument as a shell takes it.
func shellQuoted(arg string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_./=+:,@", r)
	}
	if strings.ContainsFunc(arg, func(r rune) bool { return !plain(r) }) {
		return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
	}
	return arg
}
