package render

import (
	"strings"
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
	p, diags := plan.Build(app, plan.Options{ImportPath: "example.com/m/" + app.Package, RuntimePath: "example.com/otpgen/runtime"})
	require.NotNil(t, p, "%v", diags)
	return p
}

// rendered renders a schema, by path.
func rendered(t *testing.T, source string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, f := range Files(planned(t, source)) {
		files[f.Path] = string(f.Content)
	}
	return files
}

// order has a package, arguments and texts that are easily mistaken for
// something else.
const order = `
otp: 1
package: order
doc: "Takes | orders."
messages:
  Order: {fields: {id: string, at: time.Time}}
  State: {enum: [open, closed]}
  Value: {oneof: {Text: {text: string}, Flag: {flag: bool}}}
  Path: "[]string"
  Grid: "[4]int"
  Price: int64
errors:
  refused: {text: "no {order}", fields: {order: string}}
  closed: {text: closed}
externals:
  Clock: {type: "func() time.Time"}
services:
  Book:
    doc: "keeps every order */ func init() {}\n//go:build ignore"
    args: {limit: int, every: time.Duration}
    uses: {Clock: []}
    terminate: true
    calls:
      Put: {doc: stores it, args: {order: Order, time: Path, context: string}, reply: Order, errors: [refused, closed]}
      Find: {args: {grid: Grid, price: Price, paths: "map[string]Path"}, reply: Value}
      State: {reply: State}
      Grid: {reply: Grid}
      Wait: {reply: "[]Order", reply_later: true, errors: [closed], caller: monitored}
      Knock: {reply_later: true}
      Ring: {reply_later: true, errors: [closed]}
      Close: {errors: [closed]}
      Watch: {args: {session: Session}, monitors: session}
    casts: {Drop: {}}
    timers: {Sweep: {every: $every}}
  Session: {args: {id: string}, name: {key: id}, casts: {Say: {args: {text: string}}}}
  Loop: {kind: run}
  Idle: {}
supervisors:
  Root:
    args: {limit: int, path: Path}
    children:
      - {child: Book, args: {limit: $limit, every: 1h}}
      - {name: Idlers, pool: Idle, size: 2}
      - {child: Loop, name: none, id: loop-1}
      - {name: Tenants, dynamic: {child: Tenant}}
  Tenant: {args: {name: string, every: time.Duration}, name: none, scope: true, children: [{name: Sessions, dynamic: {child: Session, restart: temporary}}]}
application: {root: Root}
boundaries: [{crash: Idlers, survives: [Book]}]
`

func TestSkeletonsAnswerZeroValues(t *testing.T) {
	t.Parallel()
	files := rendered(t, order)
	book := files["book.go"]
	for _, want := range []string{
		"// book is the state of one Book",
		"type book struct{}\n\nfunc newBook() BookHandler { return &book{} }\n",
		"// Stores it. It may answer Refused or Closed instead.\n\treturn Order{}, nil\n",
		"return \"\"\n", "return Grid{}\n", "\treturn nil\n",
		"reply.Send(nil)\n", "reply.Send(struct{}{})\n", "reply.Send()\n",
		"BookCloseError {\n\t// What Close changes belongs here; its caller waits until it is done. It may\n\t// answer Closed instead.\n\treturn nil\n",
	} {
		assert.Contains(t, book, want)
	}
	assert.NotContains(t, book, "\nfunc init", "no text becomes code")
	assert.Equal(t, 1, strings.Count(files["loop.go"], "<-c.Done()"))
	assert.NotContains(t, files["session.go"], "import")
}

func TestStubsAreReadyToPaste(t *testing.T) {
	t.Parallel()
	p := planned(t, order)
	for _, s := range p.Services {
		for _, m := range s.Handles {
			stub, _ := Stub(p, s, m)
			assert.True(t, strings.HasPrefix(stub, "func (s *"+s.User+") "+m.Signature(p.Qualifier)+" {\n"), stub)
			assert.True(t, strings.HasSuffix(stub, "}\n"), stub)
		}
	}
}

func TestFirstTestsReachTheirProcess(t *testing.T) {
	t.Parallel()
	files := rendered(t, order)
	assert.Contains(t, files["book_test.go"], "f.AwaitReplaced(dead)")
	assert.Contains(t, files["book_test.go"], "if _, err := f.Book().Grid(t.Context()); err != nil {")
	assert.Contains(t, files["idle_test.go"], `process := order.IdleAt(f.System().Find("Root/Idlers/0"))`)
	assert.Contains(t, files["loop_test.go"], `process := order.LoopAt(f.System().Find("Root/loop-1"))`)
	assert.NotContains(t, files["loop_test.go"], "t.Context()", "a loop takes no messages")
	session := files["session_test.go"]
	for _, want := range []string{
		"instance, err := f.Tenants().Start(t.Context(), ordertest.TenantsArgs(t))\n",
		"instance2, err := instance.Sessions().Start(t.Context(), ordertest.SessionsArgs(t))\n",
		"process := order.SessionAt(f.System().Find(instance2.Addr().Path()))\n",
		`if err := process.Say(t.Context(), ""); err != nil {`,
		"f.AwaitGone(dead)",
	} {
		assert.Contains(t, session, want)
	}
	assert.NotContains(t, session, "AwaitReplaced", "instances are temporary")
}

