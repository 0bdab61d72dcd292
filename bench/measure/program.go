package measure

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/otpgen/otpgen/bench/work"
)

// program is the file of a program that calls [Main].
type program string

// measure has it measure a row once.
func (p program) measure(workload, row, time string) (work.Figures, error) {
	figures := work.Figures{}
	return figures, p.ask(&figures, "-workload", workload, "-row", row, "-time", time)
}

// ask runs it, and reads the JSON that it prints.
func (p program) ask(answer any, args ...string) error {
	out, err := exec.Command(string(p), args...).Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return fmt.Errorf("%s: %w: %s", filepath.Base(string(p)), err, exit.Stderr)
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(out, answer); err != nil {
		return fmt.Errorf("%s printed %q: %w", filepath.Base(string(p)), out, err)
	}
	return nil
}

// description is what a program says of the rows that it can measure.
type description struct {
	Name, Version string
	Knows         []string
	Cannot        map[string]string
}

func describe(r *Runner) []description {
	var list []description
	for _, c := range r.Contenders {
		d := description{Name: c.Name, Cannot: c.Cannot}
		if c.Version != nil {
			d.Version = c.Version()
		}
		for _, w := range r.Workloads {
			if w.Of(c) {
				d.Knows = append(d.Knows, w.Name)
			}
		}
		list = append(list, d)
	}
	return list
}

// programs are the rows of all programs in a folder. Frameworks are measured in
// programs of their own, since some cannot be linked into one.
func programs(dir string) ([]work.Contender, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var list []work.Contender
	for _, e := range entries {
		p := program(filepath.Join(dir, e.Name()))
		var rows []description
		if err := p.ask(&rows, "-describe"); err != nil {
			return nil, err
		}
		for _, d := range rows {
			list = append(list, work.Contender{
				Name: d.Name, Version: func() string { return d.Version }, Knows: d.Knows, Cannot: d.Cannot,
				Elsewhere: func(workload, time string) (work.Figures, error) { return p.measure(workload, d.Name, time) },
			})
		}
	}
	return list, nil
}
