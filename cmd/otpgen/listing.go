package main

import (
	"fmt"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/report"
	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
)

// list prints what a run that only reads is asked for: the difference, what
// would be done, or the state of each file that is not as it should be.
func (g *generation) list(plan *write.Plan) error {
	if err := g.listEdit(); err != nil {
		return err
	}
	for _, it := range plan.Drift() {
		if err := g.listItem(g.show(it.Path), it); err != nil {
			return err
		}
	}
	return nil
}

func (g *generation) listItem(name string, it write.Item) error {
	word := it.State.String()
	if g.options.dryRun {
		word = it.Action.String()
	}
	list := report.Printer{Out: g.env.stdout, Format: g.options.format.Format}
	if g.options.diff {
		return list.Diff(name, it.Have, it.Want)
	}
	return list.List(name, word)
}

// verdict ends a run that only reads.
func (g *generation) verdict(plan *write.Plan) error {
	if refused := plan.With(write.Refuse); len(refused) > 0 && !g.options.check {
		return g.report.failed(g.placed(g.refusals(plan, refused)))
	}
	drift := plan.Drift()
	if len(drift) == 0 {
		return g.summary(plan.Count())
	}
	if !g.options.check {
		return nil
	}
	g.env.say("%s not as %s says; %s", isAre(len(drift)), g.source.shown, wayOut(drift))
	return exitCode(exitDrift)
}

// wayOut says which run changes what differs: where somebody must decide, a
// plain one would be refused, or keep the file.
func wayOut(drift []write.Item) string {
	edited := false
	for _, it := range drift {
		switch it.State {
		case write.Foreign, write.Blocked:
			return "otpgen did not write all that is there: otpgen generate tells how to go on"
		case write.HandEdited, write.StaleEdited:
			edited = true
		}
	}
	if edited {
		return "some were changed by hand: save that (otpgen generate --diff shows it), then run: otpgen generate --force-generated"
	}
	return "to change that, run: otpgen generate"
}

func isAre(n int) string {
	if n == 1 {
		return "1 file is"
	}
	return fmt.Sprintf("%d files are", n)
}
