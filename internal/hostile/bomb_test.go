package hostile_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/internal/hostile"
)

// TestBombs holds every bomb to its answer. The time is a guard against the
// return of a quadratic step, which would take minutes; how fast an answer comes
// is for the benchmark to say.
func TestBombs(t *testing.T) {
	t.Parallel()
	const guard = 30 * time.Second
	for _, b := range hostile.Bombs() {
		t.Run(b.Name, func(t *testing.T) {
			began := time.Now()
			found := generator.Check("otp.yaml", b.Source())
			assert.Less(t, time.Since(began), guard)
			assert.LessOrEqual(t, len(found), 5000)
			for _, d := range found {
				assert.NotEmpty(t, d.Help, d.Message)
				assert.LessOrEqual(t, len(d.Related), 13)
			}
		})
	}
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
