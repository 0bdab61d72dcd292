package supcore_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// notApplicable lists the scenarios that the machines cannot play, with the reason.
var notApplicable = map[string]string{
	"otp27_plus/simple_auto_all.json": noFlag,
	"otp27_plus/simple_auto_any.json": noFlag,
}

// noFlag: OTP refuses the combination when the supervisor starts; here it cannot even be written down.
const noFlag = "a dynamic supervisor has no auto_shutdown"

// TestVectors plays every recorded scenario on the machines and compares every step with what OTP did.
func TestVectors(t *testing.T) {
	t.Parallel()
	corpus := os.DirFS("../../testdata/otp")
	files, err := fs.Glob(corpus, "*/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)

	equal, different := 0, 0
	skipped := map[string]int{}
	for _, name := range files {
		if why, ok := notApplicable[name]; ok {
			skipped[why]++
			continue
		}
		f, err := vector.Read(corpus, name)
		require.NoError(t, err)
		diff, err := f.Compare(newPlayer(f))
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
	t.Logf("scenarios: %d run, %d equal, %d different, %d not applicable %s",
		equal+different, equal, different, len(files)-equal-different, fmt.Sprint(skipped))
}
