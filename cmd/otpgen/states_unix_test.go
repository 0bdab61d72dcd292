//go:build unix

package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Something that is no regular file in the place of an output: nothing is
// written, there or where a link leads to.
func TestWhatIsInThePlaceOfAnOutput(t *testing.T) {
	t.Parallel()
	link := func(to string) func(t *testing.T, name string) {
		return func(t *testing.T, name string) { require.NoError(t, os.Symlink(to, name)) }
	}
	obstacles := map[string]struct {
		put  func(t *testing.T, name string)
		kind string
	}{
		"a link within":           {link("notes.go"), "a symbolic link"},
		"a link to another":       {link("order_gen.go"), "a symbolic link"},
		"a link outside":          {link("../canary"), "a symbolic link"},
		"an absolute link":        {link("/etc/hostname"), "a symbolic link"},
		"a link to a folder":      {link("sub"), "a symbolic link"},
		"a link to nothing":       {link("nowhere"), "a symbolic link"},
		"a link to nothing above": {link("../nowhere"), "a symbolic link"},
		"a loop":                  {func(t *testing.T, name string) { link(filepath.Base(name))(t, name) }, "a symbolic link"},
		"a pipe":                  {func(t *testing.T, name string) { require.NoError(t, syscall.Mkfifo(name, 0o644)) }, "a named pipe"},
		"a folder":                {func(t *testing.T, name string) { require.NoError(t, os.Mkdir(name, 0o755)) }, "a folder"},
		"a socket": {func(t *testing.T, name string) {
			// The path of a socket is short, so it is bound by a short one.
			short, err := os.MkdirTemp("", "s")
			require.NoError(t, err)
			l, err := net.Listen("unix", filepath.Join(short, "s"))
			require.NoError(t, err)
			l.(*net.UnixListener).SetUnlinkOnClose(false)
			require.NoError(t, l.Close())
			require.NoError(t, os.Rename(filepath.Join(short, "s"), name))
			require.NoError(t, os.Remove(short))
		}, "a socket"},
	}
	for title, o := range obstacles {
		for _, at := range []string{"cart_gen.go", "otp.lock", ".otpgen.run", ".otpgen.tmp", "shoptest/fixtures_gen.go", "shoptest"} {
			if title == "a folder" && (at == "shoptest" || at == ".otpgen.tmp") {
				continue // as it should be
			}
			t.Run(title+" at "+strings.ReplaceAll(at, "/", "-"), func(t *testing.T) {
				t.Parallel()
				f := stateFolder(t)
				f.write(t, "otp.yaml", versions()[1])
				require.NoError(t, os.RemoveAll(filepath.Join(f.env.dir, at)))
				o.put(t, filepath.Join(f.env.dir, at))
				before := treeOf(t, filepath.Dir(f.env.dir))
				for _, args := range [][]string{{"generate"}, {"generate", "--force-generated"}, {"generate", "--check"}} {
					code := f.run(args...)
					assert.NotEqual(t, exitOK, code)
					assert.Equal(t, before, treeOf(t, filepath.Dir(f.env.dir)), "%v", args)
					if args = args[1:]; len(args) == 0 || args[0] != "--check" {
						assert.Contains(t, f.stderr.String(), at+" is "+o.kind)
					}
				}
			})
		}
	}
}

// The user's own file may be what they like; it is read as far as it leads to
// something, and never edited through a link.
func TestTheUsersFileIsALink(t *testing.T) {
	t.Parallel()
	for title, to := range map[string]string{"within": "sub/cart.txt", "outside": "../canary", "to nothing": "nowhere", "loop": "cart.go"} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			f := stateFolder(t)
			f.write(t, "sub/cart.txt", f.read(t, "cart.go"))
			require.NoError(t, os.Remove(filepath.Join(f.env.dir, "cart.go")))
			require.NoError(t, os.Symlink(to, filepath.Join(f.env.dir, "cart.go")))
			before := f.theirs(t)
			assert.Equal(t, exitOK, f.run("generate"), f.stderr)
			f.write(t, "otp.yaml", strings.Replace(versions()[0], "calls: {", "calls: {More: {}, ", 1))
			before["shop/otp.yaml"] = f.theirs(t)["shop/otp.yaml"]
			f.run("generate", "--stubs")
			harmlessOutput(t, f.stderr, title)
			assert.Equal(t, before, f.theirs(t), "%s", f.stderr)
			info, err := os.Lstat(filepath.Join(f.env.dir, "cart.go"))
			require.NoError(t, err)
			assert.Equal(t, os.ModeSymlink, info.Mode().Type())
		})
	}
}

