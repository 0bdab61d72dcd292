package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newVersion(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of otpgen",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			line := "otpgen " + e.build.version
			if e.build.revision != "" {
				line += " " + e.build.revision
			}
			_, err := fmt.Fprintln(e.stdout, line)
			return err
		},
	}
}
