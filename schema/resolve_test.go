package schema

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// load resolves a file that must be without errors.
func load(t *testing.T, file string) *Application {
	t.Helper()
	src, err := os.ReadFile(file)
	require.NoError(t, err)
	app, found := check(file, src)
	for _, d := range found {
		require.Equal(t, Warning, d.Severity, show(d))
	}
	require.NotNil(t, app)
	return app
}

// named finds the entry of a list that has a name.
func named[T any](t *testing.T, list []T, name string, nameOf func(T) string) T {
	t.Helper()
	for _, item := range list {
		if nameOf(item) == name {
			return item
		}
	}
	require.Fail(t, "no "+name)
	panic("unreachable")
}

func service(t *testing.T, app *Application, name string) *Service {
	t.Helper()
	return named(t, app.Services, name, func(s *Service) string { return s.Name })
}

func supervisor(t *testing.T, app *Application, name string) *Supervisor {
	t.Helper()
	return named(t, app.Supervisors, name, func(s *Supervisor) string { return s.Name })
}

func message(t *testing.T, app *Application, name string) *Message {
	t.Helper()
	return named(t, app.Messages, name, func(m *Message) string { return m.Name })
}

func child(t *testing.T, s *Supervisor, id string) *Child {
	t.Helper()
	return named(t, s.Children, id, func(c *Child) string { return c.ID })
}

func TestSampleOfTheDesign(t *testing.T) {
	t.Parallel()
	app := load(t, "testdata/sample.yaml")
	assert.Equal(t, "foundation", app.Package)
	assert.Equal(t, ".", app.Out)
	assert.Equal(t, 20*time.Second, app.Grace)
	assert.Equal(t, "FoundationSupervisor", app.Root.Name)
	require.Len(t, app.Supervisors, 3)
	assert.Equal(t, []string{"FoundationSupervisor", "Services", "Tenant"},
		[]string{app.Supervisors[0].Name, app.Supervisors[1].Name, app.Supervisors[2].Name})

	root := app.Root
	assert.Equal(t, RestForOne, root.Strategy)
	assert.Equal(t, "chained", root.StrategyName)
	require.Len(t, root.Children, 5)
	services := child(t, root, "Services")
	assert.Equal(t, SupervisorChild, services.Kind)
	assert.True(t, services.Supervisor.Inline)
	assert.Equal(t, Infinity, services.Shutdown)

	config := child(t, services.Supervisor, "config")
	assert.Equal(t, "ConfigServer", config.Name)
	assert.Equal(t, 10*time.Second, config.Shutdown)
	require.Len(t, config.Args, 1)
	assert.Equal(t, ArgRef, config.Args[0].Value.Kind)
	assert.Same(t, root.Args[0], config.Args[0].Value.Path[0], "an inline supervisor passes on the arguments around it")

	telemetry := child(t, services.Supervisor, "TelemetryService")
	assert.Equal(t, time.Minute, telemetry.Args[0].Value.Literal.Duration)
	assert.Equal(t, 5*time.Second, telemetry.Shutdown)

	workers := child(t, root, "Workers")
	assert.Equal(t, PoolChild, workers.Kind)
	assert.Equal(t, 5, workers.Size)
	assert.Equal(t, RoundRobin, workers.Route)
	assert.Equal(t, "http://localhost", workers.Args[0].Value.Literal.String)

	tenants := child(t, root, "Tenants")
	assert.Equal(t, DynamicChild, tenants.Kind)
	assert.Equal(t, 100, tenants.MaxChildren)
	assert.Equal(t, Naming{Kind: Local, Name: "Tenants"}, tenants.Naming)
	assert.Equal(t, Keyed, tenants.Instance.Kind)
	assert.Equal(t, "id", tenants.Instance.Key.Name)
	assert.Equal(t, Infinity, tenants.InstanceShutdown)
	assert.Equal(t, TasksChild, child(t, root, "Tasks").Kind)

	require.Len(t, app.Boundaries, 1)
	assert.Same(t, child(t, services.Supervisor, "EventStore"), app.Boundaries[0].Crash, "the root sees its own first, not a tenant's")
}

func TestSampleServices(t *testing.T) {
	t.Parallel()
	app := load(t, "testdata/sample.yaml")
	config := service(t, app, "ConfigServer")
	assert.Equal(t, Server, config.Kind)
	assert.Equal(t, Mailbox{Capacity: 1024, Overflow: Reject}, config.Mailbox)
	require.Len(t, config.Uses, 2)
	assert.Same(t, service(t, app, "EventStore"), config.Uses[0].Service)
	assert.Equal(t, "Store", config.Uses[0].Calls[0].Name)
	assert.Equal(t, "Execute", config.Uses[1].Casts[0].Name)
	get := config.Calls[0]
	assert.Equal(t, "GetPath", get.Name)
	assert.True(t, get.Idempotent)
	assert.Equal(t, "config_path_not_found", get.Errors[0].Name)
	assert.Same(t, message(t, app, "Value"), get.Reply.Message)

	manager := service(t, app, "ConnectionManager")
	lease := named(t, manager.Calls, "Lease", func(c *Call) string { return c.Name })
	assert.True(t, lease.ReplyLater)
	assert.True(t, lease.CallerMonitored)
	assert.Equal(t, Infinity, lease.Timeout)
	assert.Equal(t, ServiceRef, lease.Reply.Kind)
	watch := named(t, manager.Calls, "Watch", func(c *Call) string { return c.Name })
	assert.Same(t, watch.Args[0], watch.Monitors[0])
	assert.Equal(t, 5*time.Second, watch.Timeout)

	telemetry := service(t, app, "TelemetryService")
	assert.Same(t, telemetry.Args[0], telemetry.Timers[0].Every.Path[0])
	assert.Nil(t, telemetry.Timers[0].After)
	assert.Equal(t, Run, service(t, app, "Poller").Kind)
	assert.True(t, service(t, app, "EventStore").Terminate)
	assert.Equal(t, 2*time.Second, app.Externals[0].Timeout)

	event := message(t, app, "Event")
	assert.Equal(t, Record, event.Kind)
	assert.Equal(t, "correlation_id", event.Fields[3].Name, "fields keep their order")
	value := message(t, app, "Value")
	assert.Equal(t, []string{"Flag", "Number", "Text"}, []string{value.Variants[0].Name, value.Variants[1].Name, value.Variants[2].Name})
}

