package conform

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/otpgen/otpgen/generator"
)

// missingImports says what a file must import before a piece of source can be
// pasted into it, each import once.
type missingImports struct {
	source *Source
	told   []string // "file import"
}

// paste is the remedy for source that a file lacks.
func (m *missingImports) paste(file string, imports []generator.Import, source string) string {
	source = strings.TrimRight(source, "\n")
	lines := m.lines(file, imports)
	if len(lines) == 0 {
		return fmt.Sprintf("add it to %s, or let otpgen generate --stubs do so:\n\n%s", file, source)
	}
	return fmt.Sprintf("import at the top of %s, and add below, or let otpgen generate --stubs do so:\n\n%s\n\n%s", file, strings.Join(lines, "\n"), source)
}

func (m *missingImports) lines(file string, imports []generator.Import) []string {
	var lines []string
	for _, i := range imports {
		line := "import " + strings.TrimSpace(i.Name+" "+strconv.Quote(i.Path))
		if key := file + " " + line; !m.source.imports(file, i) && !slices.Contains(m.told, key) {
			m.told = append(m.told, key)
			lines = append(lines, line)
		}
	}
	return lines
}

// imports reports whether a file imports a package under the name that it has
// in source to paste.
func (s *Source) imports(name string, want generator.Import) bool {
	f := s.file(name)
	return f != nil && f.imports(want)
}

func (f *file) imports(want generator.Import) bool {
	for _, spec := range f.syntax.Imports {
		have, err := strconv.Unquote(spec.Path.Value)
		if err != nil || have != want.Path {
			continue
		}
		// Without a name it goes by the one of its package, which is what
		// source to paste calls it, unless it has to be called otherwise.
		if spec.Name == nil || spec.Name.Name == want.Name || want.Name == "" && spec.Name.Name == path.Base(have) {
			return true
		}
	}
	return false
}
