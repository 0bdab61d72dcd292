package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/otpgen/otpgen/schema"
)

func newNew(e env) *cobra.Command {
	c := &cobra.Command{
		Use:   "new",
		Short: "Add a service, supervisor, call or cast to a schema, and generate",
		Long: `Add a service, supervisor, call or cast to a schema, and generate.

The text of the schema is edited, not written anew: comments, blank lines and
order stay. What is generated, and methods that a handler lacks, are written
with it, all or nothing.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return fmt.Errorf("say what is new: otpgen new %s", strings.Join(newKinds(c), " | "))
		},
	}
	c.AddCommand(
		newProcess(e, schema.NewService, "service", "a service and its place under a supervisor"),
		newProcess(e, schema.NewSupervisor, "supervisor", "a supervisor and its place under another"),
		newMessage(e, schema.NewCall, "call", "a call, which its caller waits for"),
		newMessage(e, schema.NewCast, "cast", "a cast, which nobody waits for"),
	)
	return c
}

func newKinds(c *cobra.Command) []string {
	var kinds []string
	for _, sub := range c.Commands() {
		kinds = append(kinds, sub.Name())
	}
	return kinds
}

// newOptions are the flags of every new.
type newOptions struct {
	addition schema.Addition
	dryRun   bool
	printing
}

func newProcess(e env, kind schema.AdditionKind, word, what string) *cobra.Command {
	o := newOptions{addition: schema.Addition{Kind: kind}}
	c := o.command(e, word+" NAME [schema]", "Add "+what, func(name string) error {
		o.addition.Name = name
		return nil
	})
	c.Flags().StringVar(&o.addition.In, "in", "", "the supervisor that gets it as its last child; the root by default")
	complete := func(_ *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		return supervisorNames(e), cobra.ShellCompDirectiveNoFileComp
	}
	if err := c.RegisterFlagCompletionFunc("in", complete); err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	return c
}

func newMessage(e env, kind schema.AdditionKind, word, what string) *cobra.Command {
	o := newOptions{addition: schema.Addition{Kind: kind}}
	c := o.command(e, word+" SERVICE.NAME [schema]", "Add "+what, func(name string) error {
		service, message, ok := strings.Cut(name, ".")
		if !ok {
			return fmt.Errorf("%q does not say of which service it is: write SERVICE.%s", name, name)
		}
		o.addition.Service, o.addition.Name = service, message
		return nil
	})
	c.ValidArgsFunction = func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveDefault
		}
		return serviceNames(e), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
	return c
}

// command has the flags that all have in common; take reads the name.
func (o *newOptions) command(e env, use, short string, take func(name string) error) *cobra.Command {
	o.printing = usualPrinting()
	c := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  between(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := take(args[0]); err != nil {
				return err
			}
			return add(c.Context(), e, *o, args[1:])
		},
	}
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "write nothing; print the difference as a unified diff")
	o.printing.flags(c, "diagnostics")
	return c
}

// add edits the schema and generates.
func add(ctx context.Context, e env, o newOptions, args []string) error {
	began := time.Now()
	return untilSettled(func() error { return addOnce(ctx, e, o, args, began) })
}

func addOnce(ctx context.Context, e env, o newOptions, args []string, began time.Time) error {
	src, err := openSource(e, args)
	if err != nil {
		return err
	}
	g := &generation{
		env: e, source: src, began: began, report: newReporter(e, o.printing),
		options: generateOptions{diff: o.dryRun, stubs: true, printing: o.printing},
	}
	g.report.sources[src.shown] = string(src.text)
	text, diags := schema.Add(src.shown, src.text, o.addition)
	if diags.HasErrors() {
		return g.report.failed(diags)
	}
	g.edit, g.added = newEdit(src, text), o.addition
	g.source.text = text
	if err := g.generate(ctx); err != nil {
		return err
	}
	if !o.dryRun {
		e.say("%s has %s", src.shown, described(o.addition))
	}
	return nil
}

// described says in words what an addition added.
func described(a schema.Addition) string {
	place := "below the root"
	if a.In != "" {
		place = "below " + a.In
	}
	switch a.Kind {
	case schema.NewService:
		return "the service " + a.Name + ", " + place
	case schema.NewSupervisor:
		return "the supervisor " + a.Name + ", " + place
	case schema.NewCall:
		return "the call " + a.Name + " of " + a.Service
	case schema.NewCast:
		return "the cast " + a.Name + " of " + a.Service
	}
	panic("otpgen: internal: invalid kind of addition")
}

// application is the nearest schema, for completion; nil if there is none
// without errors.
func application(e env) *schema.Application {
	src, err := openSource(e, nil)
	if err != nil {
		return nil
	}
	doc, _ := schema.Parse(src.shown, src.text)
	app, _ := schema.Resolve(doc)
	return app
}

func supervisorNames(e env) []string {
	var names []string
	if app := application(e); app != nil {
		for _, s := range app.Supervisors {
			names = append(names, s.Name)
		}
	}
	return names
}

// serviceNames are the services, each with the dot before a message.
func serviceNames(e env) []string {
	var names []string
	if app := application(e); app != nil {
		for _, s := range app.Services {
			names = append(names, s.Name+".")
		}
	}
	return names
}
