package supcore_test

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// TestVectors plays every recorded scenario on the machines and compares every step with what OTP did.
func TestVectors(t *testing.T) {
	t.Parallel()
	playAll(t, nil)
}

// TestVectorsInAnyOrder plays them again with the processes running in random order. OTP's traces do not depend on its
// scheduler, so ours must not depend on one either.
func TestVectorsInAnyOrder(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		playAll(t, rand.New(rand.NewPCG(seed, 0)))
	}
}

func playAll(t *testing.T, random *rand.Rand) {
	t.Helper()
	corpus := os.DirFS("../../testdata/otp")
	files, err := fs.Glob(corpus, "*/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)

	equal, different := 0, 0
	skipped := map[string]int{}
	for _, name := range files {
		f, err := vector.Read(corpus, name)
		require.NoError(t, err)
		if why := f.NotApplicable(); why != "" {
			skipped[why]++
			continue
		}
		diff, err := f.Compare(newPlayer(f, random))
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
			different++
		case diff != nil:
			t.Errorf("%s: %s", path.Dir(name), diff)
			different++
		default:
			equal++
		}
	}
	t.Logf("scenarios: %d run, %d equal, %d different, %d not applicable %v",
		equal+different, equal, different, len(files)-equal-different, skipped)
}