func TestArgsStartTheTreeAndEveryInstance(t *testing.T) {
	t.Parallel()
	args := rendered(t, order)["ordertest/args.go"]
	for _, want := range []string{
		"func Args(t testing.TB) order.Args {\n\treturn order.Args{\n\t\tLimit: 0,\n\t\tPath:  nil,\n\t\tClock: nil,\n\t}\n}",
		"func TenantsArgs(t testing.TB) order.TenantArgs {\n\treturn order.TenantArgs{\n\t\tName:  \"\",\n\t\tEvery: time.Minute,\n\t}\n}",
		"func SessionsArgs(t testing.TB) order.SessionArgs {\n\treturn order.SessionArgs{\n\t\tID: \"sessions-1\",\n\t}\n}",
	} {
		assert.Contains(t, args, want)
	}
}

// TestInstancesHaveKeysOfTheirOwn: 1 and 3 are written in the schema, 0 is what
// Args gives to the static child, and so is false.
func TestInstancesHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	args := rendered(t, `
otp: 1
package: shop
messages: {ID: uint8, Spot: {fields: {ids: "[]ID"}}}
services:
  Seat: {args: {id: ID, spot: Spot}, name: {key: id}}
  Door: {args: {open: bool}, name: {key: open}}
supervisors:
  Root:
    args: {id: ID, open: bool}
    children:
      - {child: Seat, id: zero, args: {id: $id, spot: {ids: []}}}
      - {child: Seat, id: one, args: {id: 1, spot: {ids: [3]}}}
      - {child: Door, args: {open: $open}}
      - {name: Seats, dynamic: {child: Seat}}
      - {name: More, dynamic: {child: Seat}}
      - {name: Doors, dynamic: {child: Door}}
application: {root: Root}
`)["shoptest/args.go"]
	for _, want := range []string{
		"return shop.Args{\n\t\tID:   0,\n\t\tOpen: false,\n",
		"return shop.SeatArgs{\n\t\tID:   2,\n\t\tSpot: shop.Spot{},\n",
		"return shop.SeatArgs{\n\t\tID:   4,\n\t\tSpot: shop.Spot{},\n",
		"return shop.DoorArgs{\n\t\tOpen: true,\n",
	} {
		assert.Contains(t, args, want)
	}
}

func TestFakesHideNoPackage(t *testing.T) {
	t.Parallel()
	fixtures := rendered(t, order)["ordertest/fixtures_gen.go"]
	for _, want := range []string{
		"// Code generated by otpgen. DO NOT EDIT.\n// source: otp.yaml\n",
		"var _ order.BookHandler = (*FakeBook)(nil)",
		"(c *order.BookCtx, orderArg order.Order, timeArg order.Path, contextArg string) (order.Order, order.BookPutError) {\n\tif s.PutFunc == nil {\n\t\treturn order.Order{}, nil\n\t}\n\treturn s.PutFunc(c, orderArg, timeArg, contextArg)\n}",
		"// FakeLoop is a Loop made of functions; one that is nil runs until it is\n// stopped.",
		"func ReplaceSession(h order.SessionHandler) otp.Option {\n\treturn otp.WithHandler(\"Session\", func() order.SessionHandler { return h })\n}",
	} {
		assert.Contains(t, fixtures, want)
	}
}

func TestFaultTestsNeedNoInstancesWhereThereAreNone(t *testing.T) {
	t.Parallel()
	faults := rendered(t, `
otp: 1
package: shop
services: {A: {}}
supervisors: {Root: {children: [A]}}
`)["shoptest/faults_gen_test.go"]
	assert.NotContains(t, faults, "startInstances")
	assert.NotContains(t, faults, "TestBoundaries")
	assert.NotContains(t, faults, "strings")
	assert.Contains(t, faults, "f.CheckCrash(crash)\n")
	assert.Contains(t, faults, "Path:     \"Root/A\",\n\t\t\tReplaced: []string{\"Root/A\"},\n")
	assert.Contains(t, rendered(t, order)["ordertest/faults_gen_test.go"], "f.CheckCrash(inInstances(crash, startInstances(t, f)))\n")
}
