package hostile_test

import (
	"flag"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/internal/hostile"
	"github.com/otpgen/otpgen/schema"
)

var all = flag.Bool("all", false, "try the heavy bombs, too")

// TestBombs holds bombs to their answers. How fast an answer comes is for the
// benchmark to say.
func TestBombs(t *testing.T) {
	t.Parallel()
	bombs := map[string]hostile.Bomb{}
	for _, b := range hostile.Bombs() {
		bombs[b.Name] = b
	}
	answers := quick
	if *all {
		answers = slices.Concat(quick, heavy)
	}
	for _, want := range answers {
		t.Run(want.bomb, func(t *testing.T) {
			found := generator.Check("otp.yaml", bombs[want.bomb].Source())
			checkAnswer(t, want, found)
			assert.LessOrEqual(t, len(found), 5000)
			for _, d := range found {
				assert.NotEmpty(t, d.Help, d.Message)
				assert.LessOrEqual(t, len(d.Related), 12)
			}
		})
	}
}

func checkAnswer(t *testing.T, want answer, found schema.Diagnostics) {
	t.Helper()
	if want.code == "" {
		assert.Empty(t, found)
		return
	}
	if slices.ContainsFunc(found, func(d schema.Diagnostic) bool { return d.Code == want.code && d.Range.Start == want.at }) {
		return
	}
	if len(found) == 0 {
		assert.Fail(t, "nothing was reported")
		return
	}
	assert.Fail(t, "not reported", "%s at %v; the first is %s at %v: %s", want.code, want.at, found[0].Code, found[0].Range.Start, found[0].Message)
}

func TestEveryBombHasAnAnswer(t *testing.T) {
	t.Parallel()
	var bombs, answers []string
	for _, b := range hostile.Bombs() {
		bombs = append(bombs, b.Name)
	}
	for _, a := range slices.Concat(quick, heavy) {
		answers = append(answers, a.bomb)
	}
	assert.ElementsMatch(t, bombs, answers)
}

func BenchmarkBombs(b *testing.B) {
	for _, bomb := range hostile.Bombs() {
		b.Run(bomb.Name, func(b *testing.B) {
			src := bomb.Source()
			b.ReportAllocs()
			for b.Loop() {
				generator.Check("otp.yaml", src)
			}
		})
	}
}
