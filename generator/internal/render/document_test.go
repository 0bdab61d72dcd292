package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDocumentTellsTheWholeTree(t *testing.T) {
	t.Parallel()
	doc := rendered(t, order)["OTP_SPEC.md"]
	for _, want := range []string{
		"Takes \\| orders.\n",
		"    n0[[\"Root<br/>one_for_one, 3 in 5 s\"]]\n",
		"    n2[[\"Idlers<br/>pool of 2 Idle, round_robin<br/>one_for_one, 3 in 5 s\"]]\n    n3([\"2 × Idle\"])\n",
		"    n2 --> n3\n", "    n5 -.-> n6\n", "    class n6 instance\n",
		"| `Root` | `Root` | `Tree.Root()` |\n",
		"| `Book` | `Book` | `Tree.Book()` |\n",
		"| `Session by id` | `Tenants/*/Sessions/*` | `Sessions.Lookup(id)` |\n",
		"Of each `Tenants/*`:\n",
		"| `Idlers` | `Book` |\n",
		"| `Idlers/*` | `Idlers`, `one_for_one` | `Idlers/*` | – | everything else |\n",
		"| `Tenants/*/Sessions/*` | `Tenants/*/Sessions`, `one_for_one` | – | `Tenants/*/Sessions/*` |",
		"| `Tenants` | `Root`, `one_for_one` | `Tenants` itself | `Tenants/*` |",
		"| 1 | `Root` | the grace of 20s |\n| 2 | `Book` | 5s |\n",
		"| `Put` | `order Order`, `time Path`, `context string` | `Order` | `refused`, `closed` | 5s | Stores it. |\n",
		"| `Wait` |  | `[]Order` | `closed` | 5s | Answered later. Its caller is monitored. |\n",
		"| `Watch` | `session SessionRef` | – |  | 5s | Monitors `session`. |\n",
		"| `Sweep` | every `$every` |  |\n",
		"- Uses the external `Clock`\n", "- Traps exits: it is told before it ends\n",
		"| `refused` | no {order} | `order string` |  |\n",
		"| `Clock` | `func() time.Time` | infinity |  |\n",
		"| `State` | one of `open`, `closed` |  |\n",
		"| `Value` | `Flag` (`flag bool`) or `Text` (`text string`) |  |\n",
	} {
		assert.Contains(t, doc, want)
	}
	assert.NotContains(t, doc, "\n\n\n")
	assert.True(t, strings.HasSuffix(doc, "|\n"))
}

func TestEveryRowOfTheDocumentHasAllCells(t *testing.T) {
	t.Parallel()
	columns := 0
	for line := range strings.Lines(rendered(t, order)["OTP_SPEC.md"]) {
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if columns == 0 {
			columns = n
		}
		require.Equal(t, columns, n, line)
	}
}

// On a tree with many services, a row names what the crash touches, not what
// it leaves alone.
func TestRestartTableStaysNarrow(t *testing.T) {
	t.Parallel()
	doc := rendered(t, `
otp: 1
package: shop
services: {Alpha: {}, Bravo: {}, Charlie: {}, Delta: {}}
supervisors:
  Root:
    children:
      - {name: Loose, children: [Alpha, Bravo]}
      - {name: Tight, strategy: one_for_all, children: [Charlie, Delta]}
application: {root: Root}
`)["OTP_SPEC.md"]
	for _, want := range []string{
		"| `Loose` | `Root`, `one_for_one` | `Loose` | – | `Tight` |\n",
		"| `Loose/Alpha` | `Loose`, `one_for_one` | `Loose/Alpha` | – | everything else |\n",
		"| `Tight/Charlie` | `Tight`, `one_for_all` | all below `Tight` | – | `Loose` |\n",
	} {
		assert.Contains(t, doc, want)
	}
}

func TestDocumentSaysWhenTheTreeEnds(t *testing.T) {
	t.Parallel()
	doc := rendered(t, `
otp: 1
package: shop
services: {A: {}, B: {}}
supervisors:
  Root: {max_restarts: 0, children: [A, {name: Inner, max_restarts: 0, children: [B]}]}
application: {root: Root}
`)["OTP_SPEC.md"]
	assert.Contains(t, doc, "| `Inner/B` | `Inner` gives up, then `Root` gives up, then nobody: the tree ends | – | `Root` | – |")
	assert.Contains(t, doc, "The schema declares none;")
}
