package plan_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
)

// planned plans a schema that must be free of errors.
func planned(t *testing.T, source string) *plan.Package {
	t.Helper()
	doc, diags := schema.Parse("otp.yaml", []byte(source))
	app, found := schema.Resolve(doc)
	require.False(t, append(diags, found...).HasErrors(), "%v", append(diags, found...))
	p, diags := plan.Build(app, plan.Options{ImportPath: "example.com/shop", RuntimePath: "example.com/otpgen/runtime"})
	require.NotNil(t, p, "%v", diags)
	return p
}

const shop = `
otp: 1
package: shop
services:
  Store: {calls: {Put: {args: {n: int}, reply: int}, Count: {reply: int}, Later: {reply: int, reply_later: true}}, casts: {Drop: {}}}
  Session: {args: {id: string}, name: {key: id}, casts: {Say: {args: {text: string}}, Hush: {}}}
  Worker: {calls: {Do: {}}}
  Hidden: {}
  Loop: {kind: run}
supervisors:
  Root:
    strategy: rest_for_one
    children:
      - {child: Store, restart: transient}
      - {name: Workers, pool: Worker, size: 4}
      - {name: Tenants, dynamic: {child: Tenant, restart: temporary}}
      - {child: Loop, restart: temporary}
      - {name: Fragile, max_restarts: 0, children: [{child: Hidden, name: none, id: dark}]}
  Tenant:
    args: {name: string}
    name: none
    scope: true
    children: [Store, {name: Sessions, dynamic: {child: Session, restart: permanent}}]
application: {root: Root}
boundaries: [{crash: Loop, survives: [Workers, Fragile]}]
`

func TestFaultsSpeakOfEveryChild(t *testing.T) {
	t.Parallel()
	f := planned(t, shop).Faults()
	assert.Equal(t, []string{
		"Root", "Root/Store", "Root/Workers", "Root/Workers/0", "Root/Workers/1", "Root/Tenants", "Root/Tenants/*",
		"Root/Tenants/*/Store", "Root/Tenants/*/Sessions", "Root/Tenants/*/Sessions/*", "Root/Loop", "Root/Fragile", "Root/Fragile/dark",
	}, f.Processes, "two members stand for a pool of four")

	crashes := map[string]plan.Fault{}
	var supervisors []string
	for _, table := range f.Tables {
		supervisors = append(supervisors, table.Supervisor)
		for _, c := range table.Crashes {
			crashes[c.Path] = c
			assert.Subset(t, f.Processes, slices.Concat(c.Replaced, c.Gone), c.Path)
			assert.Contains(t, slices.Concat(c.Replaced, c.Gone), c.Path)
			assert.Empty(t, c.Kept, c.Path)
		}
	}
	assert.Equal(t, []string{"Root", "Root/Workers", "Root/Tenants", "Root/Tenants/*", "Root/Tenants/*/Sessions", "Root/Fragile"}, supervisors)
	assert.Len(t, crashes, 11, "all but the root and the spare member")
	assert.Equal(t, []string{"Root/Workers/0"}, crashes["Root/Workers/0"].Replaced)
	assert.Equal(t, []string{"Root/Loop"}, crashes["Root/Loop"].Gone)
	assert.Equal(t, []string{"Root/Tenants/*/Sessions/*"}, crashes["Root/Tenants/*/Sessions/*"].Replaced)
	assert.Equal(t, []string{"Root/Tenants/*/Sessions"}, crashes["Root/Tenants/*/Sessions"].Replaced)
	assert.Equal(t, []string{"Root/Fragile", "Root/Fragile/dark"}, crashes["Root/Fragile/dark"].Replaced, "it gives up, and Root starts it anew")
}

func TestBoundariesPromiseOnlyWhatTheySay(t *testing.T) {
	t.Parallel()
	f := planned(t, shop).Faults()
	assert.Equal(t, []plan.Fault{{Path: "Root/Loop", Kept: []string{"Root/Workers", "Root/Fragile"}}}, f.Boundaries)
}

func TestABoundaryHoldsAtEveryPlaceOfItsChild(t *testing.T) {
	t.Parallel()
	f := planned(t, `
otp: 1
package: shop
services: {A: {}, B: {}}
supervisors:
  Root: {children: [{child: Side, name: Left}, {child: Side, name: Right}]}
  Side: {scope: true, children: [A, {child: B, restart: temporary}]}
application: {root: Root}
boundaries: [{crash: B, survives: [A]}]
`).Faults()
	kept := []string{"Root/Left/A", "Root/Right/A"}
	assert.Equal(t, []plan.Fault{{Path: "Root/Left/B", Kept: kept}, {Path: "Root/Right/B", Kept: kept}}, f.Boundaries)
}

func TestInstancesAreStartedOutermostFirst(t *testing.T) {
	t.Parallel()
	starts := planned(t, shop).Starts()
	require.Len(t, starts, 2)
	assert.Equal(t, "Root/Tenants", starts[0].Dynamic)
	assert.Equal(t, "Root/Tenants/*", starts[0].Instance)
	assert.Equal(t, "Tenants", starts[0].Client.Name)
	assert.Equal(t, "Root/Tenants/*/Sessions/*", starts[1].Instance)
	assert.Equal(t, "Sessions", starts[1].Client.Name)
}

