package gomod

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
)

// ImportPath is the import path of the package in dir, which need not exist:
// the path of the nearest module above it and the way down from there. A
// folder whose name cannot stand in an import path is an error.
func ImportPath(dir string) (string, error) {
	root, err := Find(dir)
	if err != nil {
		return "", err
	}
	f, err := Read(root)
	if err != nil {
		return "", err
	}
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		return "", err
	}
	importPath := path.Join(f.Module, filepath.ToSlash(rel))
	if err := CheckPath(importPath); err != nil {
		return "", err
	}
	return importPath, nil
}

// CheckPath returns an error if the go command would not take p as the path
// of a module or package: it has ASCII letters, digits, and - . _ ~ + only,
// and no element that is empty or all dots.
func CheckPath(p string) error {
	for element := range strings.SplitSeq(p, "/") {
		if strings.Trim(element, ".") == "" {
			return fmt.Errorf("%q cannot be an import path: an element is empty or only dots", p)
		}
	}
	for _, r := range p {
		if !allowed(r) {
			return fmt.Errorf("%q cannot be an import path: it contains %q; allowed are ASCII letters, digits, and - . _ ~ +", p, r)
		}
	}
	return nil
}

func allowed(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-._~+/", r)
}