func TestPlacements(t *testing.T) {
	t.Parallel()
	app := load(t, "testdata/good/everything.yaml")
	inside := supervisor(t, app, "Inside")
	assert.Equal(t, RestForOne, inside.Strategy)
	assert.Equal(t, 1, inside.MaxRestarts, "written out beats the named strategy")
	assert.Equal(t, "calm", inside.StrategyName)
	assert.Equal(t, Naming{Kind: None}, app.Root.Naming)

	in := child(t, app.Root, "inside")
	assert.Equal(t, "Inside", in.Name)
	assert.Equal(t, Transient, in.Restart)
	spare := child(t, inside, "Spare")
	assert.Equal(t, Naming{Kind: Local, Name: "Spare"}, spare.Naming)
	assert.Equal(t, BrutalKill, spare.Shutdown)
	hidden := child(t, inside, "hidden")
	assert.Equal(t, Naming{Kind: None}, hidden.Naming)
	assert.Empty(t, hidden.Name)
	assert.Equal(t, Infinity, hidden.Shutdown)
	quiet := child(t, app.Root, "Quiet")
	assert.Equal(t, None, quiet.Naming.Kind)
	assert.Equal(t, Permanent, quiet.Restart)

	sessions := child(t, inside, "Sessions")
	assert.Equal(t, "user", sessions.Instance.Key.Name)
	assert.Equal(t, Temporary, sessions.InstanceRestart)
	assert.Equal(t, Permanent, sessions.Restart)
	assert.Equal(t, time.Second, sessions.InstanceShutdown)
	assert.Equal(t, []int{10, 2, 3}, []int{sessions.MaxChildren, sessions.MaxRestarts, sessions.MaxSeconds})
	assert.Zero(t, child(t, inside, "More").MaxChildren)

	gallery := service(t, app, "Gallery")
	uses := func(name string) *Use { return named(t, gallery.Uses, name, func(u *Use) string { return u.Name }) }
	assert.True(t, uses("Lenders").Checkout)
	assert.Same(t, spare, uses("Spare").Child)
	assert.Equal(t, "Print", uses("Spare").Calls[0].Name)
	assert.NotNil(t, uses("Printer").Service)
	assert.Equal(t, "Feed", uses("Printer").Casts[0].Name)
	assert.Same(t, sessions, uses("Sessions").Child)
	assert.NotNil(t, uses("Note").External, "an external may be called like its type")
	assert.Same(t, gallery.Args[2], gallery.Timers[3-1].After.Path[0])
}

func TestLiterals(t *testing.T) {
	t.Parallel()
	app := load(t, "testdata/good/everything.yaml")
	args := map[string]*Lit{}
	for _, a := range child(t, app.Root, "Gallery").Args {
		args[a.Field.Name] = a.Value.Literal
	}
	assert.Nil(t, args["title"])
	limits := args["limits"]
	require.Len(t, limits.Map, 3)
	assert.Equal(t, "first", limits.Map[0].Field.Name)
	assert.Equal(t, 5*time.Second, limits.Map[0].Value.Duration)
	assert.Equal(t, int64(3), limits.Map[1].Value.Int)
	assert.Equal(t, "1", limits.Map[2].Value.List[1].String)
	colors := args["colors"]
	assert.Equal(t, []string{"on", "red"}, []string{colors.Map[0].Key.String, colors.Map[1].Key.String}, "sorted by key")
	assert.True(t, args["pair"].List[0].Bool)
	assert.InDelta(t, 1000, args["ratio"].Float, 0)
	assert.Equal(t, int64(-128), args["step"].Int)
	assert.Equal(t, Infinity, args["wait"].Duration)
	session := child(t, supervisor(t, app, "Room"), "Session")
	assert.Equal(t, "$5", session.Args[0].Value.Literal.String, "two dollar signs stand for one")
}

func TestResolveOfABrokenDocument(t *testing.T) {
	t.Parallel()
	// What is certain is still reported; what follows from the mistake is not.
	doc, found := Parse("otp.yaml", []byte(`otp: 1
package: shop
services:
  Shop: {cals: {Buy: {}}, args: {id: Strin}}
  Till: {uses: {Shop: [Buy]}}
supervisors:
  Root: {children: [Till, {child: Shop, args: {id: 1}}]}
`))
	require.Len(t, found, 1)
	assert.Equal(t, codeUnknownKey, found[0].Code)
	assert.True(t, doc.Broken)
	app, more := Resolve(doc)
	assert.Nil(t, app)
	require.Len(t, more, 1, "Buy may be under the misspelt key")
	assert.Equal(t, codeUnknownType, more[0].Code)
}
