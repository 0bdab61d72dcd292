package supcore_test

import (
	"slices"
	"strings"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// machine is either kind of supervisor.
type machine interface {
	Step(ev supcore.Event, out []supcore.Action) []supcore.Action
	Idle() bool
}

// supervisor is the simulated shell around a machine: it takes one event after the other from its mailbox and does
// what the machine says.
type supervisor struct {
	*proc
	spec    vector.Spec
	machine machine
	kids    map[supcore.Ref]process // all that ever started, dead ones too
	ended   map[supcore.Ref]bool    // those whose end has been handled
	timers  map[supcore.Ref]*timer
	callers map[uint64]*call
	lastTo  uint64

	miscounted int // see counts
}

func newSupervisor(p proc, s vector.Spec) *supervisor {
	sup := &supervisor{
		proc: &p, spec: s,
		kids:    map[supcore.Ref]process{},
		ended:   map[supcore.Ref]bool{},
		timers:  map[supcore.Ref]*timer{},
		callers: map[uint64]*call{},
	}
	sup.w.soon(sup.proc, func() {
		if !sup.alive {
			return
		}
		sup.logf("sup_init", "")
		sup.init()
	})
	return sup
}

// init is the supervisor's init callback and what follows.
func (s *supervisor) init() {
	_, _, outcome, arg := s.script(s.spec.Init)
	switch outcome {
	case "ignore":
		s.fails("ignore", func() { s.parent.childIgnored(s.ref) })
	case "raise":
		s.fails(exception(arg).String(), func() { s.parent.childFailed(s.ref, exception(arg)) })
	case "ok":
		s.machine = s.newMachine()
		s.post(supcore.Begin{})
	default:
		panic("unknown outcome " + outcome)
	}
}

// fails ends a supervisor that never came up.
func (s *supervisor) fails(why string, tell func()) {
	s.logf("sup_fail", why)
	s.failed = true
	quiet := s.parent
	s.parent = nobody{}
	s.gone(supcore.Normal())
	s.parent = quiet
	tell()
}

func (s *supervisor) newMachine() machine {
	limit := supcore.Intensity{MaxRestarts: 1, Period: 5}
	if s.spec.Strategy == "dynamic" {
		limit.MaxRestarts = 3
	}
	if s.spec.Intensity != nil {
		limit.MaxRestarts = *s.spec.Intensity
	}
	if s.spec.Period != nil {
		limit.Period = *s.spec.Period
	}
	if s.spec.IsDynamic() {
		flags := supcore.DynamicFlags{Intensity: limit}
		if s.spec.MaxChildren != nil {
			flags.MaxChildren = *s.spec.MaxChildren
		}
		return supcore.NewDynamic(flags)
	}
	flags := supcore.StaticFlags{Intensity: limit}
	flags.Strategy = enum("strategy", s.spec.Strategy, supcore.OneForOne, supcore.OneForAll, supcore.RestForOne)
	flags.AutoShutdown = enum("auto_shutdown", s.spec.AutoShutdown, supcore.Never, supcore.AnySignificant, supcore.AllSignificant)
	var specs []supcore.Spec
	for _, c := range s.spec.Children {
		specs = append(specs, childSpec(c))
	}
	return supcore.NewStatic(flags, specs)
}

// enum returns the value that prints as name; the first one is the default.
func enum[T interface{ String() string }](what, name string, values ...T) T {
	if name == "" {
		return values[0]
	}
	for _, v := range values {
		if v.String() == name {
			return v
		}
	}
	panic("unknown " + what + " " + name)
}

// notARestart stands for a restart type that does not exist.
const notARestart supcore.Restart = 99

func childSpec(c vector.Spec) supcore.Spec {
	spec := supcore.Spec{ID: c.ID, Significant: c.Significant, Data: c}
	spec.Type = enum("type", c.Type, supcore.Worker, supcore.Supervisor)
	if c.Restart == "sometimes" {
		spec.Restart = notARestart
	} else {
		spec.Restart = enum("restart", c.Restart, supcore.Permanent, supcore.Transient, supcore.Temporary)
	}
	switch v := c.Shutdown.(type) {
	case nil:
	case float64:
		spec.Shutdown = supcore.ShutdownAfter(time.Duration(v) * time.Millisecond)
	case string:
		spec.Shutdown = enum("shutdown", v, supcore.ShutdownInfinity(), supcore.BrutalKill())
	default:
		panic("unknown shutdown")
	}
	return spec
}

// post puts an event into the mailbox.
func (s *supervisor) post(ev supcore.Event) {
	if !s.alive {
		return
	}
	s.w.soon(s.proc, func() {
		if s.alive && s.machine != nil {
			for _, a := range s.machine.Step(ev, nil) {
				s.do(a)
			}
		}
	})
}

func (s *supervisor) do(a supcore.Action) {
	switch a := a.(type) {
	case supcore.Start:
		if kid := s.w.startChild(s, a.Ref, s.path, a.Spec.Data.(vector.Spec)); kid != nil {
			s.kids[a.Ref] = kid
		}
	case supcore.Signal:
		s.signal(s.kids[a.Ref], a.Kind)
	case supcore.ArmTimer:
		s.timers[a.Ref] = s.w.after(a.After, s.proc, true, func() {
			delete(s.timers, a.Ref)
			s.post(supcore.StopTimedOut{Ref: a.Ref})
		})
	case supcore.DisarmTimer:
		s.w.cancel(s.timers[a.Ref])
		delete(s.timers, a.Ref)
	case supcore.SendSelf:
		s.post(a.Event)
	case supcore.Reply:
		s.callers[a.To].finish(s.result(a.Result))
		delete(s.callers, a.To)
	case supcore.Ready:
		s.started = true
		s.w.newest[s.path] = s
		s.logf("sup_up", "")
		s.parent.childStarted(s.ref)
	case supcore.Obey:
		s.callers[a.To].obey()
	case supcore.Leave:
		if s.started {
			s.gone(a.Reason)
		} else {
			s.fails(a.Reason.String(), func() { s.parent.childFailed(s.ref, a.Reason) })
		}
	case supcore.Report:
		if a.Kind == supcore.ReportStopped || a.Kind == supcore.ReportCrashed {
			s.ended[a.Ref] = true
		}
	default:
		panic("unknown action")
	}
}

func (s *supervisor) signal(kid process, k supcore.SignalKind) {
	if kid == nil || !kid.self().alive {
		return
	}
	switch k {
	case supcore.SignalShutdown:
		kid.exitSignal(supcore.Shutdown(), true)
	case supcore.SignalKill:
		kid.dies(supcore.Killed())
	default:
		panic("unknown signal")
	}
}

// exitSignal: a supervisor follows its parent and ignores everybody else.
func (s *supervisor) exitSignal(r supcore.Reason, fromParent bool) {
	if fromParent {
		s.post(supcore.ExitRequested{Reason: r})
	}
}

// dies is the death of a supervisor that is killed: its children get the exit signal over their links.
func (s *supervisor) dies(r supcore.Reason) {
	s.gone(r)
	for _, ref := range slices.Sorted(refs(s.kids)) {
		if kid := s.kids[ref]; kid.self().alive {
			s.w.soon(kid.self(), func() { kid.exitSignal(r, true) })
		}
	}
}

func refs(kids map[supcore.Ref]process) func(func(supcore.Ref) bool) {
	return func(yield func(supcore.Ref) bool) {
		for ref := range kids {
			if !yield(ref) {
				return
			}
		}
	}
}

func (s *supervisor) childStarted(ref supcore.Ref) { s.post(supcore.Started{Ref: ref, At: s.w.now}) }

func (s *supervisor) childIgnored(ref supcore.Ref) { s.post(supcore.Ignored{Ref: ref, At: s.w.now}) }

func (s *supervisor) childFailed(ref supcore.Ref, r supcore.Reason) {
	s.post(supcore.StartFailed{Ref: ref, Reason: r, At: s.w.now})
}

func (s *supervisor) childExited(ref supcore.Ref, r supcore.Reason) {
	s.post(supcore.Exited{Ref: ref, Reason: r, At: s.w.now})
}

// request sends a request on behalf of a caller.
func (s *supervisor) request(c *call, op supcore.Op) {
	s.lastTo++
	s.callers[s.lastTo] = c
	s.post(supcore.Request{To: s.lastTo, Op: op})
}

// ask asks an idle machine directly.
func (s *supervisor) ask(op supcore.Op) supcore.Result {
	out := s.machine.Step(supcore.Request{Op: op}, nil)
	return out[0].(supcore.Reply).Result
}

// state is what can be seen of a supervisor between two steps.
func (s *supervisor) state() vector.SupState {
	st := vector.SupState{Sup: s.path, N: s.n}
	if s.machine == nil || !s.started || !s.machine.Idle() {
		st.Busy = true
		return st
	}
	st.Children = s.children(s.ask(supcore.Which{}).(supcore.Children))
	st.Counts = s.counts(s.ask(supcore.Count{}).(supcore.Counts))
	return st
}

func (s *supervisor) children(list supcore.Children) []string {
	all := []string{}
	for _, c := range list.List {
		id := c.ID
		if s.spec.IsDynamic() {
			id = "?"
		}
		if c.State == supcore.Running {
			kid := s.kids[c.Ref].self()
			all = append(all, strings.TrimPrefix(kid.label(), s.path+"/"))
		} else {
			all = append(all, id+"!"+c.State.String())
		}
	}
	if s.spec.IsDynamic() {
		slices.Sort(all)
	}
	return all
}

// living leaves out of the active children those whose end waits to be handled: supervisor asks each whether it is
// alive. That is the shell's part.
func (s *supervisor) living(n supcore.Counts) supcore.Counts {
	for ref, kid := range s.kids {
		if p := kid.self(); !s.spec.IsDynamic() && p.started && !p.alive && !s.ended[ref] {
			n.Active--
		}
	}
	return n
}

// counts: the one spec of simple_one_for_one is its template, which the machine does not know. Nor does it have
// OTP's slip: after an instance has been terminated while it was restarting, OTP counts one active child too few.
func (s *supervisor) counts(n supcore.Counts) [4]int {
	if s.spec.Strategy == "simple_one_for_one" {
		n.Specs = 1
		n.Active -= s.miscounted
	}
	return [4]int{n.Specs, n.Active, n.Supervisors, n.Workers}
}
