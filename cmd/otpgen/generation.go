package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// generation is one run of generate.
type generation struct {
	env     env
	options generateOptions
	source  source
	edit    *edit           // of the schema, as a part of the run; nil for none
	added   schema.Addition // that the edit makes
	began   time.Time
	report  *reporter

	out        string       // the output folder, absolute
	outRange   schema.Range // of out: in the schema
	claim      schema.Range // what says that the package goes there
	first      bool         // nothing has been generated into it so far
	importPath string       // of the package in it
	folder     *write.Folder
}

// generate is the command: everything is read, decided and rendered before
// the first byte is written.
func generate(ctx context.Context, e env, o generateOptions, args []string) error {
	began := time.Now()
	return untilSettled(func() error {
		src, err := openSource(e, args)
		if err != nil {
			return err
		}
		g := &generation{env: e, options: o, source: src, began: began, report: newReporter(e, o.printing)}
		return g.generate(ctx)
	})
}

func (g *generation) generate(ctx context.Context) (err error) {
	e, src := g.env, g.source
	g.report.sources[src.shown] = string(src.text)
	doc, diags := schema.Parse(src.shown, src.text)
	if diags.HasErrors() {
		_, more := schema.Resolve(doc) // can often say something, too
		diags = append(diags, more...)
		diags.Sort()
		return g.report.failed(diags)
	}
	if out := unusable(filepath.Dir(src.path), doc); len(out) > 0 {
		_, found := e.generate(src.shown, src.text, generator.Options{})
		out[0].File = src.shown
		found = append(found, out...)
		found.Sort()
		return g.report.failed(found)
	}
	g.outRange, g.claim = doc.Out.Range, claimOf(doc)
	if err := g.open(doc.Out.Value); err != nil {
		if _, found := e.generate(src.shown, src.text, generator.Options{}); found.HasErrors() {
			return g.report.failed(found) // they come first
		}
		return err
	}
	defer func() { err = errors.Join(err, g.folder.Close()) }()
	g.first = write.LastLock(g.folder.FS()) == ""
	if n, ok := g.upToDate(doc); ok {
		return g.summary(0, 0, n)
	}
	return g.run(ctx)
}

// open finds the output folder and what its package is called.
func (g *generation) open(out string) (err error) {
	base := filepath.Dir(g.source.path)
	if out == "" {
		out = "."
	}
	g.out = filepath.Join(base, filepath.FromSlash(out))
	if g.importPath, err = gomod.ImportPath(g.out); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w; the generated package must be part of a module: run go mod init MODULE first, or begin a new one with otpgen init", err)
	} else if err != nil {
		return fmt.Errorf("cannot tell the import path of the output folder %s: %w", relative(g.env.dir, g.out), err)
	}
	g.folder, err = write.OpenFolder(base, filepath.FromSlash(out))
	return err
}

// digest stands for everything that the generated files depend on.
func (g *generation) digest() string {
	h := sha256.New()
	text := strings.ReplaceAll(strings.TrimPrefix(string(g.source.text), "\ufeff"), "\r\n", "\n")
	for _, input := range []string{g.env.build.version, g.importPath, path.Base(g.source.shown), text} {
		fmt.Fprintf(h, "%d %s\n", len(input), input)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// upToDate reports whether nothing has to be generated at all: a release
// generated these inputs before, no file has changed, and the user's handlers
// lack nothing. A build from a checkout may have changed since, so it always
// generates and compares; so does a check, which must not believe the lock.
func (g *generation) upToDate(doc *schema.Document) (files int, ok bool) {
	if !g.env.build.release() || g.options.check || g.edit != nil || g.pendingAbove() {
		return 0, false
	}
	var comparing sync.WaitGroup
	comparing.Go(func() { files, ok = write.Unchanged(g.folder.FS(), g.digest()) })
	complete := g.complete(doc)
	comparing.Wait()
	return files, ok && complete
}

// complete reports whether the user's files lack nothing.
func (g *generation) complete(doc *schema.Document) bool {
	result, diags := generator.Plan(doc, generator.Options{ImportPath: g.importPath})
	if diags.HasErrors() {
		return false
	}
	users, err := readUsers(g.folder.FS(), result)
	return err == nil && users.complete(result)
}

func (g *generation) run(ctx context.Context) error {
	result, diags := g.env.generate(g.source.shown, g.source.text, generator.Options{ImportPath: g.importPath})
	if diags.HasErrors() {
		return g.report.failed(diags)
	}
	d, err := g.carryOut(ctx, rendered{result, len(diags)})
	if errors.Is(err, errSchemaChanged) {
		return err
	}
	if err := g.report.diagnostics(diags); err != nil {
		return err
	}
	var wrong diagnosed
	if errors.As(err, &wrong) {
		return g.report.failed(g.placed(schema.Diagnostics(wrong)))
	}
	if err != nil {
		return err
	}
	return g.finish(result, d)
}

// finish tells what the user should know after the files are as they should
// be, and counts.
func (g *generation) finish(result *generator.Result, d *decision) error {
	plan := d.plan
	diags := keptStale(plan)
	diags = append(diags, d.users.lack(result, d)...)
	diags = append(g.placed(diags), d.users.Types(result.Types(), g.source.shown)...)
	if g.first {
		diags = append(diags, g.elsewhere()...)
	}
	if err := g.report.diagnostics(diags); err != nil {
		return err
	}
	g.released(plan)
	if g.options.readOnly() {
		return g.verdict(plan)
	}
	return g.summary(plan.Count())
}

// released tells of the user's files that no service has any more, at every
// run until they are gone.
func (g *generation) released(plan *write.Plan) {
	any := false
	for _, it := range plan.Items {
		if it.State == write.Released {
			any = true
			g.env.say("%s is of no more use to the schema; it is yours, so it stays until you delete it", g.show(it.Path))
		}
	}
	if any {
		g.env.say("if its service has a new name: git mv -f OLD.go NEW.go, rename the type, its constructor and its contexts in it, do the same with its test, and generate again")
	}
}

func (g *generation) summary(written, removed, unchanged int) error {
	g.env.say("%d written, %d removed, %d unchanged in %v",
		written, removed, unchanged, time.Since(g.began).Round(time.Millisecond))
	return nil
}

// show is a path of the output folder as seen from the working folder.
func (g *generation) show(name string) string {
	return relative(g.env.dir, filepath.Join(g.out, filepath.FromSlash(name)))
}

// placed returns diagnostics about files of the output folder with the paths
// that are shown.
func (g *generation) placed(diags schema.Diagnostics) schema.Diagnostics {
	shown := make(schema.Diagnostics, 0, len(diags))
	for _, d := range diags {
		d.File = g.show(d.File)
		shown = append(shown, d)
	}
	return shown
}
