package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// outputs are the files of a result for package write.
func outputs(files []generator.File, needed, elsewhere map[string]bool) []write.File {
	wanted := make([]write.File, 0, len(files))
	for _, f := range files {
		w := write.File{Path: f.Path, Content: f.Content, Needed: needed[f.Path], Elsewhere: elsewhere[f.Path]}
		switch f.Owner {
		case generator.Generated:
			w.Owner = write.Generated
		case generator.User:
			w.Owner = write.User
		default:
			panic("otpgen: internal: invalid owner of " + f.Path)
		}
		wanted = append(wanted, w)
	}
	return wanted
}

// rendered is what the schema gives.
type rendered struct {
	*generator.Result
	warnings int // that were printed
}

// decision is what a look at the disk gives.
type decision struct {
	users *users // as they are after the run
	plan  *write.Plan
	// added are the files that get what they lacked.
	added map[string]bool
}

// diagnosed is an error that is the user's to mend, about files of the output
// folder.
type diagnosed schema.Diagnostics

func (d diagnosed) Error() string { return d[0].Message }

// decide reads the user's files and compares the wanted ones with the disk.
func (g *generation) decide(r rendered) (*decision, error) {
	users, err := readUsers(g.folder.FS(), r.Result)
	if err != nil {
		return nil, err
	}
	g.report.addSources(g.show, users.contents())
	if shared := g.shared(); len(shared) > 0 {
		return nil, diagnosed(shared)
	}
	if mixed := users.Packages(r.App.Package); len(mixed) > 0 {
		return nil, diagnosed(mixed)
	}
	plan, err := write.Classify(g.folder.FS(), write.Wanted{
		Files:    outputs(r.Files, users.needed(r.Result), users.elsewhere(r.Result)),
		Source:   g.lockSource(),
		Digest:   g.digest(),
		Warnings: r.warnings,
		Force:    g.options.force,
	})
	var unreadable *write.LockError
	if errors.As(err, &unreadable) {
		return nil, diagnosed{lockUnreadable(unreadable)}
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the output folder: %w", err)
	}
	if taken := users.Taken(g.beginning(r.Result, plan)); len(taken) > 0 {
		return nil, diagnosed(taken)
	}
	d := &decision{users: users, plan: plan}
	return d, g.extend(d, r.Result)
}

// beginning are the handlers that this run begins: those whose file it writes,
// and that of a service that was not in the schema before.
func (g *generation) beginning(result *generator.Result, plan *write.Plan) []generator.Handler {
	fresh := freshFiles(plan)
	var list []generator.Handler
	for _, h := range result.Handlers() {
		if fresh[h.File] || g.added.Kind == schema.NewService && g.added.Name == h.Service {
			list = append(list, h)
		}
	}
	return list
}

// extend adds to a decision what goes beyond the files of the schema: methods
// for the user's files, if they are wanted, and the edit of the schema itself.
func (g *generation) extend(d *decision, result *generator.Result) (err error) {
	edits := []write.Edit{}
	if g.edit != nil && g.edit.within(g.out) {
		edits = append(edits, g.edit.Edit)
	}
	if g.options.stubs {
		stubs := d.users.stubs(result, d.plan)
		edits = append(edits, stubs...)
		if d.users, err = readUsers(edited(g.folder.FS(), stubs), result); err != nil {
			return err
		}
		g.report.addSources(g.show, d.users.contents())
		d.added = map[string]bool{}
		for _, s := range stubs {
			d.added[s.Path] = true
		}
	}
	return d.plan.Edit(g.folder.FS(), edits...)
}

// carryOut brings the disk to what was rendered, or only lists what that
// would change.
func (g *generation) carryOut(ctx context.Context, r rendered) (*decision, error) {
	if g.options.readOnly() {
		d, err := g.observe(ctx, r)
		if err != nil {
			return nil, err
		}
		return d, g.list(d.plan)
	}
	// Most runs find nothing to do, and then need no permission to write. Any
	// other finding may be that of a moment in which another run is at work.
	d, found := g.decide(r)
	if found == nil && g.edit == nil && d.plan.Idle() && !write.Pending(g.folder.FS()) && !g.pendingAbove() {
		return d, nil
	}
	if found == nil {
		found = g.refused(d.plan)
	}
	d, err := g.change(ctx, r)
	var locked *unlockableError
	if errors.As(err, &locked) && found != nil {
		return nil, found // the user cannot write there, but what is wrong can be told
	}
	return d, err
}

// unlockableError is a folder whose run lock could not be had.
type unlockableError struct{ error }

func (e *unlockableError) Unwrap() error { return e.error }

// observe decides without writing, not even a lock: if something is not as it
// should be, and another run was at work meanwhile, it looks again.
func (g *generation) observe(ctx context.Context, r rendered) (*decision, error) {
	for {
		before := write.LastLock(g.folder.FS())
		d, err := g.decide(r)
		if err == nil && len(d.plan.Drift()) == 0 {
			return d, nil
		}
		waited, waiting := runLock(g.env).Await(ctx, g.folder)
		if waiting != nil {
			return nil, waiting
		}
		switch {
		case g.schemaChanged():
			return nil, errSchemaChanged
		case !waited && write.LastLock(g.folder.FS()) == before:
			return d, err
		}
	}
}

// change writes. It decides behind the run lock, after what a killed run left
// is completed.
func (g *generation) change(ctx context.Context, r rendered) (d *decision, err error) {
	if err := g.folder.Make(); err != nil {
		return nil, g.unwritable(err)
	}
	defer func() {
		if err != nil {
			g.folder.Unmake()
		}
	}()
	if err := g.folder.InPlace(); err != nil {
		return nil, g.unwritable(err)
	}
	release, err := runLock(g.env).Acquire(ctx, g.folder)
	switch {
	case err != nil && ctx.Err() == nil:
		return nil, &unlockableError{g.unwritable(err)}
	case err != nil:
		return nil, err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := write.Recover(g.folder); err != nil {
		return nil, g.unwritable(err)
	}
	if g.schemaChanged() {
		return nil, errSchemaChanged
	}
	if d, err = g.decide(r); err != nil {
		return nil, err
	}
	if err := g.refused(d.plan); err != nil {
		return nil, err
	}
	if g.pendingAbove() {
		tidy(ctx, g.env, filepath.Dir(g.source.path))
	}
	if d.plan.Idle() && g.edit == nil {
		return d, write.Clear(g.folder)
	}
	takeBack, err := g.editAbove(ctx)
	if err != nil {
		return nil, err
	}
	if err := write.Apply(ctx, g.folder, d.plan); err != nil {
		return nil, errors.Join(g.unwritable(err), takeBack())
	}
	if cause := context.Cause(ctx); cause != nil {
		return nil, fmt.Errorf("%w, but too late: every file is written", cause)
	}
	return d, nil
}

func (g *generation) unwritable(err error) error {
	var stopped interrupted
	if errors.As(err, &stopped) {
		return err
	}
	return fmt.Errorf("cannot write to %s: %w", relative(g.env.dir, g.out), err)
}

// runLockLimit is how long a run waits for another one.
const runLockLimit = 30 * time.Second

func runLock(e env) write.RunLock {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "unknown"
	}
	return write.RunLock{
		Holder: fmt.Sprintf("process %d on %s", os.Getpid(), host),
		Say:    func(s string) { e.say("%s", s) },
		Limit:  runLockLimit,
	}
}
