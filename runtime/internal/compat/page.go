package compat

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// PagePath is where the page is.
const PagePath = "docs/otp-compatibility.md"

// differentialPath is where the run of a million random scenarios is described, once it has been made.
const differentialPath = "runtime/internal/compat/million.md"

// Page makes the page from what the tests of a repository declare. The error
// lists the statements that have neither a proof nor a declared difference, and
// the declarations that cannot be true; the page is made all the same if it can.
func Page(repo fs.FS) (string, error) {
	l, err := openLedger(repo)
	if err != nil {
		return "", err
	}
	p := printer{ledger: l}
	p.head()
	p.recordings()
	p.random(repo)
	p.reasons()
	for _, s := range l.sections {
		p.section(s)
	}
	return p.out.String(), l.check()
}

// printer writes the page.
type printer struct {
	*ledger
	out strings.Builder
}

func (p *printer) f(format string, args ...any) { fmt.Fprintf(&p.out, format, args...) }

func (p *printer) head() {
	otp, ours := p.split()
	n, o := p.counts(otp), p.counts(ours)
	p.f(`<!-- Made by make compatibility from what the tests declare. Do not edit. -->

# Compatibility with Erlang/OTP

What supervisor, gen_server, gen_statem, DynamicSupervisor, Registry,
PartitionSupervisor, Task.Supervisor and start_supervised do, as numbered
statements, and what shows that package otp does the same. A *scenario* is a
supervision tree and steps done to it, with the trace that the real Erlang/OTP
printed; it is played on real processes and must come out equal, event by event.
A *test* declares the statements that it proves. The page is made from these
declarations, and a test fails if a statement has neither a proof nor a reason to
differ.

| statements about OTP | %d |
| --- | --- |
| proven by scenarios | %d |
| proven by tests | %d |
| proven, but for a part that differs | %d |
| different | %d |

`, n.all, n.byScenarios, n.byTests, n.inPart, n.differ)
	if o.all > 0 {
		p.f("%d more statements, from number %d on, are about what is ours beyond OTP.\n\n", o.all, firstOurs)
	}
	p.f("A number stays with its statement. Groups were numbered with room to grow: those in between are unused.\n\n")
}

// firstOurs is where the numbers begin of what OTP does not have.
const firstOurs = 401

// split tells statements about OTP from those about what is ours.
func (p *printer) split() (otp, ours []Section) {
	for _, s := range p.sections {
		if len(s.Statements) > 0 && s.Statements[0].Number >= firstOurs {
			ours = append(ours, s)
		} else {
			otp = append(otp, s)
		}
	}
	return otp, ours
}

func (p *printer) recordings() {
	p.f(`## What the traces were recorded on

OTP 25 is 25.2.3, 27 is 27.3.4 and 29 is 29.1.1; the dynamic supervisors are
Elixir's. A file names the release that recorded it, by its stdlib, and those on
which it was recorded again and was the same. What is said of Elixir alone was
read in its version 1.21. Where releases differ, we follow the newest.

| scenarios | number | recorded on OTP | the same on | Elixir |
| --- | --- | --- | --- | --- |
`)
	all := 0
	for _, f := range p.recorded.folders {
		all += f.count
		p.f("| [%s](../%s/%s) | %d | %s | %s | %s |\n", f.name, corpus, f.name, f.count, f.recorded, cmp.Or(f.again, "-"), cmp.Or(f.elixir, "-"))
	}
	p.f(`
Together %d, of which %d are not applicable: a dynamic supervisor has no
automatic shutdown here. `+"`go test ./runtime -run TestVectors -v`"+` plays them and counts.

`, all, p.recorded.left)
	for _, f := range p.recorded.states {
		p.f("State machines: [%s](../%s), %d scenarios of gen_statem in OTP %s.\n\n", path.Base(f.name), f.name, f.count, f.release)
	}
	p.f(`A scenario or a test is linked where it says itself that it shows a statement;
that is a reader's judgement, and the links are there to be followed. What each
kind of proof can show, and what not, is in [ADR 15](adr/0015-proof.md).

`)
}

// random tells of the scenarios that were made and compared at random.
func (p *printer) random(repo fs.FS) {
	p.f("## Random scenarios, compared with a live Erlang\n\n" +
		"`make otp-diff N=100000` makes scenarios from a seed, plays them on the installed\n" +
		"Erlang/OTP and here, and prints the first difference, made small. What it leaves\n" +
		"out, and why, is in [ADR 9](adr/0009-differential-testing.md).\n\n")
	text, err := fs.ReadFile(repo, differentialPath)
	if err != nil {
		text = []byte("The figures of a run of a million are not recorded yet.")
	}
	p.f("%s\n\n", strings.TrimSpace(string(text)))
}

func (p *printer) reasons() {
	p.f(`## Why something differs

There is no other reason than these. One thing is not listed line by line: where
Erlang or Elixir ends, or raises in, a process whose request has failed, a
function here returns an error, and the process decides. The statements say
"fails" for both.

| reason | statements |
| --- | --- |
`)
	for w := NoKill; w < whyEnd; w++ {
		var numbers []string
		for _, sec := range p.sections {
			for _, s := range sec.Statements {
				if d, ok := p.differences[s.Number]; ok && d.Why == w {
					numbers = append(numbers, fmt.Sprintf("[%d](#%d)", s.Number, s.Number))
				}
			}
		}
		p.f("| %s | %s |\n", w, strings.Join(numbers, ", "))
	}
	p.f("\n")
}

func (p *printer) section(s Section) {
	p.f("## %s\n\n| | statement | proof |\n| --- | --- | --- |\n", s.Title)
	for _, st := range s.Statements {
		text := escape(st.Text)
		if st.Source != "" {
			text += " <br><sub>" + escape(st.Source) + "</sub>"
		}
		p.f("| <a id=\"%d\"></a>%d | %s | %s |\n", st.Number, st.Number, text, p.proof(st.Number))
	}
	p.f("\n")
}

// shownScenarios is how many scenarios of one statement are named.
const shownScenarios = 4

// proof is the last cell of a statement.
func (p *printer) proof(n int) string {
	var parts []string
	d, differs := p.differences[n]
	if differs {
		word := "differs"
		if d.Part {
			word = "differs in part"
		}
		parts = append(parts, fmt.Sprintf("**%s** (%s): %s", word, d.Why, escape(d.Here)))
	}
	// Where nothing of a statement holds, a scenario that covers it shows something else.
	if all := p.recorded.covers[n]; len(all) > 0 && (!differs || d.Part) {
		var names []string
		for _, s := range all[:min(len(all), shownScenarios)] {
			names = append(names, fmt.Sprintf("[%s](../%s)", s.Name, s.File))
		}
		text := "scenarios: " + strings.Join(names, ", ")
		if more := len(all) - shownScenarios; more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		parts = append(parts, text)
	}
	if all := p.testsOf(n); len(all) > 0 {
		var names []string
		for _, t := range all {
			names = append(names, fmt.Sprintf("[%s.%s](../%s)", packageOf(t.File), t.Name, t.File))
		}
		parts = append(parts, "tests: "+strings.Join(names, ", "))
	}
	return strings.Join(parts, "<br>")
}

// packageOf returns the name of the package that a file belongs to.
func packageOf(file string) string {
	if dir := path.Base(path.Dir(file)); dir != "runtime" {
		return dir
	}
	return "otp"
}

// escape keeps a text within its cell of a table.
func escape(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;", "*", `\*`, "_", `\_`).Replace(s)
}
