package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
	"github.com/otpgen/otpgen/schema"
)

// shared reports another schema that gives this folder its package: each run
// would remove what the run of the other one wrote. A schema that is gone, or
// generates elsewhere by now, has left the folder to whoever comes next.
func (g *generation) shared() schema.Diagnostics {
	lock, err := write.ParseLock([]byte(write.LastLock(g.folder.FS())))
	if err != nil {
		return nil // which is told when the lock is needed
	}
	var diags schema.Diagnostics
	for _, source := range lock.Sources {
		if other := filepath.Join(g.out, filepath.FromSlash(source)); !sameFile(other, g.source.path) {
			diags = append(diags, g.claimedBy(other)...)
		}
	}
	return diags
}

// sameFile reports whether two names are of one file, by way of links or of a
// disk that takes a and A for the same.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return a == b
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// schemaLike finds the key that every schema has. A lock may name any file
// above it: of one that is no schema, nothing is said or shown.
var schemaLike = regexp.MustCompile(`(?m)^[ \t{]*["']?otp["']?[ \t]*:`)

// claimedBy is a diagnostic if there is a schema called other that generates
// into this folder. One with mistakes in it may do so again tomorrow.
func (g *generation) claimedBy(other string) schema.Diagnostics {
	text, err := readSource(other)
	if err != nil || !schemaLike.Match(text) {
		return nil
	}
	shown, claim := relative(g.env.dir, other), schema.Range{Start: schema.Pos{Line: 1, Column: 1}}
	doc, _ := schema.Parse(shown, text)
	if doc != nil {
		claim = claimOf(doc)
		out := filepath.Join(filepath.Dir(other), filepath.FromSlash(doc.Out.Value))
		if out != g.out || claim == (schema.Range{}) {
			return nil
		}
	}
	g.report.sources[shown] = string(text)
	return schema.Diagnostics{{
		Code: codeShared, Severity: schema.Error, File: relative(g.out, g.source.path), Range: g.claim,
		Message: fmt.Sprintf("%s and %s generate into the same folder", shown, g.source.shown),
		Label:   "the package would go where that of the other schema is",
		Help: fmt.Sprintf("give one of them a folder of its own with out: in the schema; if %s has taken the place of %s, remove %s",
			g.source.shown, shown, shown),
		Related: []schema.Related{{File: shown, Range: claim, Label: "this schema generated there before"}},
	}}
}

// claimOf is what says in a schema where its package goes: out:, or package:
// if it goes beside the schema.
func claimOf(doc *schema.Document) schema.Range {
	if doc.Out.Given() {
		return doc.Out.Range
	}
	return doc.Package.Range
}
