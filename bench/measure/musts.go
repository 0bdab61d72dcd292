package measure

import "github.com/otpgen/otpgen/bench/work"

// Must is one thing that the runtime has to reach.
type Must struct {
	Workload, Row string
	Unit          string // empty: the workload's own
	Of            string // the row of the same workload that it is divided by; empty: it is not
	Beside        string // or the workload of which it is divided by the same row

	AtMost  float64
	AtLeast float64 // instead of AtMost
	Stretch float64 // what we would like

	NoAllocations bool // none that last: what buffers allocate as they grow may be up to one in a hundred operations
}

// Musts lists them. What the runtime does not have yet has no row.
func Musts() []Must {
	return []Must{
		{Workload: "call-1x1", Row: "otpgen-inline", Of: "mutex", AtMost: 5, Stretch: 3, NoAllocations: true},
		{Workload: "call-1x1", Row: "otpgen-infinity", Of: "chan-pooled", AtMost: 1.1, Stretch: 1, NoAllocations: true},
		{Workload: "call-1x1", Row: "otpgen-deadline", Of: "chan-pooled", AtMost: 1.6, Stretch: 1.3, NoAllocations: true},
		{Workload: "call-64x1", Row: "otpgen-inline", Of: "mutex", AtMost: 6, Stretch: 4},
		{Workload: "call-64x64", Row: "otpgen-inline", Of: "mutex", AtMost: 4, Stretch: 2.5},
		{Workload: "fair-64x1", Row: "otpgen-inline", Unit: "worst/mean", AtLeast: 0.5, Stretch: 0.7},
		{Workload: "fair-64x1", Row: "otpgen-inline", Unit: "longest-ms", AtMost: 50, Stretch: 20},
		{Workload: "cast-1", Row: "otpgen", Of: "od-swap", AtMost: 45. / 22, Stretch: 1.3, NoAllocations: true},
		{Workload: "cast-8", Row: "otpgen", Of: "od-swap", AtMost: 70. / 34, Stretch: 1.3, NoAllocations: true},
		{Workload: "spawn-stop", Row: "otpgen", Of: "goroutine", AtMost: 2, Stretch: 1},
		{Workload: "idle-many", Row: "otpgen", Unit: "rss-B/proc", AtMost: 300, Stretch: 150},
		{Workload: "start-tree", Row: "otpgen", Of: "raw-tree", AtMost: 1, Stretch: 0.4},
		{Workload: "restart-10", Row: "otpgen", Of: "raw-tree", AtMost: 2, Stretch: 1},
		{Workload: "restart-many", Row: "otpgen", Beside: "restart-10", AtMost: 1.5, Stretch: 1},
		{Workload: "lookup", Row: "otpgen", Of: "rwmutex-map", AtMost: 2, Stretch: 1},
		{Workload: "lookup", Row: "otpgen-held", Unit: "ns/op", AtMost: 3, Stretch: 3},
	}
}

// Names fails if the must is about something that is not measured.
func (m Must) Names(contenders []work.Contender) error {
	r := &Runner{Workloads: work.Workloads(work.Full()), Contenders: contenders}
	p := m.pair()
	if _, _, err := r.find(p.ours.workload, p.ours.row); err != nil || p.other == (named{}) {
		return err
	}
	_, _, err := r.find(p.other.workload, p.other.row)
	return err
}
