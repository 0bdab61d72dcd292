package main

import (
	"github.com/spf13/cobra"

	"github.com/otpgen/otpgen/schema"
)

func newSchema(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of otp.yaml, for editors",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := e.stdout.Write(schema.JSONSchema())
			return err
		},
	}
}
