package supcore_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// FuzzPossible lets the fuzzer choose among the events that may happen, for as long as it likes; the checker looks at
// every step. At the end an exit is asked for and everybody obeys: the supervisor must leave.
func FuzzPossible(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 3, 0, 1, 0, 9, 200})
	f.Add([]byte{1, 2, 0, 0, 0, 7, 3, 1, 2, 0, 0, 4, 4, 4})
	f.Add([]byte{3, 0, 12, 0, 13, 0, 2, 1, 0, 6, 5, 4, 3, 2, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		c, ops := fuzzed(data)
		c.step(supcore.Begin{})
		asked := uint64(0)
		for _, b := range data[min(2, len(data)):] {
			if c.left {
				break
			}
			all := choices(c, ops, asked)
			next := all[int(b)%len(all)]
			asked += uint64(next.cost.requests)
			c.step(next.ev)
			require.Empty(t, c.wrong)
		}
		c.step(supcore.ExitRequested{Reason: boom})
		for range 1000 {
			if c.left {
				break
			}
			c.step(choices(c, nil, asked)[0].ev)
			require.Empty(t, c.wrong)
		}
		require.True(t, c.left, "the supervisor does not leave")
	})
}

// fuzzed makes the machine that the first two bytes describe.
func fuzzed(data []byte) (*checker, []supcore.Op) {
	kind, types := 0, 0
	if len(data) > 1 {
		kind, types = int(data[0])%4, int(data[1])
	}
	spec := func(id string) supcore.Spec {
		s := supcore.Spec{ID: id, Restart: supcore.Restart(types % 3)}
		types /= 3
		if id == "c" {
			s.Backoff = supcore.Backoff{Min: time.Second}
		}
		return s
	}
	specs := []supcore.Spec{spec("a"), spec("b"), spec("c")}
	if kind == 3 {
		m := supcore.NewDynamic(supcore.DynamicFlags{Intensity: supcore.Intensity{MaxRestarts: 3}, MaxChildren: 4})
		return newChecker(m, 3), []supcore.Op{
			supcore.StartChild{Spec: specs[0]}, supcore.StartChild{Spec: specs[1]}, supcore.StartChild{Spec: specs[2]},
			supcore.TerminateInstance{Ref: 1}, supcore.TerminateInstance{Ref: 3}, supcore.Count{}, supcore.Which{},
		}
	}
	m := supcore.NewStatic(allowing(supcore.Strategy(kind), 3), specs)
	return newChecker(m, 3), []supcore.Op{
		supcore.TerminateChild{ID: "a"}, supcore.TerminateChild{ID: "b"}, supcore.RestartChild{ID: "a"},
		supcore.DeleteChild{ID: "b"}, supcore.StartChild{Spec: specs[1]}, supcore.Count{}, supcore.Which{},
	}
}

// FuzzImpossible feeds a machine with events that no shell would send. It must not panic, not even then.
func FuzzImpossible(f *testing.F) {
	f.Add([]byte{0, 0, 1, 1, 3, 1, 4, 1, 5, 1, 6, 2, 7, 3, 8, 0})
	f.Add([]byte{3, 0, 7, 0, 1, 1, 1, 1, 4, 1, 4, 1, 2, 1, 3, 2, 8, 0, 4, 2})
	f.Fuzz(func(t *testing.T, data []byte) {
		c, ops := fuzzed(data)
		for i := 2; i+1 < len(data); i += 2 {
			ref, at := supcore.Ref(data[i+1]%6), time.Duration(data[i+1])*time.Second
			reason := []supcore.Reason{boom, supcore.Normal(), {}}[data[i+1]%3]
			events := []supcore.Event{
				supcore.Begin{},
				supcore.Started{Ref: ref, At: at},
				supcore.Ignored{Ref: ref, At: at},
				supcore.StartFailed{Ref: ref, Reason: reason, At: at},
				supcore.Exited{Ref: ref, Reason: reason, At: at},
				supcore.StopTimedOut{Ref: ref},
				supcore.RetryDue{Ref: ref},
				supcore.Retry{ID: string(rune('a' + data[i+1]%4)), Ref: ref},
				supcore.Request{To: uint64(i), Op: ops[int(data[i+1])%len(ops)]},
				supcore.ExitRequested{Reason: reason},
				supcore.Hurry{},
			}
			c.machine.Step(events[int(data[i])%len(events)], nil)
		}
	})
}
