package analysis_test

import (
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// Whatever the resolver lets through, Check takes; what it finds is complete;
// and it finds the same every time.
func TestCheckTakesWhateverResolves(t *testing.T) {
	t.Parallel()
	resolved := 0
	for seed := range int64(300) {
		src := randomSchema(rand.New(rand.NewSource(seed)))
		doc, _ := schema.Parse("random.yaml", []byte(src))
		app, _ := schema.Resolve(doc)
		if app == nil {
			continue
		}
		resolved++
		found := analysis.Check(app)
		for _, d := range found {
			assertComplete(t, "random.yaml", d)
		}
		require.Equal(t, found, analysis.Check(app), src)
		cyclesAreClosed(t, app)
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, src)
		}
	}
	require.Greater(t, resolved, 100, "most random schemas should resolve")
}

// cyclesAreClosed checks that each call of a cycle leads to a service that
// makes the next one.
func cyclesAreClosed(t *testing.T, app *schema.Application) {
	t.Helper()
	owner := map[*schema.Use]*schema.Service{}
	for _, s := range app.Services {
		for _, u := range s.Uses {
			owner[u] = s
		}
	}
	for _, cycle := range analysis.CallCycles(app) {
		for i, u := range cycle {
			require.NotEmpty(t, u.Calls)
			callee := u.Service
			if u.Child != nil {
				callee = u.Child.Service
			}
			require.Same(t, owner[cycle[(i+1)%len(cycle)]], callee)
		}
	}
}

// randomSchema writes a small schema with services S0 to S4 that use each
// other at random, under a random tree with scopes and dynamic supervisors.
func randomSchema(rnd *rand.Rand) string {
	var b strings.Builder
	b.WriteString("otp: 1\npackage: random\nservices:\n")
	const services = 5
	for i := range services {
		fmt.Fprintf(&b, "  S%d: {calls: {Ask: {reply: int}}, casts: {Tell: }, uses: {%s}}\n", i, randomUses(rnd, i, services))
	}
	b.WriteString("supervisors:\n  Root:\n    strategy: one_for_one\n    children:\n")
	order := rnd.Perm(services)
	for _, i := range order[:3] {
		fmt.Fprintf(&b, "      - {child: S%d, restart: %s}\n", i, pick(rnd, "permanent", "transient", "temporary"))
	}
	fmt.Fprintf(&b, "      - {name: P, pool: S%d, size: 2}\n", rnd.Intn(services))
	fmt.Fprintf(&b, "      - {name: D, dynamic: {child: T%s}}\n", pick(rnd, "", ", max_children: 1"))
	b.WriteString("      - {name: J, tasks: }\n")
	fmt.Fprintf(&b, "      - {name: I, scope: %t, strategy: %s, max_restarts: %d, children: [S%d, S%d]}\n",
		rnd.Intn(2) == 0, pick(rnd, "one_for_all", "rest_for_one"), rnd.Intn(2), order[3], order[4])
	fmt.Fprintf(&b, "  T: {scope: %t, children: [S%d, {name: Q, pool: S%d, size: 1}]}\n", rnd.Intn(3) > 0, rnd.Intn(services), rnd.Intn(services))
	fmt.Fprintf(&b, "application: {root: Root, grace: %s}\n", pick(rnd, "1s", "20s"))
	fmt.Fprintf(&b, "boundaries: [{crash: %s, survives: [%s]}]\n", pick(rnd, "P", "D", "I", "J"), pick(rnd, "P", "D", "I", "J"))
	return b.String()
}

func randomUses(rnd *rand.Rand, self, services int) string {
	uses := map[string]string{}
	for range rnd.Intn(3) {
		if s := rnd.Intn(services); s != self || rnd.Intn(10) == 0 {
			uses[fmt.Sprintf("S%d", s)] = pick(rnd, "[Ask]", "[Tell]", "[Ask, Tell]")
		}
	}
	if rnd.Intn(4) == 0 {
		uses[pick(rnd, "P", "Q")] = "[Ask]"
	}
	if rnd.Intn(4) == 0 {
		uses[pick(rnd, "D", "J")] = "[]"
	}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(uses)) {
		list = append(list, name+": "+uses[name])
	}
	return strings.Join(list, ", ")
}

func pick(rnd *rand.Rand, words ...string) string {
	return words[rnd.Intn(len(words))]
}
