package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/report"
	"github.com/otpgen/otpgen/schema"
)

// reporter prints diagnostics where the format belongs: text is a remark, what
// a machine asked for is the product.
type reporter struct {
	env     env
	format  report.Format
	sources map[string]string // by the name that diagnostics have
	limited bool
	left    int // diagnostics that may still be printed, if limited
}

func newReporter(e env, p printing) *reporter {
	return &reporter{env: e, format: p.format.Format, sources: map[string]string{}, limited: p.most > 0, left: int(p.most)}
}

// addSources makes files known, whose names show makes those of diagnostics.
func (r *reporter) addSources(show func(string) string, contents map[string]string) {
	for name, content := range contents {
		r.sources[show(name)] = content
	}
}

func (r *reporter) diagnostics(diags schema.Diagnostics) error {
	out := r.env.stdout
	if r.format == report.Text {
		out = r.env.stderr
	}
	shown := slices.Clone(diags)
	shown.Sort()
	if r.limited {
		shown = shown[:min(r.left, len(shown))]
		r.left -= len(shown)
	}
	if err := (report.Printer{Out: out, Format: r.format, Colour: r.env.colour, Source: r.sources}).Print(shown); err != nil {
		return err
	}
	if hidden := len(diags) - len(shown); hidden > 0 {
		r.env.say("not shown: %d more; --max-errors 0 shows all", hidden)
	}
	return nil
}

// failed prints diagnostics that end the run.
func (r *reporter) failed(diags schema.Diagnostics) error {
	if err := r.diagnostics(diags); err != nil {
		return err
	}
	errors, warnings := 0, 0
	for _, d := range diags {
		if d.Severity == schema.Error {
			errors++
		} else {
			warnings++
		}
	}
	counts := []string{plural(errors, "error")}
	if errors >= schema.MaxReported {
		counts[0] += " or more"
	}
	if warnings > 0 {
		counts = append(counts, plural(warnings, "warning"))
	}
	r.env.say("%s; nothing was written", strings.Join(counts, ", "))
	return exitCode(exitDiagnostics)
}

// plural is "1 file" or "2 files".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
