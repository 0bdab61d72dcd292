package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

// commands lists every command. To add one: a file with its constructor, a
// row here, and a script test. cobra adds completion and help by itself.
func commands() []func(env) *cobra.Command {
	return []func(env) *cobra.Command{
		newGenerate,
		newInit,
		newSchema,
		newVersion,
	}
}

// run runs the command that args name and returns the exit code.
func run(e env, args []string) int {
	root := &cobra.Command{
		Use:           "otpgen",
		Short:         "Generate supervised Go programs, after Erlang/OTP, from a YAML schema",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	for _, newCommand := range commands() {
		root.AddCommand(newCommand(e))
	}
	root.SetArgs(args)
	root.SetOut(e.stdout)
	root.SetErr(e.stderr)
	err := root.Execute()
	var code exitCode
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(e.stderr, "otpgen: %v\n", err)
	return exitUsage
}
