package analysis_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// crashCase is one crash; names quote what OTP's supervisor does.
type crashCase struct {
	name     string
	root     *schema.Child
	victim   string
	replaced []string
	gone     []string
	gaveUp   []string
}

func (c crashCase) run(t *testing.T) {
	t.Parallel()
	root := analysis.Tree(app(c.root))
	o := analysis.Crash(find(t, root, c.victim))
	assert.Equal(t, c.replaced, some(o.Replaced), "replaced")
	assert.Equal(t, c.gone, some(o.Gone), "gone")
	assert.Equal(t, c.gaveUp, some(o.GaveUp), "gave up")
	assert.Len(t, root.All(), len(o.Replaced)+len(o.Gone)+len(o.Kept(root)))
}

// abc is a supervisor S of three workers.
func abc(s schema.Strategy, maxRestarts int) *schema.Child {
	return sup("S", s, maxRestarts, worker("A"), worker("B"), worker("C"))
}

func TestCrashByStrategyAndRestartType(t *testing.T) {
	t.Parallel()
	for _, c := range []crashCase{
		{
			name: "one_for_one restarts the dead child only",
			root: abc(schema.OneForOne, 1), victim: "S/B",
			replaced: []string{"S/B"},
		},
		{
			name: "one_for_all restarts all children",
			root: abc(schema.OneForAll, 1), victim: "S/B",
			replaced: []string{"S/A", "S/B", "S/C"},
		},
		{
			name: "rest_for_one restarts the dead child and those after it",
			root: abc(schema.RestForOne, 1), victim: "S/B",
			replaced: []string{"S/B", "S/C"},
		},
		{
			name:   "a group restart drops temporary siblings",
			root:   sup("S", schema.OneForAll, 1, worker("A", restart(schema.Temporary)), worker("B")),
			victim: "S/B", replaced: []string{"S/B"}, gone: []string{"S/A"},
		},
		{
			name:   "rest_for_one leaves temporary children before the dead one alone",
			root:   sup("S", schema.RestForOne, 1, worker("A", restart(schema.Temporary)), worker("B"), worker("C", restart(schema.Temporary))),
			victim: "S/B", replaced: []string{"S/B"}, gone: []string{"S/C"},
		},
		{
			name:   "the death of a temporary child is not counted and restarts nobody",
			root:   sup("S", schema.OneForAll, 0, worker("A", restart(schema.Temporary)), worker("B")),
			victim: "S/A", gone: []string{"S/A"},
		},
		{
			name:   "a transient child is restarted after an abnormal exit",
			root:   sup("S", schema.OneForOne, 1, worker("A", restart(schema.Transient))),
			victim: "S/A", replaced: []string{"S/A"},
		},
		{
			name:   "a child supervisor is rebuilt as a whole, temporary children too",
			root:   sup("S", schema.OneForAll, 1, worker("A"), sup("T", schema.OneForOne, 1, worker("X", restart(schema.Temporary)))),
			victim: "S/A", replaced: []string{"S/A", "S/T", "S/T/X"},
		},
		{
			name:   "a supervisor goes down with its children",
			root:   sup("S", schema.OneForOne, 1, worker("A"), sup("T", schema.OneForOne, 1, worker("X"), worker("Y"))),
			victim: "S/T", replaced: []string{"S/T", "S/T/X", "S/T/Y"},
		},
	} {
		t.Run(c.name, c.run)
	}
}

