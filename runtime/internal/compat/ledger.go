package compat

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

// ledger holds statements, differences and proofs against each other.
type ledger struct {
	sections    []Section
	differences map[int]Difference
	tests       map[int][]Test
	recorded    recordings
}

// openLedger reads everything from a repository.
func openLedger(repo fs.FS) (*ledger, error) {
	l := &ledger{differences: map[int]Difference{}}
	var err error
	if l.sections, err = Sections(); err != nil {
		return nil, err
	}
	for _, d := range Differences() {
		if _, twice := l.differences[d.Statement]; twice {
			return nil, fmt.Errorf("statement %d differs twice", d.Statement)
		}
		l.differences[d.Statement] = d
	}
	if l.tests, err = declared(repo); err != nil {
		return nil, err
	}
	l.recorded, err = readRecordings(repo)
	return l, err
}

// check reports every statement without a proof or a difference, and every proof
// and difference without a statement.
func (l *ledger) check() error {
	var wrong []error
	known := map[int]bool{}
	for _, sec := range l.sections {
		for _, s := range sec.Statements {
			known[s.Number] = true
			switch d, differs := l.differences[s.Number]; {
			case l.isProven(s.Number):
			case !differs:
				wrong = append(wrong, fmt.Errorf("statement %d has neither a proof nor a declared difference: %s", s.Number, s.Text))
			case d.Part:
				wrong = append(wrong, fmt.Errorf("statement %d differs in part, but the rest has no proof", s.Number))
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(l.tests)) {
		if !known[n] {
			wrong = append(wrong, fmt.Errorf("%s declares statement %d, which does not exist", l.tests[n][0].Name, n))
		}
	}
	for _, n := range slices.Sorted(maps.Keys(l.recorded.covers)) {
		if !known[n] {
			wrong = append(wrong, fmt.Errorf("%s covers statement %d, which does not exist", l.recorded.covers[n][0].Name, n))
		}
	}
	for _, n := range slices.Sorted(maps.Keys(l.differences)) {
		if !known[n] {
			wrong = append(wrong, fmt.Errorf("the difference of statement %d, which does not exist", n))
		}
	}
	return errors.Join(wrong...)
}

func (l *ledger) isProven(n int) bool { return len(l.tests[n])+len(l.recorded.covers[n]) > 0 }

// counts is how many statements there are of each kind.
type counts struct {
	all, byScenarios, byTests int // the last two hold in full
	inPart, differ            int
}

func (l *ledger) counts(sections []Section) counts {
	var c counts
	for _, sec := range sections {
		for _, s := range sec.Statements {
			c.all++
			switch d, differs := l.differences[s.Number]; {
			case differs && d.Part:
				c.inPart++
			case differs:
				c.differ++
			case len(l.recorded.covers[s.Number]) > 0:
				c.byScenarios++
			case len(l.tests[s.Number]) > 0:
				c.byTests++
			}
		}
	}
	return c
}

// testsOf returns the tests that prove a statement, sorted.
func (l *ledger) testsOf(n int) []Test {
	return slices.SortedFunc(slices.Values(l.tests[n]), func(a, b Test) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Name, b.Name))
	})
}
