package analysis

import "github.com/otpgen/otpgen/schema"

// Rule is one thing that Check holds a tree to.
type Rule struct {
	Code     string // OTP05xx, stable
	Title    string // what a tree must not have
	Severity schema.Severity

	check func(*model, report)
}

// maxRelated is how many further places one diagnostic may have.
const maxRelated = 12

// report takes a finding without code, severity and file: they are the rule's.
type report func(schema.Diagnostic)

// Rules returns the table of rules in the order of their codes. To add one,
// write its function and its row, and provoke it in testdata.
func Rules() []Rule {
	return []Rule{
		{"OTP0501", "call to a service that starts later", schema.Error, checkStartOrder},
		{"OTP0502", "cycle of calls", schema.Error, checkCycles},
		{"OTP0503", "used name out of reach", schema.Error, checkReach},
		{"OTP0504", "name taken twice in one scope", schema.Error, checkClashes},
		{"OTP0505", "instances that take the same name", schema.Error, checkInstances},
		{"OTP0506", "boundary that the tree does not keep", schema.Error, checkBoundaries},
		{"OTP0507", "live value as argument of a restarted child", schema.Warning, checkLiveValues},
		{"OTP0508", "shutdown times longer than the grace", schema.Warning, checkGrace},
		{"OTP0509", "inline handler in a service whose uses may block", schema.Warning, checkInline},
	}
}

// Check holds an application to every rule and returns all findings, sorted by
// position. The application must be free of errors.
func Check(app *schema.Application) schema.Diagnostics {
	var found schema.Diagnostics
	m := newModel(app)
	for _, r := range Rules() {
		left := schema.MaxReported
		r.check(m, func(d schema.Diagnostic) {
			if left--; left < 0 {
				return
			}
			d.Related = d.Related[:min(maxRelated, len(d.Related))]
			d.Code, d.Severity, d.File = r.Code, r.Severity, app.File
			found = append(found, d)
		})
	}
	found.Sort()
	return found
}

// model is what the rules share: the answers that most of them need.
type model struct {
	app    *schema.Application
	root   *Place
	places []*Place       // in the order of Walk
	order  map[*Place]int // index in places
	names  *Names
	links  []link
	cycles [][]link
	firsts map[string]*Place // the first place with a name; made by elsewhere
}

func newModel(app *schema.Application) *model {
	m := &model{app: app, root: Tree(app), order: map[*Place]int{}}
	m.places = m.root.All()
	for i, p := range m.places {
		m.order[p] = i
	}
	m.names = NamesOf(m.root)
	m.links = linksOf(m.places, m.names)
	m.cycles = cyclesOf(m.links)
	return m
}