func TestCrashThatEscalates(t *testing.T) {
	t.Parallel()
	for _, c := range []crashCase{
		{
			name:   "intensity 0: the first restart that would be needed ends the supervisor, and its own supervisor restarts it",
			root:   sup("S", schema.OneForOne, 1, worker("A"), sup("T", schema.OneForOne, 0, worker("X"), worker("Y"))),
			victim: "S/T/X", replaced: []string{"S/T", "S/T/X", "S/T/Y"}, gaveUp: []string{"S/T"},
		},
		{
			name:   "giving up is a normal end: a transient supervisor stays down",
			root:   sup("S", schema.OneForOne, 1, worker("A"), with(sup("T", schema.OneForOne, 0, worker("X")), restart(schema.Transient))),
			victim: "S/T/X", gone: []string{"S/T", "S/T/X"}, gaveUp: []string{"S/T"},
		},
		{
			name:   "escalation goes level by level and meets the strategy of each",
			root:   sup("S", schema.RestForOne, 1, worker("A"), sup("T", schema.OneForOne, 0, sup("U", schema.OneForOne, 0, worker("X"))), worker("B")),
			victim: "S/T/U/X", replaced: []string{"S/T", "S/T/U", "S/T/U/X", "S/B"}, gaveUp: []string{"S/T/U", "S/T"},
		},
		{
			name:   "when the root gives up everything is gone",
			root:   sup("S", schema.OneForOne, 0, worker("A"), worker("B")),
			victim: "S/A", gone: []string{"S", "S/A", "S/B"}, gaveUp: []string{"S"},
		},
		{
			name: "when the root is killed everything is gone",
			root: abc(schema.OneForOne, 1), victim: "S",
			gone: []string{"S", "S/A", "S/B", "S/C"},
		},
	} {
		t.Run(c.name, c.run)
	}
}

func TestCrashInPoolsAndInstances(t *testing.T) {
	t.Parallel()
	for _, c := range []crashCase{
		{
			name:   "the members of a pool are restarted alone",
			root:   sup("S", schema.OneForAll, 1, pool("P", 2, 3), worker("A")),
			victim: "S/P/0", replaced: []string{"S/P/0"},
		},
		{
			name:   "a pool that allows no restart gives up like any supervisor",
			root:   sup("S", schema.OneForOne, 1, pool("P", 2, 0), worker("A")),
			victim: "S/P/1", replaced: []string{"S/P", "S/P/0", "S/P/1"}, gaveUp: []string{"S/P"},
		},
		{
			name:   "an instance is restarted alone, with all that is below it",
			root:   sup("S", schema.OneForAll, 1, dynamic("D", 3, sup("T", schema.OneForOne, 0, worker("X"))), worker("A")),
			victim: "S/D/*/X", replaced: []string{"S/D/*", "S/D/*/X"}, gaveUp: []string{"S/D/*"},
		},
		{
			name:   "a temporary instance is not restarted",
			root:   sup("S", schema.OneForAll, 1, dynamic("D", 3, worker("X", restart(schema.Temporary))), worker("A")),
			victim: "S/D/*", gone: []string{"S/D/*"},
		},
		{
			name:   "instances are lost when their supervisor is restarted",
			root:   sup("S", schema.OneForAll, 1, worker("A"), dynamic("D", 3, sup("T", schema.OneForOne, 1, worker("X")))),
			victim: "S/A", replaced: []string{"S/A", "S/D"}, gone: []string{"S/D/*", "S/D/*/X"},
		},
	} {
		t.Run(c.name, c.run)
	}
}

// some is paths, nil for no places.
func some(places []*analysis.Place) []string {
	if len(places) == 0 {
		return nil
	}
	return paths(places)
}

func TestRestartsWithLeavesTheVictimOut(t *testing.T) {
	t.Parallel()
	root := analysis.Tree(app(sup("S", schema.RestForOne, 1, worker("A"), worker("B"), pool("P", 1, 3))))
	assert.Equal(t, []string{"S/P", "S/P/0"}, paths(analysis.RestartsWith(find(t, root, "S/B"))))
	assert.Empty(t, analysis.RestartsWith(find(t, root, "S/P/0")))
}

func TestMatrixHasARowForEveryPlaceButSpareMembers(t *testing.T) {
	t.Parallel()
	root := analysis.Tree(everything())
	var victims []*analysis.Place
	for _, row := range analysis.Matrix(root) {
		victims = append(victims, row.Victim)
		assert.Equal(t, analysis.Crash(row.Victim), row.Outcome)
	}
	assert.Equal(t, []string{
		"Root/Core", "Root/Core/Log", "Root/Core/Store", "Root/Workers", "Root/Workers/0",
		"Root/Tenants", "Root/Tenants/*", "Root/Tenants/*/Store", "Root/Tenants/*/Sessions", "Root/Tenants/*/Sessions/*",
		"Root/Tasks",
	}, paths(victims))
}
