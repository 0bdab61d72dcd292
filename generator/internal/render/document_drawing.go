package render

import (
	"fmt"

	"github.com/otpgen/otpgen/generator/internal/plan"
)

// documentNode is one box of the drawing.
type documentNode struct {
	ID, Open, Label, Close string
	Class                  string // "" or "instance"
}

// documentEdge leads from a supervisor to a child. Arrow is dotted where the child
// is started later, by a caller.
type documentEdge struct{ From, Arrow, To string }

// drawing is the tree as a Mermaid flowchart. Labels hold text of the schema
// in a form that cannot end them; the ids of nodes are numbers.
func (w *documentWriter) drawing() ([]documentNode, []documentEdge) {
	ids := map[*plan.Place]string{}
	var nodes []documentNode
	var edges []documentEdge
	for i, place := range w.o.Places {
		ids[place] = fmt.Sprintf("n%d", i)
		nodes = append(nodes, w.node(ids[place], place))
		if place.Parent != nil {
			arrow := "-->"
			if place.IsInstance() {
				arrow = "-.->"
			}
			edges = append(edges, documentEdge{ids[place.Parent], arrow, ids[place]})
		}
	}
	return nodes, edges
}

// node draws supervisors with a double frame, workers with round ends.
func (w *documentWriter) node(id string, place *plan.Place) documentNode {
	n := documentNode{ID: id, Open: `(["`, Close: `"])`, Label: mermaid(w.title(place))}
	if place.IsSupervisor() {
		n.Open, n.Close = `[["`, `"]]`
		if place.Kind != plan.SupervisorPlace {
			n.Label += "<br/>" + mermaid(w.what(place))
		}
		n.Label += "<br/>" + mermaid(intensity(place))
	}
	if place.Template() {
		n.Class = "instance"
	}
	return n
}

// title is what a box is called: the id of the place, with what runs there
// where the id does not say it.
func (w *documentWriter) title(place *plan.Place) string {
	switch {
	case place.Member:
		return fmt.Sprintf("%d × %s", place.Parent.Child.Size, place.Service.Name)
	case place.IsInstance() && place.Service != nil:
		return place.Service.Name
	case place.IsInstance():
		return place.Supervisor.Name
	case place.Kind == plan.WorkerPlace && place.Service.Name != place.ID:
		return place.ID + ": " + place.Service.Name
	case place.Kind == plan.SupervisorPlace && place.Supervisor.Name != place.ID:
		return place.ID + ": " + place.Supervisor.Name
	}
	return place.ID
}
