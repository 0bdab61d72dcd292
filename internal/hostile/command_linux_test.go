package hostile_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/internal/hostile"
)

// few are the bombs that the built command reads unless it is to read all: those
// that cost the most memory.
var few = []string{
	"huge explicit key", "long reference", "near: unknown keys", "near: records that all hold each other",
	"code: deep types", "code: many oneofs", "code: calls with slices",
	"near: 190 services that all call each other",
}

// What one run may take, in MiB: to refuse a schema, and to render the files of
// one that it accepts. The most that is known is 553.
const (
	forAnswer = 128
	forFiles  = 768
)

// cost is what one run of the command took.
type cost struct {
	Exit     int
	Peak     int64 // KiB
	Wall     time.Duration
	Computed time.Duration // on all processors
}

// asMeter makes this test binary run a command and print what it cost: Linux
// counts the memory of whoever starts a process as that of the process, and a
// test that has read bombs is large.
const asMeter = "HOSTILE_TEST_AS_METER"

func TestMain(m *testing.M) {
	if os.Getenv(asMeter) == "" {
		os.Exit(m.Run())
	}
	c := exec.Command(os.Args[1], os.Args[2:]...)
	began := time.Now()
	err := c.Run()
	wall := time.Since(began)
	if c.ProcessState == nil {
		panic(err)
	}
	measured := cost{
		Exit: c.ProcessState.ExitCode(), Wall: wall,
		Peak:     c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss,
		Computed: c.ProcessState.UserTime() + c.ProcessState.SystemTime(),
	}
	if err := json.NewEncoder(os.Stdout).Encode(measured); err != nil {
		panic(err)
	}
}

// TestCommand lets the built command read bombs. It answers each, and refuses
// those that it refuses within 128 MiB; to render one that is accepted takes more,
// but it has a bound, too. How long each took is only logged.
func TestCommand(t *testing.T) {
	t.Parallel()
	otpgen := filepath.Join(t.TempDir(), "otpgen")
	printed, err := exec.Command("go", "build", "-o", otpgen, "../../cmd/otpgen").CombinedOutput()
	require.NoError(t, err, string(printed))
	for _, b := range hostile.Bombs() {
		if !*all && !slices.Contains(few, b.Name) {
			continue
		}
		t.Run(b.Name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/shop\n\ngo 1.26\n"), 0o600))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "otp.yaml"), b.Source(), 0o600))
			meter := exec.Command(os.Args[0], otpgen, "generate", "--dry-run")
			meter.Dir, meter.Env = dir, append(os.Environ(), asMeter+"=1")
			printed, err := meter.Output()
			require.NoError(t, err)
			var took cost
			require.NoError(t, json.Unmarshal(printed, &took))
			t.Logf("%-50s exit %d, %4d MiB, %5d ms, of processors %5d ms", b.Name, took.Exit, took.Peak>>10, took.Wall.Milliseconds(), took.Computed.Milliseconds())
			assert.Contains(t, []int{0, 1}, took.Exit, "accepted or refused")
			most := int64(forFiles)
			if took.Exit == 1 {
				most = forAnswer
			}
			assert.LessOrEqual(t, took.Peak>>10, most, "MiB")
		})
	}
}
