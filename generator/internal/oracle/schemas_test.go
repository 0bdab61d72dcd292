package oracle_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/oracle"
	"github.com/otpgen/otpgen/generator/internal/schemagen"
	"github.com/otpgen/otpgen/schema"
)

var (
	schemas  = flag.Int("schemas", 2, "how many random schemas to generate, vet and test")
	typed    = flag.Int("schemas.typed", 10, "how many random schemas to generate and type-check")
	mutants  = flag.Int("schemas.mutants", 1, "how many changed committed schemas to generate, vet and test")
	batch    = flag.Int("schemas.batch", 60, "how many packages to vet and test at a time")
	seed     = flag.Uint64("schemas.seed", 1, "the seed of the first of them")
	standard = flag.String("schemas.standard", "time", "packages of the standard library whose types to try, with commas between")
	folder   = flag.String("schemas.dir", "", "where they are written; a temporary folder by default")
	race     = flag.Bool("schemas.race", false, "test them twice, shuffled, with the race detector")
)

// packageNames are names that a random package may have.
func packageNames() []string {
	return []string{"random", "http", "json", "url", "test", "alpha", "otptest", "errors", "time", "data", "root", "state", "sql", "x", "fmt", "context", "v2", "tree"}
}

// random makes a schema for a package of an ordinary or an awkward name.
func random(seed uint64) string {
	names := packageNames()
	return schemagen.Schema(schemagen.Random(seed), names[seed%uint64(len(names))])
}

// clashes reports whether a schema is refused for its names in Go alone, which
// no generator of random names can know.
func clashes(found schema.Diagnostics) bool {
	return !slices.ContainsFunc(found, func(d schema.Diagnostic) bool {
		return d.Severity == schema.Error && !strings.HasPrefix(d.Code, "OTP06")
	})
}

// Random schemas are accepted, and become what the plan predicts and Go takes.
func TestRandomSchemasTypeCheck(t *testing.T) {
	t.Parallel()
	checker := oracle.NewTypes(runtimePath)
	accepted := 0
	for i := range uint64(*typed) {
		seed := *seed + i
		src := random(seed)
		p, files, diags := generate("otp.yaml", []byte(src))
		inside(t, src, diags)
		if p == nil {
			assert.True(t, clashes(diags), "seed %d: %v\n%s", seed, diags, src)
			continue
		}
		accepted++
		assert.Empty(t, oracle.Check(p, files), "seed %d:\n%s", seed, src)
		assert.NoError(t, checker.Check(p, files), "seed %d:\n%s", seed, src)
	}
	assert.GreaterOrEqual(t, accepted, *typed/3)
}

// inside holds diagnostics to have a place in the text.
func inside(t *testing.T, src string, diags schema.Diagnostics) {
	t.Helper()
	lines := strings.Split(src, "\n")
	for _, d := range diags {
		at := d.Range
		ok := at.Start.Line >= 1 && at.End.Line <= len(lines) && at.Start.Column >= 1 && at.End.Line >= at.Start.Line &&
			at.Start.Column <= len([]rune(lines[at.Start.Line-1]))+1
		require.True(t, ok, "%s stands nowhere in the schema: %v\n%s", d.Code, d, src)
	}
}

// What is generated of random schemas compiles, vets and passes its tests.
func TestRandomSchemasPass(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	for i := range uint64(*schemas) {
		src := random(*seed + i)
		w.add(fmt.Sprintf("s%d", *seed+i), src, clashes)
	}
	w.finish()
	t.Logf("%d random schemas passed, %d were refused for their names", w.accepted, w.refused)
}
