package gomod

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
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
// and no element that Windows or the go command reads otherwise.
func CheckPath(p string) error {
	for element := range strings.SplitSeq(p, "/") {
		if why := unusable(element); why != "" {
			return fmt.Errorf("%q cannot be an import path: %s", p, why)
		}
	}
	for _, r := range p {
		if !allowed(r) {
			return fmt.Errorf("%q cannot be an import path: it contains %q; allowed are ASCII letters, digits, and - . _ ~ +", p, r)
		}
	}
	return nil
}

// unusable says why one element of a path cannot be, "" if it can.
func unusable(element string) string {
	first, _, _ := strings.Cut(element, ".")
	switch {
	case strings.Trim(element, ".") == "":
		return "an element is empty or only dots"
	case strings.HasPrefix(element, "-"):
		return element + " begins with a dash, as options do"
	case strings.HasSuffix(element, "."):
		return element + " ends in a dot"
	case device.MatchString(first):
		return "Windows keeps " + first + " for a device"
	case shortName.MatchString(element):
		return element + " ends in ~ and digits, as short names on Windows do"
	}
	return ""
}

var (
	device    = regexp.MustCompile(`^(?i:con|prn|aux|nul|com[1-9]|lpt[1-9])$`)
	shortName = regexp.MustCompile(`~[0-9]+$`)
)

func allowed(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-._~+/", r)
}
