package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
)

// asCommand makes this test binary the command, for the tests that need a
// process of its own: to be killed, or to run beside another.
const asCommand = "OTPGEN_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
	}
	os.Exit(m.Run())
}

var (
	kills = flag.Int("kills", 25, "how many runs TestKilledReally kills")
	seed  = flag.Uint64("seed", 1, "of the moments at which it does")
)

// process is the command, in dir and ready to start.
func process(dir string, args ...string) (*exec.Cmd, *bytes.Buffer) {
	var printed bytes.Buffer
	c := exec.Command(os.Args[0], args...)
	c.Dir, c.Env = dir, append(os.Environ(), asCommand+"=1")
	c.Stdout, c.Stderr = &printed, &printed
	return c, &printed
}

func generateIn(t *testing.T, dir string, args ...string) {
	t.Helper()
	c, printed := process(dir, append([]string{"generate"}, args...)...)
	require.NoError(t, c.Run(), "%s", printed)
}

// versions are schemas between which nearly every file changes.
func versions() []string {
	small := strings.ReplaceAll(shop, "types: {Money: {}}\n", "")
	small = strings.ReplaceAll(small, ", price: Money", "")
	large := strings.ReplaceAll(small, "supervisors:", "  Order: {calls: {Place: {args: {id: string}, reply: bool}}}\n  Stock: {casts: {Count: {args: {n: int}}}}\nsupervisors:")
	large = strings.ReplaceAll(large, "[Cart]", "[Cart, Order, Stock]")
	renamed := strings.ReplaceAll(large, "Order", "Purchase")
	return []string{small, large, renamed}
}

// treeOf is every file below dir, by its content.
func treeOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = fmt.Sprintf("%d %x", len(content), sha256.Sum256(content))
		return err
	})
	require.NoError(t, err)
	return files
}

// processFolder is a module in which versions()[0] has been generated.
func processFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "go.mod", "module example.com/shop\n\ngo 1.26\n")
	put(t, dir, "mine.go", "package shop\n")
	put(t, dir, "otp.yaml", versions()[0])
	generateIn(t, dir)
	return dir
}

func put(t *testing.T, dir, name, content string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
}

// TestKilledReally ends real runs with SIGKILL, SIGINT or SIGTERM at random
// moments, and changes the schema in between. Whatever a run leaves, the next
// one completes, without a word about changes by hand.
func TestKilledReally(t *testing.T) {
	t.Parallel()
	t.Logf("-kills %d -seed %d", *kills, *seed)
	random := rand.New(rand.NewPCG(*seed, 0))
	schemas := versions()

	// What each version gives, and how long that takes.
	dir := processFolder(t)
	began := time.Now()
	put(t, dir, "otp.yaml", schemas[1])
	generateIn(t, dir)
	takes := time.Since(began)
	mine := treeOf(t, dir)["mine.go"]

	died, clean := 0, true
	for i := range *kills {
		before := treeOf(t, dir)
		put(t, dir, "otp.yaml", schemas[random.IntN(len(schemas))])
		before["otp.yaml"] = treeOf(t, dir)["otp.yaml"]
		c, printed := process(dir, "generate")
		require.NoError(t, c.Start())
		s := []os.Signal{syscall.SIGKILL, syscall.SIGKILL, os.Interrupt, syscall.SIGTERM}[random.IntN(4)]
		timer := time.AfterFunc(time.Duration(random.Int64N(int64(takes))), func() { _ = c.Process.Signal(s) })
		err := c.Wait()
		timer.Stop()
		code := c.ProcessState.ExitCode()
		assert.Contains(t, []int{-1, exitOK, exitInterrupted, exitTerminated}, code, "run %d: %v: %s", i, s, printed)
		if err != nil {
			died++
		}
		assert.Equal(t, mine, treeOf(t, dir)["mine.go"])
		if clean && strings.Contains(printed.String(), "every file is as it was") {
			assert.Equal(t, before, treeOf(t, dir), "run %d", i)
		}
		if clean = random.IntN(2) == 0; !clean {
			continue // another one, with what that one left
		}
		generateIn(t, dir)
		generateIn(t, dir, "--check")
		hidden, err := filepath.Glob(filepath.Join(dir, ".*"))
		require.NoError(t, err)
		require.Empty(t, hidden)
	}
	assert.NotZero(t, died, "not one was killed: the moments are too late")
}

// A signal before everything is ready leaves the tree as it was.
func TestInterruptedWhileItWaits(t *testing.T) {
	t.Parallel()
	for s, want := range map[os.Signal]struct {
		code int
		word string
	}{os.Interrupt: {exitInterrupted, "interrupted"}, syscall.SIGTERM: {exitTerminated, "terminated"}} {
		dir := processFolder(t)
		put(t, dir, "otp.yaml", versions()[1])
		release := holdRunLock(t, dir)
		before := treeOf(t, dir)
		c, printed := process(dir, "generate")
		c.Stdout = nil
		said := &waiter{text: "waiting for it", seen: make(chan struct{}), to: printed}
		c.Stderr = said
		require.NoError(t, c.Start())
		<-said.seen
		require.NoError(t, c.Process.Signal(s))
		require.Error(t, c.Wait())
		assert.Equal(t, want.code, c.ProcessState.ExitCode())
		assert.Contains(t, printed.String(), "otpgen: "+want.word)
		assert.Equal(t, before, treeOf(t, dir))
		release()
	}
}

