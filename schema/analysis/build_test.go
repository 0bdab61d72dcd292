package analysis_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// The functions here build applications by hand, for questions about trees
// that a YAML text would only blow up.

func app(root *schema.Child) *schema.Application {
	return &schema.Application{File: "otp.yaml", Root: root.Supervisor, Grace: 20 * time.Second}
}

type option func(*schema.Child)

func restart(r schema.RestartType) option {
	return func(c *schema.Child) { c.Restart = r }
}

func worker(id string, options ...option) *schema.Child {
	return child(id, schema.ServiceChild, options, func(c *schema.Child) {
		c.Service = &schema.Service{Name: id, Kind: schema.Server}
		c.Shutdown = 5 * time.Second
	})
}

func sup(id string, s schema.Strategy, maxRestarts int, children ...*schema.Child) *schema.Child {
	return child(id, schema.SupervisorChild, nil, func(c *schema.Child) {
		c.Supervisor = &schema.Supervisor{
			Name: id, Strategy: s, MaxRestarts: maxRestarts, MaxSeconds: 5,
			Naming: schema.Naming{Kind: schema.Local, Name: id}, Children: children,
		}
		for _, below := range children {
			below.Parent = c.Supervisor
		}
	})
}

func pool(id string, size, maxRestarts int) *schema.Child {
	return child(id, schema.PoolChild, nil, func(c *schema.Child) {
		c.Service = &schema.Service{Name: "Member", Kind: schema.Server}
		c.Size, c.MaxRestarts, c.Route = size, maxRestarts, schema.RoundRobin
	})
}

// dynamic starts instances of what template places.
func dynamic(id string, maxRestarts int, template *schema.Child) *schema.Child {
	return child(id, schema.DynamicChild, nil, func(c *schema.Child) {
		c.Service, c.Supervisor, c.MaxRestarts = template.Service, template.Supervisor, maxRestarts
		c.Instance, c.InstanceRestart, c.InstanceShutdown = schema.Naming{Kind: schema.None}, template.Restart, template.Shutdown
	})
}

func tasks(id string) *schema.Child {
	return child(id, schema.TasksChild, nil, func(*schema.Child) {})
}

func child(id string, k schema.ChildKind, options []option, fill func(*schema.Child)) *schema.Child {
	c := &schema.Child{
		ID: id, Name: id, Kind: k, Naming: schema.Naming{Kind: schema.Local, Name: id},
		Restart: schema.Permanent, Shutdown: schema.Infinity,
	}
	fill(c)
	for _, o := range options {
		o(c)
	}
	return c
}

// with changes a child that is built already.
func with(c *schema.Child, options ...option) *schema.Child {
	for _, o := range options {
		o(c)
	}
	return c
}

// find returns the place with a path.
func find(t testing.TB, root *analysis.Place, path string) *analysis.Place {
	t.Helper()
	for _, p := range root.All() {
		if p.Path == path {
			return p
		}
	}
	require.Failf(t, "no such place", "path %s", path)
	return nil
}

func paths(places []*analysis.Place) []string {
	list := make([]string, len(places))
	for i, p := range places {
		list[i] = p.Path
	}
	return list
}
