package supcore

// purpose says what the work under way is for: what becomes of a start that succeeds or fails, and what follows when
// all is done.
type purpose interface{ isPurpose() }

type (
	booting     struct{}             // the supervisor's own start
	restarting  struct{ count int }  // an automatic restart, the count-th within the period
	adding      struct{ to uint64 }  // StartChild
	reviving    struct{ to uint64 }  // RestartChild
	terminating struct{ to uint64 }  // TerminateChild, TerminateInstance
	leaving     struct{ why Reason } // the supervisor's own end
)

// delaying are the stops before an automatic restart that waits.
type delaying struct {
	id    string // of the child that waits
	cause Exited
	count int // as in restarting
}

func (booting) isPurpose()     {}
func (restarting) isPurpose()  {}
func (delaying) isPurpose()    {}
func (adding) isPurpose()      {}
func (reviving) isPurpose()    {}
func (terminating) isPurpose() {}
func (leaving) isPurpose()     {}

// answer tells whoever asked for a start what became of it. Nobody asked for those of a boot or an automatic restart.
func (m *machine) answer(p purpose, r Result) {
	switch p := p.(type) {
	case adding:
		m.reply(p.to, r)
	case reviving:
		m.reply(p.to, r)
	case booting, restarting:
	default:
		panic(unknown("purpose of a start", p))
	}
}

// reportStart tells observers that a child runs.
func (m *machine) reportStart(p purpose, c *child, ref Ref) {
	report := Report{Kind: ReportStarted, Child: c.spec.ID, Ref: ref}
	if p, ok := p.(restarting); ok {
		report.Kind, report.Count = ReportRestarted, p.count
	}
	m.emit(report)
}
