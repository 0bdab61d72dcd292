package compat

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// corpus is where the recorded scenarios are.
const corpus = "runtime/testdata/otp"

// Scenario is one recorded scenario.
type Scenario struct {
	Name string // "permanent_reasons"
	File string // "runtime/testdata/otp/hand/permanent_reasons.json"
}

// recordings is what the committed scenarios say.
type recordings struct {
	covers  map[int][]Scenario // by statement
	folders []recordedFolder   // in order
	left    int                // not applicable
}

// recordedFolder counts the scenarios of one folder.
type recordedFolder struct {
	name             string
	count            int
	releases, elixir string // "25, 27, 29", "1.14.0"
}

// readRecordings reads all scenarios of a repository. One that cannot be played
// here covers nothing.
func readRecordings(repo fs.FS) (recordings, error) {
	r := recordings{covers: map[int][]Scenario{}}
	names, err := fs.Glob(repo, corpus+"/*/*.json")
	if err != nil || len(names) == 0 { // the pattern is a good one
		return r, fmt.Errorf("no scenarios in %s", corpus)
	}
	for _, name := range names {
		f, err := vector.Read(repo, name)
		if err != nil {
			return r, err
		}
		r.count(path.Base(path.Dir(name)), f)
		if f.NotApplicable() != "" {
			r.left++
			continue
		}
		for _, n := range f.Covers {
			r.covers[n] = append(r.covers[n], Scenario{f.Name, name})
		}
	}
	return r, nil
}

// count adds one scenario to its folder; they come sorted by folder.
func (r *recordings) count(folder string, f *vector.File) {
	if last := len(r.folders) - 1; last < 0 || r.folders[last].name != folder {
		r.folders = append(r.folders, recordedFolder{name: folder, releases: strings.Join(f.OTP, ", "), elixir: f.Elixir})
	}
	r.folders[len(r.folders)-1].count++
}
