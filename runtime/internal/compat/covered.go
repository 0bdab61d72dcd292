package compat

import (
	"bytes"
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
	File string // "runtime/testdata/otp/hand/permanent_reasons.json", "runtime/testdata/statem/otp25.json#L2"
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
	name     string
	count    int
	recorded string // the release, "25 (stdlib 4.2)"
	again    string // those that printed the same, "27, 29"
	elixir   string // "1.14.0"; "": no scenario has a DynamicSupervisor
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
	return r, r.readStateMachines(repo)
}

// readStateMachines counts the recorded scenarios of state machines, and adds
// what they cover.
func (r *recordings) readStateMachines(repo fs.FS) error {
	names, err := fs.Glob(repo, stateMachines+"/*.json")
	if err != nil {
		return fmt.Errorf("read scenarios: %w", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(repo, name)
		if err != nil {
			return fmt.Errorf("read scenarios: %w", err)
		}
		var f struct {
			OTP       string
			Scenarios []struct {
				Name   string
				Covers []int
			}
		}
		if err := json.Unmarshal(text, &f); err != nil {
			return fmt.Errorf("read scenarios of %s: %w", name, err)
		}
		for _, s := range f.Scenarios {
			for _, n := range s.Covers {
				r.covers[n] = append(r.covers[n], Scenario{s.Name, fmt.Sprintf("%s#L%d", name, lineOf(text, s.Name))})
			}
		}
		r.states = append(r.states, recordedFile{name, len(f.Scenarios), f.OTP})
	}
	return nil
}

// lineOf is the line of a file on which a scenario of that name stands.
func lineOf(text []byte, name string) int {
	before, _, _ := bytes.Cut(text, fmt.Appendf(nil, `"name":%q`, name))
	return bytes.Count(before, []byte("\n")) + 1
}

// count adds one scenario to its folder; they come sorted by folder.
func (r *recordings) count(folder string, f *vector.File) {
	if last := len(r.folders) - 1; last < 0 || r.folders[last].name != folder {
		recorded, again := "", f.OTP
		if len(again) > 0 { // the release that a scenario was recorded on stands first
			recorded, again = fmt.Sprintf("%s (stdlib %s)", again[0], f.Stdlib), again[1:]
		}
		r.folders = append(r.folders, recordedFolder{name: folder, recorded: recorded, again: strings.Join(again, ", ")})
	}
	last := &r.folders[len(r.folders)-1]
	last.count++
	if f.Tree.Any(func(s vector.Spec) bool { return s.Strategy == "dynamic" }) {
		last.elixir = f.Elixir
	}
}
