package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
)

// schemaName is the name of a schema that is not named.
const schemaName = "otp.yaml"

// maxSource is one byte more than the schema package accepts, so that a file
// that is too large is still reported there, and never read whole.
const maxSource = 4<<20 + 1

// source is a schema file.
type source struct {
	path  string // absolute
	shown string // relative to the working folder, as in diagnostics
	text  []byte
}

// openSource reads the schema that the argument names, or else the nearest
// otp.yaml upward, as far as the folder with go.mod.
func openSource(e env, args []string) (source, error) {
	var name string
	if len(args) > 0 {
		name = absolute(e.dir, args[0])
	} else {
		found, err := findSchema(e.dir)
		if err != nil {
			return source{}, err
		}
		name = found
	}
	shown := relative(e.dir, name)
	text, err := readSource(name)
	if err != nil {
		return source{}, fmt.Errorf("cannot read the schema %s: %w", shown, err)
	}
	return source{path: name, shown: shown, text: text}, nil
}

func findSchema(dir string) (string, error) {
	for d := dir; ; d = filepath.Dir(d) {
		name := filepath.Join(d, schemaName)
		if info, err := os.Stat(name); err == nil && !info.IsDir() {
			return name, nil
		}
		_, err := os.Stat(filepath.Join(d, gomod.Name))
		if err == nil || d == filepath.Dir(d) {
			return "", fmt.Errorf("no %s in %s or above it, as far as %s: name the schema (otpgen generate FILE), or begin with otpgen init",
				schemaName, dir, d)
		}
	}
}

func readSource(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("there is no such file")
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("it is a folder; name a file in it, such as %s", schemaName)
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(f, maxSource))
	return text, errors.Join(err, f.Close())
}

func absolute(dir, name string) string {
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(dir, name)
}

// relative is name as seen from dir, with slashes; name itself where there is
// no such way.
func relative(dir, name string) string {
	rel, err := filepath.Rel(dir, name)
	if err != nil {
		return filepath.ToSlash(name)
	}
	return filepath.ToSlash(rel)
}
