package plan_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

const decisions = `
otp: 1
package: shop
imports: {json: example.com/other/json, money: example.com/gomoney}
messages:
  Plain: {fields: {n: int, at: time.Time, who: Desk, doc: {type: json.Doc, shared: true}}}
  Deep: {fields: {list: "[]Deep", amount: money.Amount}}
  Pick: {oneof: {One: {n: int}, Many: {ns: "[]int"}}}
errors:
  gone: {text: "{n} is 100% gone", fields: {n: int}}
services:
  Desk:
    args: {keep: "[]string", wait: time.Duration}
    terminate: true
    calls:
      Ask: {args: {type: Plain, type_arg: Deep, ctx: Pick, ask_op: int, desk_ask_op: int}, reply: Deep, errors: [gone], timeout: 5s}
      Big: {args: {n: uint8}, timeout: infinity}
    timers: {Beat: {every: $wait}, Once: {after: 90s}}
supervisors:
  Root:
    args: {keep: "[]string"}
    children:
      - {child: Desk, args: {keep: $keep, wait: 1m}}
      - {child: Desk, name: Other, args: {keep: [a], wait: 5ms}, shutdown: 1s}
      - {name: Desks, dynamic: {child: Desk, restart: transient, shutdown: brutal_kill}}
application: {root: Root, grace: 7s}
`

func TestPlanTakesEveryDecision(t *testing.T) {
	t.Parallel()
	p := planned(t, decisions)
	require.Len(t, p.Services, 1)
	desk := p.Services[0]
	assert.Equal(t, "desk.go", desk.UserFile)
	assert.Equal(t, "copyDeskArgs", desk.ArgsCopy)
	ask, big := desk.Calls[0], desk.Calls[1]

	var params []string
	for _, f := range ask.Args {
		params = append(params, f.Param)
	}
	assert.Equal(t, []string{"typeArg", "typeArgArg", "ctxArg", "askOp", "deskAskOpArg"}, params)
	assert.Nil(t, ask.Args[0].Copy, "nothing in Plain needs a copy")
	assert.Equal(t, plan.CopyCall{Func: "copyDeep"}, ask.Args[1].Copy)
	assert.Equal(t, plan.CopyCall{Func: "copyPick"}, ask.Args[2].Copy)
	assert.Equal(t, plan.CopyCall{Func: "copyDeep"}, ask.ReplyCopy)
	assert.Equal(t, "DeskAskError", ask.ErrorType)
	assert.Zero(t, ask.Timeout, "5 s is the runtime's default")
	assert.Equal(t, schema.Infinity, big.Timeout)

	assert.Equal(t, plan.Select{Path: []string{"Wait"}, Source: "$wait"}, desk.Timers[0].Every)
	assert.Equal(t, plan.Duration{Value: 90 * time.Second}, desk.Timers[1].After)
	assert.Equal(t, 7*time.Second, p.Tree.Grace)
	assert.Equal(t, plan.CopyHelpers{Slice: true}, p.CopyHelpers)
}

func TestImportsKeepTheNamesOfTheSchema(t *testing.T) {
	t.Parallel()
	p := planned(t, decisions)
	assert.Equal(t, "json", p.Qualifier("example.com/other/json"))
	assert.Equal(t, "gojson", p.Qualifier("encoding/json"), "ours gives way")
	assert.Contains(t, p.Imports, plan.Import{Path: "example.com/gomoney", Name: "money", Alias: true})
	assert.Contains(t, p.Imports, plan.Import{Path: "time", Name: "time"})
	assert.Equal(t, "otp", p.Qualifier("example.com/otpgen/runtime"))
	assert.Empty(t, p.Qualifier(plan.Local))
	assert.Panics(t, func() { p.Qualifier("example.com/unknown") })
}

// A struct called http at package scope would keep net/http out of every file.
func TestStructsOfTheUserHideNoStandardPackage(t *testing.T) {
	t.Parallel()
	p := planned(t, `
otp: 1
package: shop
errors: {gone: {text: gone}}
services:
  HTTP: {calls: {Get: {args: {n: int}, errors: [gone]}}}
  Time: {kind: run}
  Rand: {kind: run}
  Log: {go_name: Journal, kind: run}
  Counter: {kind: run}
supervisors: {Root: {children: [HTTP, Time, Rand, Log, Counter]}}
`)
	names := map[string][]string{}
	for _, s := range p.Services {
		names[s.Schema] = []string{s.User, s.New, s.Proc, s.UserFile}
	}
	assert.Equal(t, map[string][]string{
		"HTTP":    {"httpState", "newHTTP", "httpProc", "http.go"},
		"Time":    {"timeState", "newTime", "timeProc", "time.go"},
		"Rand":    {"randState", "newRand", "randProc", "rand.go"},
		"Log":     {"journal", "newJournal", "journalProc", "journal.go"},
		"Counter": {"counter", "newCounter", "counterProc", "counter.go"},
	}, names)
	get := p.Services[slices.IndexFunc(p.Services, func(s *plan.Service) bool { return s.Schema == "HTTP" })].Calls[0]
	assert.Equal(t, []string{"httpGetOp", "httpGetArgs", "httpGetError"}, []string{get.Op, get.ArgsType, get.Seal})
}

