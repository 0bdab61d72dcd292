package main

import (
	"context"
	"errors"
	"os"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
)

// locked runs do with the folder rel below base, behind its run lock and after
// what a killed run left there is completed. The folder is made if it is not
// there; if anything fails, it goes again.
func locked(ctx context.Context, lock write.RunLock, base, rel string, do func(*write.Folder) error) (err error) {
	folder, err := write.OpenFolder(base, rel)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	if err := folder.Make(); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			folder.Unmake()
		}
	}()
	release, err := lock.Acquire(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := write.Recover(folder); err != nil {
		return err
	}
	return do(folder)
}

// tidy clears away what a killed run left in a folder above the output folder.
// If another run is at work there, that one does it, and where nothing can be
// written, nothing has to be.
func tidy(ctx context.Context, e env, dir string) {
	if !write.Pending(os.DirFS(dir)) {
		return
	}
	lock := runLock(e)
	lock.Limit = 0
	_ = locked(ctx, lock, dir, ".", func(*write.Folder) error { return nil })
}