// A schema may be reached by a link, but must be a file in the end.
func TestWhatIsInThePlaceOfTheSchema(t *testing.T) {
	t.Parallel()
	for title, tt := range map[string]struct {
		put  func(t *testing.T, name string)
		says string
	}{
		"a link":         {func(t *testing.T, name string) { require.NoError(t, os.Symlink("real.yaml", name)) }, ""},
		"a broken link":  {func(t *testing.T, name string) { require.NoError(t, os.Symlink("none.yaml", name)) }, "there is no such file"},
		"a loop":         {func(t *testing.T, name string) { require.NoError(t, os.Symlink("s.yaml", name)) }, "too many levels of symbolic links"},
		"a pipe":         {func(t *testing.T, name string) { require.NoError(t, syscall.Mkfifo(name, 0o644)) }, "it is not a regular file"},
		"a folder":       {func(t *testing.T, name string) { require.NoError(t, os.Mkdir(name, 0o755)) }, "it is a folder"},
		"a device":       {func(t *testing.T, name string) { require.NoError(t, os.Symlink("/dev/zero", name)) }, "it is not a regular file"},
		"standard input": {func(t *testing.T, name string) { require.NoError(t, os.Symlink("/dev/stdin", name)) }, "it is not a regular file"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			put(t, dir, "go.mod", "module example.com/shop\n\ngo 1.26\n")
			put(t, dir, "real.yaml", versions()[0])
			tt.put(t, filepath.Join(dir, "s.yaml"))
			before := treeOf(t, dir)
			c, printed := process(dir, "generate", "s.yaml")
			_ = c.Run()
			if tt.says == "" {
				assert.Equal(t, exitOK, c.ProcessState.ExitCode(), printed)
				generateIn(t, dir, "--check", "s.yaml")
				return
			}
			assert.Equal(t, exitUsage, c.ProcessState.ExitCode(), printed)
			assert.Contains(t, printed.String(), "otpgen: cannot read the schema s.yaml: ")
			assert.Contains(t, printed.String(), tt.says)
			assert.Equal(t, before, treeOf(t, dir))
		})
	}
	dir := t.TempDir()
	c, printed := process(dir, "generate", "/dev/stdin")
	c.Stdin = strings.NewReader(versions()[0])
	require.Error(t, c.Run())
	assert.Contains(t, printed.String(), "it is not a regular file")
}

// Files that are read-only, which a checkout of some version controls leaves,
// are replaced, and stay so.
func TestReadOnlyFiles(t *testing.T) {
	t.Parallel()
	dir := processFolder(t)
	as := ordinary(t, dir)
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && filepath.Base(name) != "otp.yaml" {
			require.NoError(t, os.Chmod(name, 0o444))
		}
	}
	put(t, dir, "otp.yaml", versions()[1])
	code, printed := as("generate", "--stubs")
	assert.Equal(t, exitOK, code, printed)
	for _, name := range []string{"tree_gen.go", "otp.lock"} {
		info, err := os.Stat(filepath.Join(dir, name))
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o444), info.Mode().Perm(), name)
	}
	code, printed = as("generate", "--check")
	assert.Equal(t, exitOK, code, printed)
}

// A file that cannot be read is told by its name.
func TestAFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"otp.yaml", "cart.go", "tree_gen.go", "otp.lock", "go.mod"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := processFolder(t)
			as := ordinary(t, dir)
			if name != "otp.yaml" {
				put(t, dir, "otp.yaml", versions()[1])
			}
			before := treeOf(t, dir)
			require.NoError(t, os.Chmod(filepath.Join(dir, name), 0))
			code, printed := as("generate")
			require.NoError(t, os.Chmod(filepath.Join(dir, name), 0o600))
			assert.Equal(t, exitUsage, code, printed)
			assert.Contains(t, printed, name)
			assert.Contains(t, printed, "permission denied")
			assert.Equal(t, before, treeOf(t, dir))
		})
	}
}

// On a disk that is full every file stays as it was, and no run lock, journal
// or folder is left. To fill one takes root and a small file system; where
// there is none, the disk that fails in memory must do (package write).
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	small := t.TempDir()
	if exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small).Run() != nil {
		t.Log("no file system could be mounted")
		return
	}
	t.Cleanup(func() { assert.NoError(t, exec.Command("umount", small).Run()) })
	put(t, small, "go.mod", "module example.com/shop\n\ngo 1.26\n")
	put(t, small, "otp.yaml", versions()[0])
	generateIn(t, small)
	put(t, small, "otp.yaml", versions()[1])
	filler := filepath.Join(small, "filler")
	failed := 0
	for room := 0; ; room += 4096 {
		fill(t, filler, room)
		before := treeOf(t, small)
		c, printed := process(small, "generate")
		_ = c.Run()
		if c.ProcessState.ExitCode() == exitOK {
			break
		}
		failed++
		assert.Equal(t, exitUsage, c.ProcessState.ExitCode())
		assert.Contains(t, printed.String(), "otpgen: cannot write to .: ")
		assert.Contains(t, printed.String(), "no space left on device")
		require.Equal(t, before, treeOf(t, small), "%d bytes free", room)
		hidden, err := filepath.Glob(filepath.Join(small, ".*"))
		require.NoError(t, err)
		require.Empty(t, hidden)
	}
	assert.Greater(t, failed, 3)
	generateIn(t, small, "--check")
}

// fill writes a file until the disk is full, and then takes room bytes back.
func fill(t *testing.T, name string, room int) {
	t.Helper()
	require.NoError(t, os.RemoveAll(name))
	file, err := os.Create(name)
	require.NoError(t, err)
	size := 0
	for page := make([]byte, 4096); err == nil; {
		n := 0
		n, err = file.Write(page)
		size += n
	}
	require.NoError(t, file.Truncate(int64(max(size-room, 0))))
	require.NoError(t, file.Close())
}
