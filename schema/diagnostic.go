package schema

import (
	"cmp"
	"slices"
)

// Pos is a place in the schema: Line and Column count from 1, Column in
// characters as editors show it. The zero Pos is unknown.
type Pos struct {
	Line, Column int
}

// Range is from Start up to, but not including, End.
type Range struct {
	Start, End Pos
}

// Severity says whether generation can go on.
type Severity int

// The severities; the zero value is invalid.
const (
	_ Severity = iota
	Error
	Warning
)

// String is the word printed before the code.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	}
	panic("otpgen: internal: invalid severity")
}

// Related is a second place that matters, with what it is.
type Related struct {
	File  string // "" for that of the diagnostic
	Range Range
	Label string
}

// Diagnostic is one mistake of the user: where, what, and what to do.
type Diagnostic struct {
	Code     string // stable, "OTP0203"
	Severity Severity
	File     string
	Range    Range
	Message  string // what is wrong, one line without a final stop
	Label    string // what stands under the caret, "" for nothing
	Help     string // what to do, "" only if Message says it
	Related  []Related
}

// Diagnostics is everything found by one stage.
type Diagnostics []Diagnostic

// HasErrors reports whether generation must stop.
func (d Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(d, func(x Diagnostic) bool { return x.Severity == Error })
}

// Sort orders by position, then code, then message, so that output is stable.
func (d Diagnostics) Sort() {
	slices.SortStableFunc(d, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Range.Start.Line, b.Range.Start.Line),
			cmp.Compare(a.Range.Start.Column, b.Range.Start.Column),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// compareRanges orders by where ranges start.
func compareRanges(a, b Range) int {
	return cmp.Or(cmp.Compare(a.Start.Line, b.Start.Line), cmp.Compare(a.Start.Column, b.Start.Column))
}
