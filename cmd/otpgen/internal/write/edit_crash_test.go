package write

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The files of a folder in which a schema and a handler are edited.
const (
	schemaBefore, schemaAfter   = "schema of two\n", "schema of three\n"
	handlerBefore, handlerAfter = "the user's handler\n", "the user's handler\n\nwith a method\n"
)

// userEdits are those edits that are not made yet, as a command finds them out.
func userEdits(d Disk, schemaToo bool) []Edit {
	edits := []Edit{{"cart.go", []byte(handlerBefore), []byte(handlerAfter)}}
	if schemaToo {
		edits = slices.Insert(edits, 0, Edit{"otp.yaml", []byte(schemaBefore), []byte(schemaAfter)})
	}
	return slices.DeleteFunc(edits, func(e Edit) bool {
		have, err := look(d.FS(), e.Path)
		return err != nil || !bytes.Equal(have.content, e.Have)
	})
}

// generateWith is generate with edits.
func generateWith(ctx context.Context, d Disk, w Wanted, schemaToo, stubs bool) error {
	if err := Recover(d); err != nil {
		return err
	}
	p, err := Classify(d.FS(), w)
	if err != nil {
		return err
	}
	if stubs {
		if err := p.Edit(d.FS(), userEdits(d, schemaToo)...); err != nil {
			return err
		}
	}
	if p.Idle() {
		return Clear(d)
	}
	return Apply(ctx, d, p)
}

// editFolder is a folder before an edit, and what generations want there.
func editFolder(t *testing.T) (disk map[string]string, before, wanted Wanted) {
	t.Helper()
	before = want("2", generated("cart_gen.go", "2"), users("cart.go"))
	wanted = want("3", generated("cart_gen.go", "3"), users("cart.go"), generated("new_gen.go", "3"), users("new.go"))
	return after(t, before, "cart.go", handlerBefore, "otp.yaml", schemaBefore), before, wanted
}

// A command that edits the schema and a handler is killed at any operation:
// each file is the old or the new one, and the next command completes. That is
// the same one where the schema is the old one, and else a generate, which
// makes all but the edit of the handler, or with --stubs that one, too.
func TestAKilledEditLeavesFilesWhole(t *testing.T) {
	t.Parallel()
	disk, two, three := editFolder(t)
	undisturbed := newMemDisk(disk)
	require.NoError(t, generateWith(t.Context(), undisturbed, three, true, true))
	require.Equal(t, handlerAfter, undisturbed.content()["cart.go"])
	same := undisturbed.content()

	for n, more := 1, true; more; n++ {
		for _, how := range deaths {
			d := newMemDisk(disk)
			before := d.content()
			more = dies(t, d, n, how, func() error { return generateWith(t.Context(), d, three, true, true) })
			now := d.content()
			everyFileIsWhole(t, before, now, same)
			require.Contains(t, []string{schemaBefore, schemaAfter}, now["otp.yaml"])
			require.Contains(t, []string{handlerBefore, handlerAfter}, now["cart.go"])

			next := d.clone()
			if now["otp.yaml"] == schemaBefore {
				require.NoError(t, generate(t.Context(), next, two))
				require.Equal(t, before, next.content(), "operation %d, outcome %d: without the edit", n, how)
				next = d.clone()
				require.NoError(t, generateWith(t.Context(), next, three, true, true))
				require.Equal(t, same, next.content(), "operation %d, outcome %d: the command again", n, how)
				continue
			}
			require.NoError(t, generateWith(t.Context(), next, three, false, true))
			require.Equal(t, same, next.content(), "operation %d, outcome %d: generate --stubs", n, how)

			next = d.clone()
			require.NoError(t, generate(t.Context(), next, three))
			got := next.content()
			require.Equal(t, now["cart.go"], got["cart.go"], "operation %d, outcome %d: generate edits nothing", n, how)
			got["cart.go"] = handlerAfter
			require.Equal(t, same, got, "operation %d, outcome %d: generate", n, how)
		}
	}
}

// The next run may be killed, too.
func TestAKilledEditIsCompletedByARunThatIsKilled(t *testing.T) {
	t.Parallel()
	disk, _, three := editFolder(t)
	run := func(d Disk) error {
		have, err := look(d.FS(), "otp.yaml")
		if err != nil {
			return err
		}
		return generateWith(t.Context(), d, three, string(have.content) == schemaBefore, true)
	}
	undisturbed := newMemDisk(disk)
	require.NoError(t, run(undisturbed))
	for n, more := 1, true; more; n++ {
		first := newMemDisk(disk)
		more = dies(t, first, n, killsAfter, func() error { return run(first) })
		for m, again := 1, true; again; m++ {
			second := first.clone()
			again = dies(t, second, m, killsWithin, func() error { return run(second) })
			everyFileIsWhole(t, newMemDisk(disk).content(), second.content(), undisturbed.content())
			third := second.clone()
			require.NoError(t, run(third))
			require.Equal(t, undisturbed.content(), third.content(), "operations %d and %d", n, m)
		}
	}
}

// An edit that is a transaction of its own leaves nothing that only the same
// command would clear away.
func TestAKilledEditAloneIsClearedAway(t *testing.T) {
	t.Parallel()
	disk, _, _ := editFolder(t)
	edit := func(d Disk) error {
		p, err := Edits(d.FS(), userEdits(d, true)...)
		if err != nil {
			return err
		}
		return Apply(t.Context(), d, p)
	}
	for n, more := 1, true; more; n++ {
		for _, how := range deaths {
			d := newMemDisk(disk)
			more = dies(t, d, n, how, func() error { return edit(d) })
			d = d.clone()
			require.NoError(t, Recover(d))
			got := d.content()
			assert.NotContains(t, got, workFolder+"/", "operation %d, outcome %d", n, how)
			assert.Contains(t, []string{schemaBefore, schemaAfter}, got["otp.yaml"])
			assert.Contains(t, []string{handlerBefore, handlerAfter}, got["cart.go"])
		}
	}
}
