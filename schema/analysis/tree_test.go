package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// everything has one child of each kind, nested.
func everything() *schema.Application {
	tenant := sup("Tenant", schema.OneForAll, 1, worker("Store"), dynamic("Sessions", 3, worker("Session")))
	tenant.Supervisor.Scope = true
	return app(sup("Root", schema.RestForOne, 3,
		sup("Core", schema.OneForOne, 3, worker("Log"), worker("Store")),
		pool("Workers", 2, 3),
		dynamic("Tenants", 3, tenant),
		tasks("Tasks"),
	))
}

func TestTreeHasAPlaceForEveryPositionInStartOrder(t *testing.T) {
	t.Parallel()
	root := analysis.Tree(everything())
	assert.Equal(t, []string{
		"Root",
		"Root/Core",
		"Root/Core/Log",
		"Root/Core/Store",
		"Root/Workers",
		"Root/Workers/0",
		"Root/Workers/1",
		"Root/Tenants",
		"Root/Tenants/*",
		"Root/Tenants/*/Store",
		"Root/Tenants/*/Sessions",
		"Root/Tenants/*/Sessions/*",
		"Root/Tasks",
	}, paths(root.All()))
	assert.Equal(t, []string{
		"Root", "Root/Core", "Root/Core/Log", "Root/Core/Store",
		"Root/Workers", "Root/Workers/0", "Root/Workers/1", "Root/Tenants", "Root/Tasks",
	}, paths(analysis.StartOrder(root)))
	assert.Equal(t, []string{
		"Root/Tasks", "Root/Tenants", "Root/Workers/1", "Root/Workers/0", "Root/Workers",
		"Root/Core/Store", "Root/Core/Log", "Root/Core", "Root",
	}, paths(analysis.StopOrder(root)))
}

func TestPlacesKnowWhatTheyAre(t *testing.T) {
	t.Parallel()
	root := analysis.Tree(everything())
	tests := []struct {
		path     string
		kind     analysis.Kind
		service  string
		template bool
		scope    string
	}{
		{"Root", analysis.Supervisor, "", false, ""},
		{"Root/Core", analysis.Supervisor, "", false, ""},
		{"Root/Core/Log", analysis.Worker, "Log", false, ""},
		{"Root/Workers", analysis.Pool, "", false, ""},
		{"Root/Workers/1", analysis.Worker, "Member", false, ""},
		{"Root/Tenants", analysis.Dynamic, "", false, ""},
		{"Root/Tenants/*", analysis.Supervisor, "", true, ""},
		{"Root/Tenants/*/Store", analysis.Worker, "Store", true, "Root/Tenants/*"},
		{"Root/Tenants/*/Sessions/*", analysis.Worker, "Session", true, "Root/Tenants/*"},
		{"Root/Tasks", analysis.Tasks, "", false, ""},
	}
	for _, tt := range tests {
		p := find(t, root, tt.path)
		assert.Equal(t, tt.kind, p.Kind, tt.path)
		assert.Equal(t, tt.template, p.Template, tt.path)
		assert.Equal(t, tt.service == "", p.Service == nil, tt.path)
		if p.Service != nil {
			assert.Equal(t, tt.service, p.Service.Name, tt.path)
		}
		assert.Equal(t, tt.scope == "", p.Scope == nil, tt.path)
		if p.Scope != nil {
			assert.Equal(t, tt.scope, p.Scope.Path, tt.path)
		}
	}
}

func TestWalkStopsWhereToldTo(t *testing.T) {
	t.Parallel()
	var seen []string
	analysis.Tree(everything()).Walk(func(p *analysis.Place) bool {
		seen = append(seen, p.ID)
		return p.Kind != analysis.Dynamic && p.ID != "Core"
	})
	assert.Equal(t, []string{"Root", "Core", "Workers", "0", "1", "Tenants", "Tasks"}, seen)
}

func TestASupervisorPlacedTwiceHasTwoPlaces(t *testing.T) {
	t.Parallel()
	one := sup("Half", schema.OneForOne, 3, worker("A"))
	two := *one
	two.ID = "Other"
	root := analysis.Tree(app(sup("Root", schema.OneForOne, 3, one, &two)))
	assert.Equal(t, []string{"Root", "Root/Half", "Root/Half/A", "Root/Other", "Root/Other/A"}, paths(root.All()))
}

func TestTreePanicsOnASupervisorBelowItself(t *testing.T) {
	t.Parallel()
	loop := sup("Loop", schema.OneForOne, 3)
	loop.Supervisor.Children = []*schema.Child{{ID: "Loop", Kind: schema.SupervisorChild, Supervisor: loop.Supervisor}}
	assert.PanicsWithValue(t, "otpgen: internal: supervisor Loop is below itself", func() {
		analysis.Tree(app(sup("Root", schema.OneForOne, 3, loop)))
	})
}

func TestNamesAreLookedUpFromTheInnermostScopeOutward(t *testing.T) {
	t.Parallel()
	root := analysis.Tree(everything())
	names := analysis.NamesOf(root)
	inside := find(t, root, "Root/Tenants/*/Sessions/*")
	outside := find(t, root, "Root/Core/Log")

	assert.Equal(t, "Root/Tenants/*/Store", names.Lookup(inside, "Store").Path, "the sibling comes first")
	assert.Equal(t, "Root/Core/Log", names.Lookup(inside, "Log").Path, "the shared service after it")
	assert.Equal(t, "Root/Core/Store", names.Lookup(outside, "Store").Path)
	assert.Nil(t, names.Lookup(outside, "Sessions"), "nobody sees into a scope")
	assert.Nil(t, names.Lookup(inside, "Member"), "members of a pool have no names")

	assert.Equal(t, []string{
		"Root", "Root/Core", "Root/Core/Log", "Root/Core/Store", "Root/Workers", "Root/Tenants", "Root/Tasks",
	}, paths(names.Declared(nil)))
	tenant := find(t, root, "Root/Tenants/*")
	assert.Equal(t, []string{"Root/Tenants/*/Store", "Root/Tenants/*/Sessions"}, paths(names.Declared(tenant)))
}
