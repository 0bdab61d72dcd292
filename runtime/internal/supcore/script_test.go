package supcore_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// A script says, line by line, which event a machine is given and which actions it must answer:
//
//	exited 2 boom -> shutdown 3, arm 3 5s
//	exited 3 shutdown -> disarm 3, start b#4
//
// Numbers are refs. The line "boot" starts all children of the list, which get the refs 1, 2, 3... Reports are not
// shown. Times are given with @: "exited 2 boom @7s". Requests are numbered 1, 2, 3... in their order, and a reply
// shows its number: "reply 1 ok".
func runScript(t *testing.T, m machine, children int, script string) {
	t.Helper()
	requests := uint64(0)
	retries := map[supcore.Ref]supcore.Retry{}
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if line == "boot" {
			boot(t, m, children)
			continue
		}
		left, right, ok := strings.Cut(line, "->")
		require.True(t, ok, "line without ->: %s", line)
		ev := parseEvent(t, strings.Fields(left), &requests)
		if retry, ok := ev.(supcore.Retry); ok {
			ev = retries[retry.Ref]
		}
		out := m.Step(ev, nil)
		for _, a := range out {
			if self, ok := a.(supcore.SendSelf); ok {
				retry := self.Event.(supcore.Retry)
				retries[retry.Ref] = retry
			}
		}
		got := strings.Join(shown(out), ", ")
		require.Equal(t, strings.TrimSpace(right), got, "after: %s", left)
	}
}

// boot begins and answers every start.
func boot(t *testing.T, m machine, children int) {
	t.Helper()
	out := m.Step(supcore.Begin{}, nil)
	for i := range children {
		require.Len(t, out, 1)
		require.IsType(t, supcore.Start{}, out[0])
		out = m.Step(supcore.Started{Ref: supcore.Ref(i + 1)}, nil)
		require.IsType(t, supcore.Report{}, out[0])
		out = out[1:]
	}
	require.Equal(t, []supcore.Action{supcore.Ready{}}, out)
}

func parseEvent(t *testing.T, words []string, requests *uint64) supcore.Event {
	t.Helper()
	at := time.Duration(0)
	if last := words[len(words)-1]; strings.HasPrefix(last, "@") {
		at = duration(t, last[1:])
		words = words[:len(words)-1]
	}
	arg := func(i int) string {
		require.Greater(t, len(words), i, "missing word in %v", words)
		return words[i]
	}
	ref := func() supcore.Ref {
		n, err := strconv.ParseUint(arg(1), 10, 64)
		require.NoError(t, err)
		return supcore.Ref(n)
	}
	switch words[0] {
	case "begin":
		return supcore.Begin{}
	case "started":
		return supcore.Started{Ref: ref(), At: at}
	case "ignored":
		return supcore.Ignored{Ref: ref(), At: at}
	case "failed":
		return supcore.StartFailed{Ref: ref(), Reason: word(arg(2)), At: at}
	case "exited":
		return supcore.Exited{Ref: ref(), Reason: word(arg(2)), At: at}
	case "timeout":
		return supcore.StopTimedOut{Ref: ref()}
	case "retry":
		return supcore.Retry{Ref: ref()}
	case "due":
		return supcore.RetryDue{Ref: ref()}
	case "hurry":
		return supcore.Hurry{}
	case "exit":
		return supcore.ExitRequested{Reason: word(arg(1))}
	}
	*requests++
	return supcore.Request{To: *requests, Op: parseOp(t, words)}
}

func parseOp(t *testing.T, words []string) supcore.Op {
	t.Helper()
	switch words[0] {
	case "start_child":
		return supcore.StartChild{Spec: parseChild(t, words[1])}
	case "terminate_child":
		return supcore.TerminateChild{ID: words[1]}
	case "terminate":
		n, err := strconv.ParseUint(words[1], 10, 64)
		require.NoError(t, err)
		return supcore.TerminateInstance{Ref: supcore.Ref(n)}
	case "restart_child":
		return supcore.RestartChild{ID: words[1]}
	case "delete_child":
		return supcore.DeleteChild{ID: words[1]}
	case "get_childspec":
		return supcore.GetSpec{ID: words[1]}
	case "which":
		return supcore.Which{}
	case "count":
		return supcore.Count{}
	default:
		require.Fail(t, "unknown event", "%v", words)
		return nil
	}
}

// parseChildren reads "a b:transient c:temporary,brutal_kill s:supervisor".
func parseChildren(t *testing.T, list string) (specs []supcore.Spec) {
	t.Helper()
	for _, c := range strings.Fields(list) {
		specs = append(specs, parseChild(t, c))
	}
	return specs
}

func parseChild(t *testing.T, text string) supcore.Spec {
	t.Helper()
	id, options, _ := strings.Cut(text, ":")
	spec := supcore.Spec{ID: id}
	for o := range strings.SplitSeq(options, ",") {
		switch o {
		case "", "permanent":
		case "transient":
			spec.Restart = supcore.Transient
		case "temporary":
			spec.Restart = supcore.Temporary
		case "sometimes":
			spec.Restart = notARestart
		case "supervisor":
			spec.Type = supcore.Supervisor
		case "significant":
			spec.Significant = true
		case "brutal_kill":
			spec.Shutdown = supcore.BrutalKill()
		case "infinity":
			spec.Shutdown = supcore.ShutdownInfinity()
		case "backoff":
			spec.Backoff = supcore.Backoff{Min: time.Second, Max: 4 * time.Second, ResetAfter: 10 * time.Second}
		case "never":
			spec.Backoff = supcore.Backoff{Max: time.Second}
		case "less":
			spec.Limit = &supcore.Intensity{MaxRestarts: -1}
		case "once":
			spec.Limit = &supcore.Intensity{MaxRestarts: 1}
		default:
			spec.Shutdown = supcore.ShutdownAfter(duration(t, o))
		}
	}
	return spec
}

