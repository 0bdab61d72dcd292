package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/conform"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
	"github.com/otpgen/otpgen/schema"
)

// The codes of diagnostics about files on disk; those about what the files
// hold are conform's.
const (
	codeHandEdited  = "OTP0701"
	codeForeign     = "OTP0702"
	codeBlocked     = "OTP0703"
	codeLock        = "OTP0704"
	codeStaleEdited = "OTP0705"
	codeOut         = "OTP0720"
	codeElsewhere   = "OTP0721"
	codeShared      = "OTP0722"
	codeTwin        = "OTP0723"
)

// codes lists every diagnostic that is the command's own, by number.
func codes() []schema.CodeInfo {
	return slices.Concat([]schema.CodeInfo{
		{Code: codeHandEdited, Severity: schema.Error, Title: "a generated file was changed by hand"},
		{Code: codeForeign, Severity: schema.Error, Title: "a file that otpgen did not write is in the way"},
		{Code: codeBlocked, Severity: schema.Error, Title: "something that is not a regular file is in the way"},
		{Code: codeLock, Severity: schema.Error, Title: "otp.lock cannot be read"},
		{Code: codeStaleEdited, Severity: schema.Warning, Title: "a file that is no longer generated was changed by hand"},
	}, conform.Codes(), []schema.CodeInfo{
		{Code: codeOut, Severity: schema.Error, Title: "the output folder cannot hold a package"},
		{Code: codeElsewhere, Severity: schema.Warning, Title: "the package was generated elsewhere before"},
		{Code: codeShared, Severity: schema.Error, Title: "two schemas give one folder their package"},
		{Code: codeTwin, Severity: schema.Error, Title: "a file differs from an output only in case"},
	}, conform.LaterCodes())
}

// refused is an error if the plan refuses a file.
func (g *generation) refused(plan *write.Plan) error {
	items := plan.With(write.Refuse)
	if len(items) == 0 {
		return nil
	}
	return diagnosed(g.refusals(plan, items))
}

// refusals says for each refused file what is wrong with it, and the way out.
func (g *generation) refusals(plan *write.Plan, items []write.Item) schema.Diagnostics {
	var diags schema.Diagnostics
	same := write.SameInputs(g.folder.FS(), g.digest())
	for _, it := range items {
		g.report.sources[g.show(it.Path)] = string(it.Have)
		switch it.State {
		case write.HandEdited:
			diags = append(diags, handEdited(plan, it, same))
		case write.Foreign:
			diags = append(diags, foreign(it))
		case write.Blocked:
			diags = append(diags, schema.Diagnostic{
				Code: codeBlocked, Severity: schema.Error, File: it.Path,
				Message: it.Obstacle + ", and otpgen writes only regular files in real folders",
				Help:    "remove it, or move it out of the way",
			})
		default:
			panic("otpgen: internal: a file is refused for no reason: " + it.State.String())
		}
	}
	return diags
}

// handEdited points at the first difference only if the last run had the same
// inputs: a schema that has changed makes differences of its own.
func handEdited(plan *write.Plan, it write.Item, sameInputs bool) schema.Diagnostic {
	home := "a file of yours"
	own := strings.TrimSuffix(it.Path, "_gen.go") + ".go"
	if slices.ContainsFunc(plan.Items, func(o write.Item) bool { return o.Path == own && o.Owner == write.User }) {
		home = own
	}
	help := fmt.Sprintf("move the change to %s or to the schema (otpgen generate --diff shows it), unless nobody but a merge made it; then overwrite the file with: otpgen generate --force-generated", home)
	if it.Merged() {
		help = "a merge left it, and part of it is neither known nor generated again: if that can go, take one side of it with git checkout --ours or --theirs, or run: otpgen generate --force-generated"
	}
	d := schema.Diagnostic{
		Code: codeHandEdited, Severity: schema.Error, File: it.Path,
		Message: it.Path + " is generated, but was changed by hand",
		Help:    help,
	}
	if sameInputs {
		d.Range, d.Label = firstDifference(it.Have, it.Want), "here it differs from what the schema gives"
	}
	return d
}

func foreign(it write.Item) schema.Diagnostic {
	if it.Twin != "" {
		return schema.Diagnostic{
			Code: codeTwin, Severity: schema.Error, File: it.Twin,
			Message: fmt.Sprintf("%s differs only in case from %s, which otpgen would write", it.Twin, it.Path),
			Help:    "rename or remove it: not every disk can hold both, so a checkout would lose one of them",
		}
	}
	d := schema.Diagnostic{
		Code: codeForeign, Severity: schema.Error, File: it.Path,
		Range:   schema.Range{Start: schema.Pos{Line: 1, Column: 1}},
		Message: it.Path + " is in the place of a generated file, but otpgen did not write it",
		Help:    "remove or rename it, or give the generated package another folder with out: in the schema",
	}
	if it.Ours() {
		d.Message = it.Path + " is not what the schema gives, and " + write.LockName + " does not list it"
		d.Help = "it looks generated; if it is, overwrite it with: otpgen generate --force-generated; else remove or rename it"
	}
	return d
}

func lockUnreadable(e *write.LockError) schema.Diagnostic {
	at := schema.Pos{Line: e.Line, Column: 1}
	return schema.Diagnostic{
		Code: codeLock, Severity: schema.Error, File: write.LockName, Range: schema.Range{Start: at, End: at},
		Message: write.LockName + " " + e.Problem(),
		Help:    "restore the file from version control; or remove it and run: otpgen generate --force-generated",
	}
}

// keptStale warns of each file that would be removed, had nobody changed it.
func keptStale(plan *write.Plan) schema.Diagnostics {
	var diags schema.Diagnostics
	for _, it := range plan.With(write.Keep) {
		if it.State == write.StaleEdited {
			diags = append(diags, schema.Diagnostic{
				Code: codeStaleEdited, Severity: schema.Warning, File: it.Path,
				Message: it.Path + " is no longer generated, but was changed by hand, so it stays",
				Help:    "save what you need of it and remove it",
			})
		}
	}
	return diags
}

// firstDifference is the first line of have that is not as in want, from
// where it differs to its end.
func firstDifference(have, want []byte) schema.Range {
	haveLines, wantLines := lines(have), lines(want)
	n := 0
	for n < len(haveLines) && n < len(wantLines) && bytes.Equal(haveLines[n], wantLines[n]) {
		n++
	}
	var line, other []rune
	if n < len(haveLines) {
		line = []rune(string(haveLines[n]))
	}
	if n < len(wantLines) {
		other = []rune(string(wantLines[n]))
	}
	column := 0
	for column < len(line) && column < len(other) && line[column] == other[column] {
		column++
	}
	return schema.Range{
		Start: schema.Pos{Line: n + 1, Column: column + 1},
		End:   schema.Pos{Line: n + 1, Column: len(line) + 1},
	}
}

func lines(content []byte) [][]byte {
	return bytes.Split(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")), []byte("\n"))
}
