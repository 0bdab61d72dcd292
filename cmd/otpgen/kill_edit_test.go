package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestKilledEditsReally kills real runs of new and of generate --stubs, which
// edit files of the user's, at random moments. The schema and the Go files are
// then those of before or those of an undisturbed run, and the next run
// completes, or says what is left to do.
func TestKilledEditsReally(t *testing.T) {
	t.Parallel()
	for _, out := range []string{"", "out: lib\n"} {
		t.Run("out "+out, func(t *testing.T) {
			t.Parallel()
			k := &editKiller{t: t, random: rand.New(rand.NewPCG(*seed, 1)), out: strings.TrimSpace(strings.TrimPrefix(out, "out: "))}
			k.dir = t.TempDir()
			put(t, k.dir, "go.mod", "module example.com/shop\n\ngo 1.26\n")
			put(t, k.dir, "otp.yaml", out+versions()[0])
			generateIn(t, k.dir)
			cart := filepath.Join(k.out, "cart.go")
			put(t, k.dir, cart, read(t, k.dir, cart)+"\n// what the user wrote\n")
			put(t, k.dir, filepath.Join(k.out, "mine.go"), "package shop\n")
			for i := range (*kills + 1) / 2 {
				k.kill(i)
				if k.t.Failed() {
					return
				}
			}
			assert.NotZero(t, k.died, "not one was killed: the moments are too late")
		})
	}
}

// editKiller kills runs in a folder, one after the other.
type editKiller struct {
	t      *testing.T
	random *rand.Rand
	dir    string
	out    string // the output folder, relative to dir
	takes  time.Duration
	died   int
}

// kill runs one command and kills it, and completes what it left.
func (k *editKiller) kill(i int) {
	t := k.t
	command := k.command(i)
	before := contents(t, k.dir)
	after := k.undisturbed(command)

	c, printed := process(k.dir, command...)
	require.NoError(t, c.Start())
	timer := time.AfterFunc(time.Duration(k.random.Int64N(int64(k.takes))), func() { _ = c.Process.Kill() })
	_ = c.Wait()
	timer.Stop()
	if c.ProcessState.ExitCode() != exitOK {
		require.Equal(t, -1, c.ProcessState.ExitCode(), "%v: %s", command, printed)
		k.died++
	}
	now := contents(t, k.dir)
	for name, content := range now {
		if strings.HasPrefix(filepath.Base(name), ".otpgen") || strings.Contains(name, ".otpgen.tmp/") {
			continue
		}
		assert.Contains(t, []string{before[name], after[name]}, content, "run %d: %s is torn", i, name)
	}
	for name := range before {
		assert.Contains(t, now, name, "run %d", i)
	}
	k.complete(i, command, before["otp.yaml"] == now["otp.yaml"])
	assert.Equal(t, after, contents(t, k.dir), "run %d: %v", i, command)
}

// command edits the schema and a handler, or only the handler.
func (k *editKiller) command(i int) []string {
	switch k.random.IntN(3) {
	case 0:
		return []string{"new", "service", fmt.Sprintf("Service%d", i)}
	case 1:
		return []string{"new", "call", fmt.Sprintf("Cart.Call%d", i)}
	}
	schema := read(k.t, k.dir, "otp.yaml")
	put(k.t, k.dir, "otp.yaml", strings.Replace(schema, "calls: {", fmt.Sprintf("calls: {More%d: {args: {at: time.Time}}, ", i), 1))
	return []string{"generate", "--stubs"}
}

// undisturbed is what the command gives if nothing happens to it.
func (k *editKiller) undisturbed(command []string) map[string]string {
	dir := k.t.TempDir()
	require.NoError(k.t, os.CopyFS(dir, os.DirFS(k.dir)))
	began := time.Now()
	c, printed := process(dir, command...)
	require.NoError(k.t, c.Run(), "%s", printed)
	k.takes = time.Since(began)
	return contents(k.t, dir)
}

// complete does what a user would after a run that was killed: the same again
// if the schema is the old one, and else first look what is left to do.
func (k *editKiller) complete(i int, command []string, oldSchema bool) {
	t := k.t
	if command[0] == "new" && oldSchema {
		c, printed := process(k.dir, command...)
		require.NoError(t, c.Run(), "run %d: %s", i, printed)
		return
	}
	c, printed := process(k.dir, "generate")
	require.NoError(t, c.Run(), "run %d: %s", i, printed)
	hidden, err := filepath.Glob(filepath.Join(k.dir, ".otpgen*"))
	require.NoError(t, err)
	assert.Empty(t, hidden, "run %d", i)
	if strings.Contains(printed.String(), "OTP0707") {
		assert.Contains(t, printed.String(), "let otpgen generate --stubs do so", "run %d", i)
		generateIn(t, k.dir, "--stubs")
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	return string(content)
}

// contents is every file below dir.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for name := range treeOf(t, dir) {
		files[name] = read(t, dir, name)
	}
	return files
}

// What a killed edit left beside a schema above the output folder goes with the
// next generate, also if that finds nothing to do.
func TestWhatAKilledEditLeftAboveIsSwept(t *testing.T) {
	t.Parallel()
	f := newFolder(t, map[string]string{"otp.yaml": "out: lib\n" + versions()[0]})
	require.Equal(t, exitOK, f.run("generate"), f.stderr)
	for _, schema := range []string{versions()[0], versions()[1]} {
		f.write(t, "otp.yaml", "out: lib\n"+schema)
		require.NoError(t, os.Mkdir(filepath.Join(f.env.dir, ".otpgen.tmp"), 0o755))
		f.write(t, ".otpgen.tmp/journal", "otp.yaml user "+hashOf("before")+" "+hashOf("after")+"\nend 1\n")
		f.write(t, ".otpgen.tmp/new-0", "after")
		f.write(t, ".otpgen.run", "process 1 on here\n")
		assert.Contains(t, []int{exitOK, exitDrift}, f.run("generate", "--check"), f.stderr)
		assert.FileExists(t, filepath.Join(f.env.dir, ".otpgen.run"), "a check writes nothing")
		require.Equal(t, exitOK, f.run("generate"), f.stderr)
		hidden, err := filepath.Glob(filepath.Join(f.env.dir, ".otpgen*"))
		require.NoError(t, err)
		assert.Empty(t, hidden)
		assert.Equal(t, "out: lib\n"+schema, f.read(t, "otp.yaml"))
	}
}
