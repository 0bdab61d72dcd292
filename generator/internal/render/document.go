package render

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// document is the data of spec/OTP_SPEC.md.tmpl. All texts are safe Markdown;
// a row of a table is a list of cells.
type document struct {
	Source, Package, Doc string
	Root, Grace          string
	Nodes                []documentNode
	Edges                []documentEdge
	Processes            [][]string
	Scopes               []documentScope
	Boundaries           [][]string
	Crashes              [][]string
	Starts               [][]string
	Services             []documentService
	Errors               [][]string
	Externals            [][]string
	Types                [][]string
}

// documentScope is one table of names.
type documentScope struct {
	Title string
	Names [][]string
}

// documentFile is the document of the application, for people: the tree, who
// restarts with whom, and every message.
func documentFile(p *plan.Package) []byte {
	o := p.Outline()
	w := &documentWriter{p: p, o: o, root: o.Places[0]}
	data := document{
		Source: code(p.Source), Package: markdown(p.Name), Doc: markdown(p.Doc),
		Root: code(w.root.ID), Grace: durationWord(p.Tree.Grace),
		Processes: w.processes(), Scopes: w.scopes(), Boundaries: w.boundaries(), Crashes: w.crashes(), Starts: w.starts(),
		Errors: w.errors(), Externals: w.externals(), Types: w.types(),
	}
	data.Nodes, data.Edges = w.drawing()
	for _, s := range p.Services {
		data.Services = append(data.Services, w.service(s))
	}
	return tidy(fill("spec/OTP_SPEC.md.tmpl", data))
}

// tidy leaves one empty line where a template left several, and none at the
// end.
func tidy(text []byte) []byte {
	for bytes.Contains(text, []byte("\n\n\n")) {
		text = bytes.ReplaceAll(text, []byte("\n\n\n"), []byte("\n\n"))
	}
	return append(bytes.TrimSpace(text), '\n')
}

// documentWriter words the outline of one package.
type documentWriter struct {
	p    *plan.Package
	o    *plan.Outline
	root *plan.Place
}

// short is the path of a place below the root, with which all paths begin.
// Members of a pool and instances of a dynamic supervisor are written *.
func (w *documentWriter) short(place *plan.Place) string {
	if place == w.root {
		return place.ID
	}
	id := place.ID
	if place.Member {
		id = "*"
	}
	if place.Parent == w.root {
		return id
	}
	return w.short(place.Parent) + "/" + id
}

// what says what stands at a place: Counter, pool of 5 HttpWorker.
func (w *documentWriter) what(place *plan.Place) string {
	switch place.Kind {
	case plan.WorkerPlace:
		if place.IsInstance() {
			return "instance of " + place.Service.Name
		}
		return place.Service.Name
	case plan.SupervisorPlace:
		if place.IsInstance() {
			return "instance of " + place.Supervisor.Name
		}
		return "supervisor"
	case plan.PoolPlace:
		return fmt.Sprintf("pool of %d %s, %s", place.Child.Size, place.Child.Service.Name, routeWord(place.Child.Route))
	case plan.DynamicPlace:
		return "dynamic supervisor" + limit(place.Child.MaxChildren)
	case plan.TasksPlace:
		return "task supervisor" + limit(place.Child.MaxChildren)
	}
	panic("otpgen: internal: invalid kind of place")
}

func limit(maxChildren int) string {
	if maxChildren == 0 {
		return ""
	}
	return fmt.Sprintf(", at most %d", maxChildren)
}

// intensity is the strategy of a supervisor and when it gives up: after more
// restarts than that in a period.
func intensity(place *plan.Place) string {
	return fmt.Sprintf("%s, %d in %d s", strategyWord(place.Strategy), place.MaxRestarts, place.MaxSeconds)
}

// processes describes every place.
func (w *documentWriter) processes() [][]string {
	var rows [][]string
	for _, place := range w.o.Places {
		restart, shutdown, strategy := "", "", ""
		if place != w.root {
			restart, shutdown = restartWord(place.Restart), durationWord(place.Shutdown)
		}
		if place.IsSupervisor() {
			strategy = intensity(place)
		}
		rows = append(rows, []string{
			code(w.short(place)), markdown(w.what(place)), restart, shutdown, code(strategy), markdown(about(place)),
		})
	}
	return rows
}

// about is the description nearest to a place: of its entry, or else of what
// stands there.
func about(place *plan.Place) string {
	switch {
	case place.Child != nil && place.Child.Doc != "" && !place.Member && !place.IsInstance():
		return place.Child.Doc
	case place.Service != nil:
		return place.Service.Doc
	case place.Supervisor != nil:
		return place.Supervisor.Doc
	}
	return ""
}

// starts lists what runs once the tree is up, in the order of the start, and
// how long each may take to stop.
func (w *documentWriter) starts() [][]string {
	var rows [][]string
	for _, place := range w.o.Places {
		if place.Template() {
			continue
		}
		rows = append(rows, []string{strconv.Itoa(len(rows) + 1), code(w.short(place)), w.stopBudget(place)})
	}
	return rows
}

func (w *documentWriter) stopBudget(place *plan.Place) string {
	switch word := durationWord(place.Shutdown); {
	case place == w.root:
		return "the grace of " + durationWord(w.p.Tree.Grace)
	case word == "brutal_kill":
		return "none: it is killed at once"
	case word != "infinity":
		return word
	case place.IsSupervisor():
		return "as long as its children"
	}
	return "no limit"
}
