package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/report"
)

// generateOptions are the flags of generate.
type generateOptions struct {
	check  bool // write nothing, exit 3 on a difference
	dryRun bool // write nothing, say what would be done
	diff   bool // write nothing, show the difference
	force  bool // overwrite generated files that were edited by hand
	stubs  bool // add to the user's files the methods that they lack
	printing
}

func (o generateOptions) readOnly() bool { return o.check || o.dryRun || o.diff }

func newGenerate(e env) *cobra.Command {
	o := generateOptions{printing: usualPrinting()}
	c := &cobra.Command{
		Use:   "generate [schema]",
		Short: "Generate the Go code that a schema describes",
		Long: `Generate the Go code that a schema describes.

The schema is the file named, or the nearest otp.yaml, searched upward as far
as the folder with go.mod. The code goes beside it, or where its out: says.
Files of yours are written once and never changed again; one that you delete
is written anew if the package needs it. With --stubs, methods that a handler
lacks are added at the end of its file. Generated files that were edited by
hand, and files that otpgen did not write, are left alone, and
then nothing at all is written.

A run writes all or nothing. If it is interrupted before every file is ready,
nothing has changed; afterwards it goes through. If it is killed, each file is
whole, old or new, and the next run completes it.

Exit codes: 0 done, 1 errors in the schema or refused files, 2 usage or
environment, 3 --check found a difference, 70 a bug of otpgen, 130 and 143
interrupted by SIGINT or SIGTERM.`,
		Args: between(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if o.diff && o.format.Format != report.Text {
				return fmt.Errorf("--diff is text and cannot be %s; for that, use --check or --dry-run", o.format.word)
			}
			return generate(c.Context(), e, o, args)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.check, "check", false, "write nothing; list each file that differs and exit with 3 if there is one")
	f.BoolVar(&o.dryRun, "dry-run", false, "write nothing; list what would be written and removed")
	f.BoolVar(&o.diff, "diff", false, "write nothing; print the difference as a unified diff")
	f.BoolVar(&o.force, "force-generated", false, "overwrite generated files that were edited by hand")
	f.BoolVar(&o.stubs, "stubs", false, "add to your files the methods and functions that they lack")
	o.printing.flags(c, "diagnostics and lists")
	c.MarkFlagsMutuallyExclusive("check", "dry-run")
	c.MarkFlagsMutuallyExclusive("check", "force-generated")
	c.MarkFlagsMutuallyExclusive("check", "stubs")
	return c
}
