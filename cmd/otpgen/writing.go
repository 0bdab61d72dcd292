package main

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path"
	"time"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// outputs are the files of a result for package write. One that does not
// parse is our bug and stops the run before anything is written.
func outputs(files []generator.File, needed map[string]bool) []write.File {
	wanted := make([]write.File, 0, len(files))
	for _, f := range files {
		if path.Ext(f.Path) == ".go" {
			if _, err := parser.ParseFile(token.NewFileSet(), f.Path, f.Content, parser.SkipObjectResolution); err != nil {
				panic(fmt.Sprintf("otpgen: internal: the generated %s does not parse: %v", f.Path, err))
			}
		}
		w := write.File{Path: f.Path, Content: f.Content, Needed: needed[f.Path]}
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

// classify compares with the disk. A lock that cannot be read is the user's
// to repair.
func (g *generation) classify(wanted write.Wanted) (*write.Plan, error) {
	plan, err := write.Classify(g.folder.FS(), wanted)
	var unreadable *write.LockError
	if errors.As(err, &unreadable) {
		return nil, g.report.failed(g.placed(schema.Diagnostics{lockUnreadable(unreadable)}))
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the output folder: %w", err)
	}
	return plan, nil
}

// apply writes. Behind the run lock the disk is looked at once more, because
// another run may have written while this one waited.
func (g *generation) apply(wanted write.Wanted) (err error) {
	if err := g.folder.Make(); err != nil {
		return fmt.Errorf("cannot make the output folder: %w", err)
	}
	release, err := g.runLock().Acquire()
	if err != nil {
		return fmt.Errorf("cannot write to %s: %w", relative(g.env.dir, g.out), err)
	}
	defer func() { err = errors.Join(err, release()) }()
	plan, err := g.classify(wanted)
	if err != nil {
		return err
	}
	if err := g.refused(plan); err != nil {
		return err
	}
	if err := write.Apply(g.folder, plan); err != nil {
		return fmt.Errorf("cannot write to %s: %w", relative(g.env.dir, g.out), err)
	}
	return nil
}

// runLockLimit is how long a run waits for another one.
const runLockLimit = 30 * time.Second

func (g *generation) runLock() write.RunLock {
	host, err := os.Hostname()
	if err != nil || host == "" {
		host = "unknown"
	}
	return write.RunLock{
		Disk:  g.folder,
		PID:   os.Getpid(),
		Host:  host,
		Alive: alive,
		Pause: time.Sleep,
		Say:   func(s string) { fmt.Fprintf(g.env.stderr, "otpgen: %s\n", s) },
		Limit: runLockLimit,
	}
}
