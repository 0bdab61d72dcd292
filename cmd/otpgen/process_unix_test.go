//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// nobody is an ordinary user, whom permissions bind.
const nobody = 65534

// ordinary makes dir and all in it an ordinary user's, and returns how to run
// the command as that user. For who is one already that changes nothing.
func ordinary(t *testing.T, dir string) func(args ...string) (code int, printed string) {
	t.Helper()
	root := os.Geteuid() == 0
	command := os.Args[0]
	if root {
		command = filepath.Join(t.TempDir(), "otpgen")
		content, err := os.ReadFile(os.Args[0])
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(command, content, 0o755))
		for _, d := range []string{command, dir} {
			require.NoError(t, os.Chmod(filepath.Dir(filepath.Dir(d)), 0o755))
			require.NoError(t, os.Chmod(filepath.Dir(d), 0o755))
		}
		require.NoError(t, exec.Command("chown", "-R", "65534:65534", dir).Run())
	}
	return func(args ...string) (int, string) {
		c, printed := process(dir, args...)
		c.Path = command
		if root {
			c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		_ = c.Run()
		return c.ProcessState.ExitCode(), printed.String()
	}
}

func TestAReadOnlyFolder(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{".", "shoptest"} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			dir := processFolder(t)
			as := ordinary(t, dir)
			closed := filepath.Join(dir, folder)
			require.NoError(t, os.Chmod(closed, 0o555))
			t.Cleanup(func() { assert.NoError(t, os.Chmod(closed, 0o755)) })
			code, printed := as("generate")
			assert.Equal(t, exitOK, code, "with nothing to do no permission is needed: %s", printed)

			put(t, dir, "otp.yaml", versions()[1])
			before := treeOf(t, dir)
			code, printed = as("generate")
			assert.Equal(t, exitUsage, code)
			assert.Contains(t, printed, "otpgen: cannot write to .: ")
			assert.Contains(t, printed, "permission denied")
			assert.Equal(t, before, treeOf(t, dir))
			names, err := filepath.Glob(filepath.Join(dir, ".*"))
			require.NoError(t, err)
			assert.Empty(t, names)
		})
	}
}

func TestAFolderThatGoesWhileOtpgenRuns(t *testing.T) {
	t.Parallel()
	for title, change := range map[string]func(t *testing.T, dir string){
		"removed": func(t *testing.T, dir string) { require.NoError(t, os.RemoveAll(dir)) },
		"moved":   func(t *testing.T, dir string) { require.NoError(t, os.Rename(dir, dir+"2")) },
		"replaced by a link": func(t *testing.T, dir string) {
			require.NoError(t, os.Rename(dir, dir+"2"))
			require.NoError(t, os.Mkdir(dir+"3", 0o755))
			require.NoError(t, os.Symlink(dir+"3", dir))
		},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{"otp.yaml": "out: out\n" + versions()[0]})
			require.Equal(t, exitOK, f.run("generate"), f.stderr)
			f.write(t, "otp.yaml", "out: out\n"+versions()[1])
			inner, before := f.env.generate, map[string]string(nil)
			f.env.generate = func(name string, src []byte, o generator.Options) (*generator.Result, schema.Diagnostics) {
				change(t, filepath.Join(f.env.dir, "out"))
				before = treeOf(t, f.env.dir)
				return inner(name, src, o)
			}
			assert.Equal(t, exitUsage, f.run("generate"))
			assert.Contains(t, f.stderr.String(), "cannot write to out: the folder was moved or replaced while otpgen ran")
			assert.Equal(t, before, treeOf(t, f.env.dir))
		})
	}
}

// What has a second name outside keeps it, with the old content.
func TestAHardLinkInThePlaceOfAnOutput(t *testing.T) {
	t.Parallel()
	dir, canary := processFolder(t), filepath.Join(t.TempDir(), "canary")
	require.NoError(t, os.Link(filepath.Join(dir, "tree_gen.go"), canary))
	before, err := os.ReadFile(canary)
	require.NoError(t, err)
	put(t, dir, "otp.yaml", versions()[1])
	generateIn(t, dir)
	got, err := os.ReadFile(canary)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(got))
	assert.NotEqual(t, treeOf(t, dir)["tree_gen.go"], treeOf(t, filepath.Dir(canary))["canary"])
}

func TestANamedPipeInThePlaceOfAnOutput(t *testing.T) {
	t.Parallel()
	f := newFolder(t, map[string]string{"otp.yaml": versions()[0]})
	require.Equal(t, exitOK, f.run("generate"))
	require.NoError(t, syscall.Mkfifo(filepath.Join(f.env.dir, "other_gen.go"), 0o644))
	require.Equal(t, exitOK, f.run("generate"), "elsewhere it is nobody's business")
	for _, name := range []string{"tree_gen.go", "otp.lock", ".otpgen.run", ".otpgen.tmp"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{"otp.yaml": versions()[0]})
			require.NoError(t, syscall.Mkfifo(filepath.Join(f.env.dir, name), 0o644))
			assert.Contains(t, []int{exitDiagnostics, exitUsage}, f.run("generate"))
			assert.Contains(t, f.stderr.String(), name+" is a named pipe")
			entries, err := os.ReadDir(f.env.dir)
			require.NoError(t, err)
			assert.Len(t, entries, 3, "go.mod, otp.yaml and the pipe")
		})
	}
}
