package render

import (
	"slices"
	"strconv"
	"strings"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// faultTests is the data of test/faults_gen_test.go.tmpl. Paths are Go string
// literals.
type faultTests struct {
	Header            []string
	Package, Imports  string
	Processes         []string
	Tables            []crashTable
	Boundaries        []crashCase
	Starts, Innermost []started // the same, outermost and innermost first
}

// crashTable is what follows from crashes below one supervisor.
type crashTable struct {
	Supervisor string
	Crashes    []crashCase
}

// crashCase is one otptest.CrashCase. Its lists are Go literals, "" for none.
type crashCase struct{ Path, Replaced, Gone, Kept string }

// faultsFile is the fault matrix of the tree: who is replaced, kept or gone
// when a process crashes, for every child of every supervisor, and what the
// boundaries promise.
func faultsFile(p *plan.Package) []byte {
	faults := p.Faults()
	file := outside(p).add("slices", "testing", p.RuntimePath+"/otptest")
	data := faultTests{
		Header: headerLines(p), Package: testPackage(p),
		Processes: quoteAll(faults.Processes), Boundaries: crashCases(faults.Boundaries),
	}
	for _, t := range faults.Tables {
		data.Tables = append(data.Tables, crashTable{Supervisor: oneLine(t.Supervisor), Crashes: crashCases(t.Crashes)})
	}
	data.Starts = startsOf(p, faults.Starts, file, func(name string) string { return name })
	if len(data.Starts) > 0 {
		file.add("strings")
	}
	data.Innermost = slices.Clone(data.Starts)
	slices.Reverse(data.Innermost)
	data.Imports = file.clause()
	return fill("test/faults_gen_test.go.tmpl", data)
}

func crashCases(faults []plan.Fault) []crashCase {
	var cases []crashCase
	for _, f := range faults {
		cases = append(cases, crashCase{
			Path:     strconv.Quote(f.Path),
			Replaced: stringList(f.Replaced), Gone: stringList(f.Gone), Kept: stringList(f.Kept),
		})
	}
	return cases
}

// stringList is a []string literal, one text on a line if there are several.
func stringList(texts []string) string {
	switch len(texts) {
	case 0:
		return ""
	case 1:
		return "[]string{" + strconv.Quote(texts[0]) + "}"
	}
	return "[]string{\n" + strings.Join(quoteAll(texts), ",\n") + ",\n}"
}

func quoteAll(texts []string) []string {
	var quoted []string
	for _, t := range texts {
		quoted = append(quoted, strconv.Quote(t))
	}
	return quoted
}
