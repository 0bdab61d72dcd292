package main

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/report"
)

// printing is how diagnostics are printed: flags of every command that has some.
type printing struct {
	format formatFlag
	most   mostFlag
}

func usualPrinting() printing {
	return printing{format: formatFlag{report.Text, "text"}, most: 100}
}

// flags adds the flags to a command, whose defaults are what p holds. What has
// the format is said by what.
func (p *printing) flags(c *cobra.Command, what string) {
	c.Flags().Var(&p.most, "max-errors", "how many errors and warnings to print; 0 is all")
	c.Flags().Var(&p.format, "format", "of "+what+": "+strings.Join(report.Formats(), ", "))
	if err := c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(report.Formats(), cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic("otpgen: internal: " + err.Error())
	}
}

// formatFlag is the value of --format.
type formatFlag struct {
	report.Format
	word string
}

func (f *formatFlag) String() string { return f.word }
func (f *formatFlag) Type() string   { return "format" }

func (f *formatFlag) Set(word string) error {
	parsed, err := report.ParseFormat(word)
	if err != nil {
		return err
	}
	*f = formatFlag{parsed, word}
	return nil
}

// mostFlag is the value of --max-errors: how many diagnostics are printed, 0
// for all.
type mostFlag int

func (m *mostFlag) String() string { return strconv.Itoa(int(*m)) }
func (m *mostFlag) Type() string   { return "number" }

func (m *mostFlag) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return errors.New("write how many to print, or 0 for all")
	}
	*m = mostFlag(n)
	return nil
}
