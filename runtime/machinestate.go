package otp

import "context"

// MachineState returns the state in which a state machine is between two events,
// for debugging and tests: the first half of what sys:get_state/1 tells about a
// gen_statem; [GetState] is the other, its data. Bounds and errors are those of
// GetState, with [ErrWrongService] if no state machine with states S is there.
func MachineState[S comparable](ctx context.Context, to Addr) (S, error) {
	q := &stateQuery[S]{}
	return askSys(ctx, to, labelStateQuery, q, &q.answer)
}

// stateQuery asks a state machine for its state.
type stateQuery[S comparable] struct {
	sysMark
	answer answer[S]
}

var labelStateQuery = "machine_state"

func (*stateQuery[S]) label() *string       { return &labelStateQuery }
func (q *stateQuery[S]) drop(why error)     { refuseSys(&q.answer.pending, labelStateQuery, why) }
func (q *stateQuery[S]) tell(m *Machine[S]) { q.answer.give(m.state, nil) }