func TestChildrenAreWrittenOutWhereTheyDiffer(t *testing.T) {
	t.Parallel()
	p := planned(t, decisions)
	require.Len(t, p.Supervisors, 1)
	first, other, desks := p.Supervisors[0].Children[0], p.Supervisors[0].Children[1], p.Supervisors[0].Children[2]
	assert.True(t, first.Default)
	assert.Equal(t, plan.Select{Path: []string{"Keep"}, Source: "$keep"}, first.Args[0].Value)
	assert.False(t, other.Default)
	assert.Equal(t, "Other", other.Register.Name)
	assert.Equal(t, plan.Shutdown{Kind: plan.ShutdownTime, Time: time.Second}, other.Shutdown)
	assert.Equal(t, plan.List{Type: plan.Slice{Elem: plan.Named{Name: "string"}}, Elems: []plan.Value{plan.Text{Value: "a"}}}, other.Args[0].Value)
	assert.Equal(t, schema.Transient, desks.InstanceRestart)
	assert.Equal(t, plan.ShutdownBrutalKill, desks.InstanceShutdown.Kind)
	assert.Same(t, p.Clients[0], desks.Client)
	assert.Nil(t, desks.Client.Key)

	var accessors []string
	for _, a := range p.Tree.Accessors {
		accessors = append(accessors, a.Name)
	}
	assert.Equal(t, []string{"Root", "Desk", "Other", "Desks"}, accessors)
}

// A supervisor written in place takes what its children need, and no more.
func TestSupervisorsInPlaceTakeWhatTheyNeed(t *testing.T) {
	t.Parallel()
	p := planned(t, `
otp: 1
package: shop
externals: {Disk: {type: "*os.File"}}
services: {A: {args: {n: int}}, B: {uses: {Disk: []}}}
supervisors:
  Root:
    args: {n: int, m: "[]string"}
    children:
      - {name: Plain, children: [{child: A, args: {n: 1}}]}
      - {name: Outer, children: [{name: Inner, children: [{child: A, name: A2, args: {n: $n}}]}]}
      - {name: Files, children: [B]}
application: {root: Root}
`)
	takes := map[string][]string{}
	for _, s := range p.Supervisors {
		takes[s.Name] = []string{s.ArgsType, s.ArgsCopy, s.ExternalsType}
	}
	assert.Equal(t, map[string][]string{
		"Root":  {"RootArgs", "copyRootArgs", "RootExternals"},
		"Plain": {"", "", ""},
		"Outer": {"RootArgs", "copyRootArgs", ""},
		"Inner": {"RootArgs", "copyRootArgs", ""},
		"Files": {"", "", "RootExternals"},
	}, takes)
}

func TestTextOfErrors(t *testing.T) {
	t.Parallel()
	gone := planned(t, `
otp: 1
package: shop
errors: {gone: {text: "{n} of 100% {n}, left", fields: {n: int}}}
services: {S: {calls: {C: {errors: [gone]}}}}
supervisors: {Root: {children: [S]}}
`).Errors[0]
	n := gone.Fields[0]
	assert.Equal(t, []plan.TextPart{{Field: n}, {Literal: " of 100% "}, {Field: n}, {Literal: ", left"}}, gone.Text)
}

func TestHandlerMethodsInOrder(t *testing.T) {
	t.Parallel()
	p := planned(t, `
otp: 1
package: shop
errors: {gone: {text: gone}}
services:
  S:
    args: {n: int}
    terminate: true
    calls:
      Take: {args: {n: int}, reply: string, errors: [gone], reply_later: true, caller: monitored}
      Ask: {reply: "[]string", errors: [gone]}
      Watch: {args: {type: S}, monitors: type}
    casts: {Tell: {args: {a: int, b: string}}}
    timers: {Tick: }
  R: {kind: run}
supervisors: {Root: {children: [{child: S, args: {n: 1}}, R]}}
`)
	var signatures []string
	for _, s := range p.Services {
		for _, m := range s.Handles {
			signatures = append(signatures, m.Signature(p.Qualifier))
		}
	}
	assert.Equal(t, []string{
		"Run(c *RCtx) error",
		"Init(c *SCtx, a SArgs) error",
		"Ask(c *SCtx) ([]string, SAskError)",
		"Take(c *SCtx, n int, reply STakeReply)",
		"TakeCallerDown(c *SCtx, caller otp.Caller, why otp.Reason)",
		"Watch(c *SCtx, typeArg SRef)",
		"SDown(c *SCtx, who SRef, why otp.Reason)",
		"Tell(c *SCtx, a int, b string)",
		"Tick(c *SCtx)",
		"Terminate(c *SCtx, why otp.Reason)",
	}, signatures)
}