func duration(t *testing.T, s string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(s)
	require.NoError(t, err)
	return d
}

func shown(out []supcore.Action) (all []string) {
	for _, a := range out {
		if _, isReport := a.(supcore.Report); !isReport {
			all = append(all, show(a))
		}
	}
	return all
}

func show(a supcore.Action) string {
	switch a := a.(type) {
	case supcore.Start:
		return fmt.Sprintf("start %s#%d", a.Spec.ID, a.Ref)
	case supcore.Signal:
		return fmt.Sprintf("%v %d", a.Kind, a.Ref)
	case supcore.ArmTimer:
		return fmt.Sprintf("arm %d %v", a.Ref, a.After)
	case supcore.ArmRetry:
		return fmt.Sprintf("wait %d %s", a.Ref, a.Spec.Backoff.Delay(a.Attempt, 0))
	case supcore.DisarmTimer:
		return fmt.Sprintf("disarm %d", a.Ref)
	case supcore.SendSelf:
		return fmt.Sprintf("self retry %d", a.Event.(supcore.Retry).Ref)
	case supcore.Reply:
		return fmt.Sprintf("reply %d %s", a.To, showResult(a.Result))
	case supcore.Ready:
		return "ready"
	case supcore.Obey:
		return fmt.Sprintf("obey %d", a.To)
	case supcore.Leave:
		return "leave " + a.Reason.String()
	case supcore.Report:
		text := fmt.Sprintf("%v %s#%d", a.Kind, a.Child, a.Ref)
		if !a.Reason.IsZero() {
			text += " " + a.Reason.String()
		}
		if a.Count > 0 {
			text += fmt.Sprintf(" (%d)", a.Count)
		}
		return text
	default:
		panic(fmt.Sprintf("unknown action %T", a))
	}
}

func showResult(r supcore.Result) string {
	switch r := r.(type) {
	case supcore.ChildStarted:
		return fmt.Sprintf("started %d", r.Ref)
	case supcore.ChildIgnored:
		return "ignored"
	case supcore.Done:
		return "ok"
	case supcore.ChildSpec:
		return fmt.Sprintf("%s %v %v %v %v", r.Spec.ID, r.Spec.Restart, r.Spec.Shutdown, r.Spec.Type, r.Spec.Significant)
	case supcore.Children:
		all := []string{}
		for _, c := range r.List {
			if c.State == supcore.Running {
				all = append(all, fmt.Sprintf("%s#%d", c.ID, c.Ref))
			} else {
				all = append(all, c.ID+"!"+c.State.String())
			}
		}
		return "[" + strings.Join(all, " ") + "]"
	case supcore.Counts:
		return fmt.Sprintf("%d %d %d %d", r.Specs, r.Active, r.Supervisors, r.Workers)
	case supcore.Refused:
		if wrong, ok := r.Err.(*supcore.SpecError); ok {
			return wrong.Term()
		}
		return r.Err.Error()
	default:
		panic(fmt.Sprintf("unknown result %T", r))
	}
}

// scenario is one row of a table: numbered statements about OTP, a supervisor, and a script.
type scenario struct {
	says     string
	flags    supcore.StaticFlags
	children string
	script   string
}

func runStatic(t *testing.T, rows []scenario) {
	t.Helper()
	for _, row := range rows {
		t.Run(row.says, func(t *testing.T) {
			t.Parallel()
			specs := parseChildren(t, row.children)
			runScript(t, supcore.NewStatic(row.flags, specs), len(specs), row.script)
		})
	}
}

func allowing(s supcore.Strategy, restarts int) supcore.StaticFlags {
	return supcore.StaticFlags{Strategy: s, Intensity: supcore.Intensity{MaxRestarts: restarts}}
}

func shuttingDown(s supcore.Strategy, a supcore.AutoShutdown) supcore.StaticFlags {
	f := allowing(s, 3)
	f.AutoShutdown = a
	return f
}

func TestReports(t *testing.T) {
	t.Parallel()
	m := supcore.NewStatic(allowing(supcore.OneForOne, 1), parseChildren(t, "a b:transient"))
	boot(t, m, 2)
	var got []string
	for _, ev := range []supcore.Event{
		supcore.Exited{Ref: 2, Reason: word("normal")},
		supcore.Exited{Ref: 1, Reason: word("boom")},
		supcore.StartFailed{Ref: 3, Reason: word("bad")},
		supcore.Retry{ID: "a", Ref: 3},
	} {
		for _, a := range m.Step(ev, nil) {
			if _, ok := a.(supcore.Report); ok {
				got = append(got, show(a))
			}
		}
	}
	assert.Equal(t, []string{
		"stopped b#2 normal",
		"crashed a#1 boom",
		"start_failed a#3 bad",
		"gave_up a#3 bad (2)",
	}, got)
}
