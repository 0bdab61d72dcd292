package vector

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Player plays one scenario.
type Player interface {
	// Play does one step, waits until nothing moves any more, and returns what was observed.
	Play(s Step) (Expect, error)
}

// Difference is the first step in which a player and OTP differ.
type Difference struct {
	File  *File
	Step  int
	What  string // result, events, orphans, async, probes, tree or within_ms
	Want  any    // what OTP did
	Got   any    // what the player did
	Trace []string
}

// String prints the scenario, the step, both sides, and all events before.
func (d *Difference) String() string {
	step, _ := json.Marshal(d.File.Steps[d.Step])
	return fmt.Sprintf("%s: step %d: %s\n  %s differ\n  OTP did  %s\n  we did   %s\n  events of the steps before:\n    %s",
		d.File.Name, d.Step, compact(step), d.What, show(d.Want), show(d.Got), strings.Join(d.Trace, "\n    "))
}

// Compare plays a scenario and returns the first difference, or nil.
func (f *File) Compare(p Player) (*Difference, error) {
	var trace []string
	for i, s := range f.Steps {
		got, err := p.Play(s)
		if err != nil {
			return nil, fmt.Errorf("%s: step %d: %w", f.Name, i, err)
		}
		want := f.Normal(i, f.Expect[i])
		got = f.Normal(i, got)
		for _, field := range []struct {
			what      string
			want, got any
		}{
			{"result", want.Result, got.Result},
			{"events", want.Events, got.Events},
			{"orphans", want.Orphans, got.Orphans},
			{"async", want.Async, got.Async},
			{"probes", want.Probes, got.Probes},
			{"tree", want.Tree, got.Tree},
			{"within_ms", want.WithinMs, got.WithinMs},
		} {
			if !equal(field.want, field.got) {
				return &Difference{File: f, Step: i, What: field.what, Want: field.want, Got: field.got, Trace: trace}, nil
			}
		}
		trace = append(trace, fmt.Sprintf("%d %s:", i, s.Op))
		trace = append(trace, got.Events...)
	}
	return nil, nil
}

// equal compares in the form of JSON, in which numbers have no type and what is empty may be absent.
func equal(a, b any) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	x, y := canonical(a), canonical(b)
	return reflect.DeepEqual(x, y)
}

func canonical(v any) any {
	data, err := json.Marshal(v)
	if err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	switch out := out.(type) {
	case []any:
		if len(out) == 0 {
			return nil
		}
	case map[string]any:
		if len(out) == 0 {
			return nil
		}
	}
	return out
}

func show(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	return string(data)
}

// compact leaves out the fields of a step that say nothing.
func compact(step []byte) string {
	var all map[string]any
	if err := json.Unmarshal(step, &all); err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	for k, v := range all {
		if v == nil || v == "" || v == float64(0) || v == false {
			delete(all, k)
		}
	}
	return show(all)
}
