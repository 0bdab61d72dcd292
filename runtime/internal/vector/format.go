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
	ID          string            `json:"id,omitempty"`
	Type        string            `json:"type,omitempty"`        // "worker" (default) or "supervisor"
	Restart     string            `json:"restart,omitempty"`     // "permanent" (default), "transient", "temporary"
	Shutdown    any               `json:"shutdown,omitempty"`    // milliseconds, "infinity" or "brutal_kill"
	Significant bool              `json:"significant,omitempty"` // default false
	Register    string            `json:"register,omitempty"`    // name to register a worker under, "" none
	Init        map[string]string `json:"init,omitempty"`        // start attempt, or "*", to outcome

	TrapExit  bool   `json:"trap_exit,omitempty"` // workers
	Terminate string `json:"terminate,omitempty"` // workers

	Strategy     string `json:"strategy,omitempty"`      // supervisors, default one_for_one
	Intensity    *int   `json:"intensity,omitempty"`     // default 1, dynamic 3
	Period       *int   `json:"period,omitempty"`        // seconds, default 5
	AutoShutdown string `json:"auto_shutdown,omitempty"` // default never
	MaxChildren  *int   `json:"max_children,omitempty"`  // dynamic, default no limit
	Template     *Spec  `json:"template,omitempty"`      // simple_one_for_one
	Children     []Spec `json:"children,omitempty"`      // in start order
}

// Step is one operation on the tree.
type Step struct {
	Op        string            `json:"op"`
	As        string            `json:"as,omitempty"`
	Sup       string            `json:"sup,omitempty"`
	Target    string            `json:"target,omitempty"`
	ID        string            `json:"id,omitempty"`
	Tag       string            `json:"tag,omitempty"`
	Name      string            `json:"name,omitempty"`
	Gate      string            `json:"gate,omitempty"`
	Kind      string            `json:"kind,omitempty"`
	How       string            `json:"how,omitempty"`
	Reason    string            `json:"reason,omitempty"`
	Ms        int               `json:"ms,omitempty"`
	Timeout   int               `json:"timeout,omitempty"`
	Wait      int               `json:"wait,omitempty"`
	MaxMs     int               `json:"max_ms,omitempty"`
	Unordered bool              `json:"unordered,omitempty"`
	Spec      *Spec             `json:"spec,omitempty"`
	Init      map[string]string `json:"init,omitempty"`
	Do        json.RawMessage   `json:"do,omitempty"` // an Action for call, cast, info and late; a Step for async
}

// Action is what the callback of a worker does with a message.
type Action struct {
	V        string  `json:"v,omitempty"`
	Sleep    int     `json:"sleep,omitempty"`
	Gate     string  `json:"gate,omitempty"`
	Set      string  `json:"set,omitempty"`
	SelfCast *Action `json:"self_cast,omitempty"`
	SelfInfo *Action `json:"self_info,omitempty"`
	SaveFrom bool    `json:"save_from,omitempty"`
	Answer   string  `json:"answer,omitempty"`
	Raise    string  `json:"raise,omitempty"`
	Exit     string  `json:"exit,omitempty"`
	Bad      bool    `json:"bad,omitempty"`
	Stop     string  `json:"stop,omitempty"`
	Reply    *string `json:"reply,omitempty"`
	Continue *Action `json:"continue,omitempty"`
	Timeout  *int    `json:"timeout,omitempty"`
	Call     *Call   `json:"call,omitempty"` // before the callback ends; "$call" is its outcome
}

// Call is a call that a worker makes to another process. One that fails ends the worker, as an exit that nobody catches
// does, for the reason "call:R" ("{shutdown,call}" if R is shutdown, as OTP's {shutdown,{gen_server,call,_}}).
type Call struct {
	Target  string `json:"target"`
	Do      Action `json:"do"`
	Timeout int    `json:"timeout,omitempty"` // milliseconds, default 5000
	Catch   bool   `json:"catch,omitempty"`   // go on with the outcome "exit:R", or "reply:V"
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