func TestTrialTakesTheEasiestWay(t *testing.T) {
	t.Parallel()
	p := planned(t, shop)
	trials := map[string]*plan.Trial{}
	for _, s := range p.Services {
		trials[s.Schema] = p.Trial(s)
	}

	store := trials["Store"]
	assert.Equal(t, "Root/Store", store.Path, "the named one, not the tenant's")
	require.NotNil(t, store.Accessor)
	assert.Equal(t, "Store", store.Accessor.Name)
	assert.Equal(t, "Count", store.Call.Name, "no arguments, answered at once")
	assert.True(t, store.Returns)
	assert.Empty(t, store.Starts)

	session := trials["Session"]
	assert.Equal(t, "Root/Tenants/*/Sessions/*", session.Path)
	assert.Len(t, session.Starts, 2)
	assert.Nil(t, session.Accessor)
	assert.Nil(t, session.Call)
	assert.Equal(t, "Hush", session.Cast.Name)

	assert.Equal(t, "Root/Workers/0", trials["Worker"].Path)
	assert.Nil(t, trials["Worker"].Accessor, "the accessor Workers is that of the pool")
	assert.Equal(t, "Root/Fragile/dark", trials["Hidden"].Path)
	assert.Nil(t, trials["Hidden"].Accessor)
	assert.False(t, trials["Loop"].Returns, "a temporary child stays down")
}

// The first test stays green when the handlers are written: it asks for nothing
// that a handler may refuse if there is anything else to ask.
func TestTrialAsksForWhatCannotBeRefused(t *testing.T) {
	t.Parallel()
	p := planned(t, `
otp: 1
package: shop
errors: {no: {text: no}}
services:
  Free: {calls: {A: {errors: [no]}, B: {args: {n: int}}, C: {reply: int}}, casts: {D: {}}}
  Given: {calls: {A: {errors: [no]}, B: {args: {n: int}}}, casts: {D: {}}}
  Cast: {calls: {A: {errors: [no]}, B: {reply_later: true}}, casts: {D: {args: {n: int}}}}
  Late: {calls: {A: {errors: [no]}, B: {reply_later: true}}}
  Watch: {calls: {A: {args: {f: Free}, monitors: f}}, casts: {D: {args: {f: Free}, monitors: f}, E: {args: {x: int, y: int}}}}
supervisors: {Root: {children: [Free, Given, Cast, Late, Watch]}}
`)
	asked := map[string]string{}
	for _, s := range p.Services {
		trial := p.Trial(s)
		if trial.Call != nil {
			asked[s.Name] = "call " + trial.Call.Name
			assert.Nil(t, trial.Cast)
		} else {
			asked[s.Name] = "cast " + trial.Cast.Name
		}
	}
	assert.Equal(t, map[string]string{
		"Free": "call C", "Given": "call B", "Cast": "cast D", "Late": "call A", "Watch": "cast E",
	}, asked)
}

func TestTrialInAnInstanceUsesItsAccessor(t *testing.T) {
	t.Parallel()
	p := planned(t, `
otp: 1
package: shop
services: {Store: {}}
supervisors:
  Root: {children: [{name: Tenants, dynamic: {child: Tenant}}]}
  Tenant: {name: none, scope: true, children: [Store]}
application: {root: Root}
`)
	trial := p.Trial(p.Services[0])
	assert.Equal(t, "Root/Tenants/*/Store", trial.Path)
	require.NotNil(t, trial.Accessor)
	assert.Equal(t, "Store", trial.Accessor.Name)
}

// A busy machine is slower than some callers are patient: such calls are not
// for a test.
func TestTrialAsksForNothingInAHurry(t *testing.T) {
	t.Parallel()
	p := planned(t, `
otp: 1
package: shop
services:
  Desk: {calls: {Ask: {timeout: 1ms}, Wait: {args: {n: int}, timeout: infinity}}}
  Bell: {calls: {Ask: {timeout: 1ms}}}
supervisors: {Root: {children: [Desk, Bell]}}
`)
	bell, desk := p.Trial(p.Services[0]), p.Trial(p.Services[1])
	assert.Nil(t, bell.Call)
	require.NotNil(t, desk.Call)
	assert.Equal(t, "Wait", desk.Call.Name)
}

func TestKeysOfInstancesAreFree(t *testing.T) {
	t.Parallel()
	p := planned(t, `
otp: 1
package: shop
services:
  Flag: {name: {key: on}, args: {on: bool}}
  Word: {name: {key: text}, args: {text: string}}
  Count: {name: {key: n}, args: {n: uint8}}
supervisors:
  Root:
    children:
      - {child: Flag, args: {on: true}}
      - {child: Word, args: {text: words-1}}
      - {child: Count, args: {n: 1}}
      - {name: Flags, dynamic: {child: Flag}}
      - {name: Words, dynamic: {child: Word}}
      - {name: Counts, dynamic: {child: Count}}
`)
	keys := map[string]plan.InstanceKey{}
	for i, k := range p.InstanceKeys(p.Clients) {
		keys[p.Clients[i].Name] = k
	}
	assert.False(t, keys["Flags"].Flag, "a child is called true")
	assert.Equal(t, "words-2", keys["Words"].Text)
	assert.Greater(t, keys["Counts"].Number, int64(1))
	assert.Len(t, map[int64]bool{keys["Flags"].Number: true, keys["Words"].Number: true, keys["Counts"].Number: true}, 3)
}
