package compat

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Section is a part of the page.
type Section struct {
	Title      string // "B. Restart types"
	Statements []Statement
}

// Statement is one thing that OTP does, or, from number 401, that we add.
type Statement struct {
	Number int
	Text   string // one sentence or two, in the words of package otp
	Source string // the test case of OTP or Elixir that it comes from; "" if read from their source
}

//go:embed statements.txt
var statementsText string

// Sections returns all statements.
func Sections() ([]Section, error) { return parseStatements(statementsText) }

var (
	statementLine = regexp.MustCompile(`^(\d+) (.+)$`)
	sourceLine    = regexp.MustCompile(`^  ([\w.]+: .+)$`)
)

// parseStatements reads "# Section", "16 Text of the statement" and, indented by
// two, more of the text or, from a line "  suite: cases" on, its source.
func parseStatements(text string) ([]Section, error) {
	var all []Section
	seen := map[int]bool{}
	for i, line := range strings.Split(text, "\n") {
		wrong := func(what string) error { return fmt.Errorf("statements.txt:%d: %s: %q", i+1, what, line) }
		if title, ok := strings.CutPrefix(line, "# "); ok {
			all = append(all, Section{Title: title})
			continue
		}
		if line == "" {
			continue
		}
		if len(all) == 0 {
			return nil, wrong("before the first section")
		}
		in := &all[len(all)-1]
		if m := statementLine.FindStringSubmatch(line); m != nil {
			n, err := strconv.Atoi(m[1])
			if err != nil || seen[n] {
				return nil, wrong("a number that is not new")
			}
			seen[n] = true
			in.Statements = append(in.Statements, Statement{Number: n, Text: m[2]})
			continue
		}
		more, indented := strings.CutPrefix(line, "  ")
		if !indented || len(in.Statements) == 0 {
			return nil, wrong("neither a section nor a statement")
		}
		last := &in.Statements[len(in.Statements)-1]
		if last.Source != "" || sourceLine.MatchString(line) {
			last.Source = strings.TrimSpace(last.Source + " " + more)
		} else {
			last.Text += " " + more
		}
	}
	return all, nil
}
