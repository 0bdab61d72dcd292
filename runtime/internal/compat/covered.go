package compat

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// Where the recorded scenarios are: of trees, a file each, and of state machines, a file with many.
const (
	corpus        = "runtime/testdata/otp"
	stateMachines = "runtime/testdata/statem"
)

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
	states  []recordedFile     // of state machines
}

// recordedFolder counts the scenarios of one folder.
type recordedFolder struct {
	name             string
	count            int
	releases, elixir string // "25, 27, 29", "1.14.0"
}

// recordedFile counts the scenarios of a file.
type recordedFile struct {
	name    string // "runtime/testdata/statem/otp25.json"
	count   int
	release string // "25"
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
	r.states, err = readStateMachines(repo)
	return r, err
}

// readStateMachines counts the recorded scenarios of state machines.
func readStateMachines(repo fs.FS) ([]recordedFile, error) {
	names, err := fs.Glob(repo, stateMachines+"/*.json")
	if err != nil {
		return nil, fmt.Errorf("read scenarios: %w", err)
	}
	var all []recordedFile
	for _, name := range names {
		text, err := fs.ReadFile(repo, name)
		if err != nil {
			return nil, fmt.Errorf("read scenarios: %w", err)
		}
		var f struct {
			OTP       string
			Scenarios []json.RawMessage
		}
		if err := json.Unmarshal(text, &f); err != nil {
			return nil, fmt.Errorf("read scenarios of %s: %w", name, err)
		}
		all = append(all, recordedFile{name, len(f.Scenarios), f.OTP})
	}
	return all, nil
}

// count adds one scenario to its folder; they come sorted by folder.
func (r *recordings) count(folder string, f *vector.File) {
	if last := len(r.folders) - 1; last < 0 || r.folders[last].name != folder {
		r.folders = append(r.folders, recordedFolder{name: folder, releases: strings.Join(f.OTP, ", "), elixir: f.Elixir})
	}
	r.folders[len(r.folders)-1].count++
}