// Processes that generate from one schema at once wait for each other; of
// those with several schemas for one folder, only one ever gets it.
func TestSeveralProcessesWantAFolder(t *testing.T) {
	t.Parallel()
	dir := processFolder(t)
	for _, text := range versions() {
		put(t, dir, "otp.yaml", text)
		codes, prints := together(t, dir, "otp.yaml", "otp.yaml", "otp.yaml")
		assert.Equal(t, []int{exitOK, exitOK, exitOK}, codes, prints)
		generateIn(t, dir, "--check")
	}
	require.NoError(t, os.Remove(filepath.Join(dir, "otp.yaml")))
	names := []string{"v0.yaml", "v1.yaml", "v2.yaml"}
	for i, text := range versions() {
		put(t, dir, names[i], text)
	}
	first := -1
	for range 3 {
		codes, prints := together(t, dir, names...)
		assert.ElementsMatch(t, []int{exitOK, exitDiagnostics, exitDiagnostics}, codes, prints)
		winner := slices.Index(codes, exitOK)
		assert.Contains(t, []int{-1, winner}, first, "the folder stays with the schema that had it first")
		first = winner
		assert.Contains(t, prints[(winner+1)%3], "OTP0722")
	}
	generateIn(t, dir, "--check", names[first])
}

// Several commands edit one schema at once: none is lost, and one that read
// the schema before another changed it says so.
func TestSeveralProcessesEditASchema(t *testing.T) {
	t.Parallel()
	dir := processFolder(t)
	for round := range 3 {
		var commands [][]string
		for i := range 4 {
			commands = append(commands, []string{"new", "service", fmt.Sprintf("Service%d%d", round, i)})
		}
		codes, prints := atOnce(t, dir, commands...)
		assert.Contains(t, codes, exitOK, prints)
		schema := read(t, dir, "otp.yaml")
		for i, code := range codes {
			name := commands[i][2] + ":"
			if code == exitOK {
				assert.Contains(t, schema, name)
				continue
			}
			assert.Equal(t, exitUsage, code, prints[i])
			assert.Contains(t, prints[i], "otp.yaml was changed by somebody else while otpgen ran; run it again")
			assert.NotContains(t, schema, name)
		}
		generateIn(t, dir, "--check")
	}
}

// together generates from schemas at the same time.
func together(t *testing.T, dir string, schemas ...string) (codes []int, prints []string) {
	t.Helper()
	var commands [][]string
	for _, name := range schemas {
		commands = append(commands, []string{"generate", name})
	}
	return atOnce(t, dir, commands...)
}

// atOnce runs commands at the same time.
func atOnce(t *testing.T, dir string, commands ...[]string) (codes []int, prints []string) {
	t.Helper()
	var runs []*exec.Cmd
	var outs []*bytes.Buffer
	for _, args := range commands {
		c, printed := process(dir, args...)
		require.NoError(t, c.Start())
		runs, outs = append(runs, c), append(outs, printed)
	}
	for i, c := range runs {
		_ = c.Wait()
		codes, prints = append(codes, c.ProcessState.ExitCode()), append(prints, outs[i].String())
	}
	return codes, prints
}

// A run waits for another one, says for whom, and goes on when that has ended.
func TestARunWaitsForAnother(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"generate"}, {"generate", "--check"}} {
		dir := processFolder(t)
		put(t, dir, "otp.yaml", versions()[1])
		release := holdRunLock(t, dir)
		c, printed := process(dir, args...)
		c.Stdout = nil
		said := &waiter{text: "waiting for it", seen: make(chan struct{}), to: printed}
		c.Stderr = said
		require.NoError(t, c.Start())
		<-said.seen
		release()
		_ = c.Wait()
		assert.Equal(t, len(args) == 1, c.ProcessState.ExitCode() == exitOK)
		assert.Contains(t, printed.String(), fmt.Sprintf("another otpgen (process %d on here) is changing this folder, waiting for it", os.Getpid()))
	}
}

// holdRunLock is a run that changes the folder until it is released.
func holdRunLock(t *testing.T, dir string) (release func()) {
	t.Helper()
	f, err := write.OpenFolder(dir, ".")
	require.NoError(t, err)
	lock := write.RunLock{Holder: fmt.Sprintf("process %d on here", os.Getpid())}
	free, err := lock.Acquire(t.Context(), f)
	require.NoError(t, err)
	return func() {
		assert.NoError(t, free())
		assert.NoError(t, f.Close())
	}
}

// waiter tells when a text was printed.
type waiter struct {
	text string
	seen chan struct{}
	to   *bytes.Buffer
}

func (w *waiter) Write(p []byte) (int, error) {
	before := w.to.Len()
	n, err := w.to.Write(p)
	at := strings.Index(w.to.String(), w.text)
	if at >= 0 && at+len(w.text) > before {
		close(w.seen)
	}
	return n, err
}
