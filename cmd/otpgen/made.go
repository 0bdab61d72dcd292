package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/scaffold"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
)

// made is what init wrote into a folder before it generates there.
type made struct {
	fresh *fresh
	above string // the folder that was there before
	plan  *write.Plan
	lock  string // otp.lock as it was then
}

// write writes the files that are not there yet, all or none.
func (f *fresh) write(ctx context.Context, files []scaffold.File) (*made, error) {
	m := &made{fresh: f, above: existing(f.dir)}
	err := f.locked(ctx, func(folder *write.Folder) (err error) {
		wanted := make([]write.File, 0, len(files))
		for _, file := range files {
			wanted = append(wanted, write.File{Path: file.Path, Content: file.Content, Owner: write.User})
		}
		m.lock = write.LastLock(folder.FS())
		if m.plan, err = write.Additions(folder.FS(), wanted); err != nil {
			return err
		}
		for _, it := range m.plan.With(write.Refuse) {
			return fmt.Errorf("%s cannot be written: %s", it.Path, it.Obstacle)
		}
		if m.plan.Idle() {
			return write.Clear(folder)
		}
		return write.Apply(ctx, folder, m.plan)
	})
	return m, err
}

// takeBack removes what was written, unless the generation after it came to
// its end all the same.
func (m *made) takeBack(ctx context.Context) error {
	if len(m.plan.With(write.Write)) == 0 {
		return nil
	}
	ctx = context.WithoutCancel(ctx) // an interrupt is a reason to do it
	err := m.fresh.locked(ctx, func(folder *write.Folder) error {
		if write.LastLock(folder.FS()) != m.lock {
			m.say()
			return nil
		}
		return write.Apply(ctx, folder, m.plan.Reverse())
	})
	if err != nil {
		return fmt.Errorf("%s stay, because they cannot be removed: %w", strings.Join(paths(m.plan.With(write.Write)), ", "), err)
	}
	for dir := m.fresh.dir; dir != m.above && os.Remove(dir) == nil; {
		dir = filepath.Dir(dir)
	}
	return nil
}

// say tells what was written, and what was there.
func (m *made) say() {
	if wrote := m.plan.With(write.Write); len(wrote) > 0 {
		m.fresh.env.say("wrote %s", strings.Join(paths(wrote), ", "))
	}
	var left []write.Item
	for _, it := range m.plan.Items {
		if it.Action == write.Keep {
			left = append(left, it)
		}
	}
	if len(left) > 0 {
		m.fresh.env.say("left as they were: %s", strings.Join(paths(left), ", "))
	}
}

func paths(items []write.Item) []string {
	names := make([]string, 0, len(items))
	for _, it := range items {
		names = append(names, it.Path)
	}
	return names
}

// locked runs do with the folder of the new package.
func (f *fresh) locked(ctx context.Context, do func(*write.Folder) error) error {
	base := existing(f.dir)
	rel, err := filepath.Rel(base, f.dir)
	if err != nil {
		return err
	}
	if err := locked(ctx, runLock(f.env), base, rel, do); err != nil {
		return f.unwritable(err)
	}
	return nil
}

// existing is dir, or the nearest folder above it that is there.
func existing(dir string) string {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			return d
		}
	}
}

func (f *fresh) unwritable(err error) error {
	var stopped interrupted
	if errors.As(err, &stopped) {
		return err
	}
	return fmt.Errorf("cannot write to %s: %w", relative(f.env.dir, f.dir), err)
}
