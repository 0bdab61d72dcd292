package vector

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
)

// File is one scenario: a tree, steps, and what was observed after each step.
type File struct {
	Format int      `json:"format"`
	Name   string   `json:"name"`
	Seed   int      `json:"seed,omitempty"`
	Doc    string   `json:"doc,omitempty"`
	Covers []int    `json:"covers,omitempty"`
	OTP    []string `json:"otp"`
	Stdlib string   `json:"stdlib"`
	Elixir string   `json:"elixir"`
	Tree   Spec     `json:"tree"`
	Steps  []Step   `json:"steps"`
	Expect []Expect `json:"expect"`
}

// Spec is a child spec and, for supervisors, the flags of the supervisor.
type Spec struct {
	ID          string            `json:"id"`
	Type        string            `json:"type"`        // "worker" (default) or "supervisor"
	Restart     string            `json:"restart"`     // "permanent" (default), "transient", "temporary"
	Shutdown    any               `json:"shutdown"`    // milliseconds, "infinity" or "brutal_kill"
	Significant bool              `json:"significant"` // default false
	Register    string            `json:"register"`    // name to register a worker under, "" none
	Init        map[string]string `json:"init"`        // start attempt, or "*", to outcome

	TrapExit  bool   `json:"trap_exit"` // workers
	Terminate string `json:"terminate"` // workers

	Strategy     string `json:"strategy"`      // supervisors, default one_for_one
	Intensity    *int   `json:"intensity"`     // default 1, dynamic 3
	Period       *int   `json:"period"`        // seconds, default 5
	AutoShutdown string `json:"auto_shutdown"` // default never
	MaxChildren  *int   `json:"max_children"`  // dynamic, default no limit
	Template     *Spec  `json:"template"`      // simple_one_for_one
	Children     []Spec `json:"children"`      // in start order
}

// Step is one operation on the tree.
type Step struct {
	Op        string            `json:"op"`
	As        string            `json:"as"`
	Sup       string            `json:"sup"`
	Target    string            `json:"target"`
	ID        string            `json:"id"`
	Tag       string            `json:"tag"`
	Name      string            `json:"name"`
	Gate      string            `json:"gate"`
	Kind      string            `json:"kind"`
	How       string            `json:"how"`
	Reason    string            `json:"reason"`
	Ms        int               `json:"ms"`
	Timeout   int               `json:"timeout"`
	Wait      int               `json:"wait"`
	MaxMs     int               `json:"max_ms"`
	Unordered bool              `json:"unordered"`
	Spec      *Spec             `json:"spec"`
	Init      map[string]string `json:"init"`
	Do        json.RawMessage   `json:"do"` // an Action for call, cast, info and late; a Step for async
}

// Action is what the callback of a worker does with a message.
type Action struct {
	V        string  `json:"v"`
	Sleep    int     `json:"sleep"`
	Gate     string  `json:"gate"`
	Set      string  `json:"set"`
	SelfCast *Action `json:"self_cast"`
	SelfInfo *Action `json:"self_info"`
	SaveFrom bool    `json:"save_from"`
	Answer   string  `json:"answer"`
	Raise    string  `json:"raise"`
	Exit     string  `json:"exit"`
	Bad      bool    `json:"bad"`
	Stop     string  `json:"stop"`
	Reply    *string `json:"reply"`
	Continue *Action `json:"continue"`
	Timeout  *int    `json:"timeout"`
}

// Expect is what was observed in one step.
type Expect struct {
	Result    map[string]any    `json:"result"`
	Unordered bool              `json:"unordered,omitempty"`
	Events    []string          `json:"events"`
	Orphans   []string          `json:"orphans,omitempty"`
	Async     map[string]any    `json:"async,omitempty"` // "pending" or a result
	Probes    map[string]string `json:"probes,omitempty"`
	WithinMs  *bool             `json:"within_ms,omitempty"` // whether the step took max_ms at most; nil: it says none
	Tree      []SupState        `json:"tree"`
}

// SupState is one live supervisor after a step.
type SupState struct {
	Sup      string   `json:"sup"`
	N        int      `json:"n"`
	Busy     bool     `json:"busy,omitempty"`
	Children []string `json:"children,omitempty"` // "id#n", "id!undefined", "id!restarting"
	Counts   [4]int   `json:"counts"`             // specs, active, supervisors, workers
}

// Read reads one scenario and refuses fields that the format does not have.
func Read(fsys fs.FS, path string) (*File, error) {
	data, err := fs.ReadFile(fsys, path)
	if err != nil {
		return nil, fmt.Errorf("read scenario: %w", err)
	}
	f := new(File)
	if err := decode(data, f); err != nil {
		return nil, fmt.Errorf("scenario %s: %w", path, err)
	}
	if f.Format != 1 || len(f.Steps) != len(f.Expect) {
		return nil, fmt.Errorf("scenario %s: format %d with %d steps and %d expectations", path, f.Format, len(f.Steps), len(f.Expect))
	}
	return f, nil
}

// Action decodes what call, cast, info and late do.
func (s Step) Action() (Action, error) {
	var a Action
	return a, decode(s.Do, &a)
}

// Async decodes the step that async does.
func (s Step) Async() (Step, error) {
	var a Step
	return a, decode(s.Do, &a)
}

func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
