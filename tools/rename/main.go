// Command rename gives the module another path, in every file that names it.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

func main() {
	if len(os.Args) != 2 || os.Args[1] == "" {
		fmt.Fprintln(os.Stderr, "usage: make rename MODULE=example.com/your/otpgen")
		os.Exit(2)
	}
	if err := run("..", os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "rename:", err)
		os.Exit(1)
	}
}

var validModule = regexp.MustCompile(`^[a-z0-9.-]+(/[A-Za-z0-9._~-]+)*$`)

func run(root, to string) error {
	if !validModule.MatchString(to) {
		return fmt.Errorf("%q is not a module path", to)
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	line, _, _ := strings.Cut(string(mod), "\n")
	from := strings.TrimSpace(strings.TrimPrefix(line, "module "))
	if from == to {
		fmt.Println("the module is", to, "already")
		return nil
	}
	out, err := exec.Command("git", "-C", root, "ls-files", "-z").Output()
	if err != nil {
		return fmt.Errorf("git ls-files: %w", err)
	}
	changed := 0
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		ok, err := replace(filepath.Join(root, name), from, to)
		if err != nil {
			return err
		}
		if ok {
			changed++
		}
	}
	fmt.Printf("%s -> %s in %d files\n", from, to, changed)
	// Import blocks are sorted by path, so gofmt has to look at them again.
	cmd := exec.Command("sh", "-c", "gofmt -w $(git ls-files '*.go')")
	cmd.Dir, cmd.Stdout, cmd.Stderr = root, os.Stdout, os.Stderr
	return cmd.Run()
}

// replace rewrites one file where it names the module; recorded traces and
// checksums of other modules do not.
func replace(path, from, to string) (bool, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return false, err
	}
	if !bytes.Contains(content, []byte(from)) {
		return false, nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	return true, os.WriteFile(path, bytes.ReplaceAll(content, []byte(from), []byte(to)), info.Mode().Perm())
}
