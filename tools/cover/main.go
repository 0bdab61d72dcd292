// Command cover prints how many of the statements of each package a coverage
// profile has seen run, and fails if it is too few:
//
//	cover -min 95 profile
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

func main() {
	least := flag.Float64("min", 0, "percent of the statements of each package")
	list := flag.Bool("v", false, "list the blocks that did not run")
	flag.Parse()
	text, err := os.ReadFile(flag.Arg(0))
	if err == nil {
		err = report(string(text), *least, *list)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cover:", err)
		os.Exit(1)
	}
}

// block is one run of statements: "example.com/pkg/file.go:3.20,5.3".
type block struct {
	statements int
	ran        bool
}

// figures are those of one package.
type figures struct{ ran, all int }

func (f figures) percent() float64 { return 100 * float64(f.ran) / float64(f.all) }

func report(profile string, least float64, list bool) error {
	blocks, err := parse(profile)
	if err != nil {
		return err
	}
	packages := map[string]figures{}
	for _, at := range slices.Sorted(maps.Keys(blocks)) {
		b, pkg := blocks[at], path.Dir(at[:strings.LastIndex(at, ":")])
		f := packages[pkg]
		f.all += b.statements
		if b.ran {
			f.ran += b.statements
		} else if list && b.statements > 0 {
			fmt.Println(at)
		}
		packages[pkg] = f
	}
	var low []string
	for _, pkg := range slices.Sorted(maps.Keys(packages)) {
		f := packages[pkg]
		fmt.Printf("%5.1f%%  %4d of %4d statements  %s\n", f.percent(), f.ran, f.all, pkg)
		if f.percent() < least {
			low = append(low, pkg)
		}
	}
	if len(low) > 0 {
		return fmt.Errorf("less than %v%%: %s", least, strings.Join(low, ", "))
	}
	return nil
}

// parse reads a profile. Each test binary has written its own line about a block.
func parse(profile string) (map[string]block, error) {
	blocks := map[string]block{}
	for line := range strings.Lines(profile) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "mode:") {
			continue
		}
		words := strings.Fields(line)
		if len(words) != 3 {
			return nil, fmt.Errorf("not a line of a profile: %s", line)
		}
		statements, err := strconv.Atoi(words[1])
		if err != nil {
			return nil, fmt.Errorf("not a line of a profile: %w", err)
		}
		blocks[words[0]] = block{statements, blocks[words[0]].ran || words[2] != "0"}
	}
	if len(blocks) == 0 {
		return nil, fmt.Errorf("an empty profile")
	}
	return blocks, nil
}
