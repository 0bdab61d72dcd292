// Package gomod reads the little that otpgen needs of a go.mod file, without
// the go command: the module's path, its Go version, what it requires.
package gomod

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
)

// Name is the name of the file.
const Name = "go.mod"

// File is what a go.mod says.
type File struct {
	Module   string
	Go       string // of the go line, "" without one
	Requires []Require
	Tools    []string // packages
}

// Require is one line of a require directive.
type Require struct {
	Path, Version string
}

// Find returns the nearest folder with a go.mod file, dir or one above it. The
// error is fs.ErrNotExist if there is none.
func Find(dir string) (string, error) {
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		info, err := os.Stat(filepath.Join(d, Name))
		if err == nil && info.Mode().IsRegular() {
			return d, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("no %s in %s or above it: %w", Name, dir, fs.ErrNotExist)
		}
	}
}

// Read parses the go.mod in dir.
func Read(dir string) (*File, error) {
	name := filepath.Join(dir, Name)
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	f, err := Parse(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

// Parse reads a go.mod file. It is strict where it understands and passes
// over directives that it does not know; a file without a module line is an
// error.
func Parse(content []byte) (*File, error) {
	f := &File{}
	block := "" // the directive of the block that is open
	n := 0
	for line := range strings.Lines(string(content)) {
		n++
		tokens, err := split(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		switch {
		case len(tokens) == 0:
		case block != "" && tokens[0] == ")":
			block = ""
		case block != "":
			err = f.directive(block, tokens)
		case len(tokens) == 2 && tokens[1] == "(":
			block = tokens[0]
		default:
			err = f.directive(tokens[0], tokens[1:])
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if f.Module == "" {
		return nil, errors.New("no module line")
	}
	return f, nil
}

func (f *File) directive(verb string, args []string) error {
	switch {
	case verb == "module" && (len(args) != 1 || args[0] == ""):
		return errors.New("a module line has one path")
	case verb == "module" && f.Module != "":
		return errors.New("a second module line")
	case verb == "module":
		f.Module = args[0]
	case verb == "go" && len(args) == 1:
		f.Go = args[0]
	case verb == "tool" && len(args) == 1:
		f.Tools = append(f.Tools, args[0])
	case verb == "require" && len(args) == 2:
		f.Requires = append(f.Requires, Require{Path: args[0], Version: args[1]})
	}
	return nil
}

// split returns the tokens of one line: words, quoted strings without their
// quotes, and parentheses that stand alone. A // begins a comment.
func split(line string) ([]string, error) {
	var tokens []string
	for {
		line = strings.TrimLeftFunc(line, unicode.IsSpace)
		switch {
		case line == "" || strings.HasPrefix(line, "//"):
			return tokens, nil
		case line[0] == '"' || line[0] == '`':
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				return nil, errors.New("a string that does not end")
			}
			token, err := strconv.Unquote(quoted)
			if err != nil {
				return nil, err
			}
			tokens, line = append(tokens, token), line[len(quoted):]
		case line[0] == '(' || line[0] == ')':
			tokens, line = append(tokens, line[:1]), line[1:]
		default:
			token := line[:wordEnd(line)]
			tokens, line = append(tokens, token), line[len(token):]
		}
	}
}

// wordEnd is where the word that line begins with ends: at white space, a
// parenthesis, a quote or a comment.
func wordEnd(line string) int {
	for i, r := range line {
		if unicode.IsSpace(r) || strings.ContainsRune("()\"`", r) || strings.HasPrefix(line[i:], "//") {
			return i
		}
	}
	return len(line)
}
