package main

import (
	"context"
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
		newNew,
		newSchema,
		newVersion,
	}
}

// run runs the command that args name and returns the exit code.
func run(ctx context.Context, e env, args []string) int {
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
	root.SetHelpCommand(newHelp())
	err := root.ExecuteContext(ctx)
	var code exitCode
	var stopped interrupted
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	}
	e.say("%v", err)
	if errors.As(err, &stopped) {
		return stopped.exitCode()
	}
	return exitUsage
}

// between is how many arguments a command takes; a mistake is answered with the
// line that it should have been.
func between(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fmt.Errorf("something is missing: %s", c.UseLine())
		case len(args) > most:
			return fmt.Errorf("%q is too much: %s", args[most], c.UseLine())
		}
		return nil
	}
}

// newHelp is cobra's help command, but one that knows a mistake for one.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Help about any command",
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err == nil && len(rest) > 0 {
				err = fmt.Errorf("%s has no command %q", about.CommandPath(), rest[0])
			}
			if err != nil {
				return err
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		},
	}
}
