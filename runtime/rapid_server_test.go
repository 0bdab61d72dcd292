package otp_test

import (
	"context"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// room is how many messages the mailbox of the server under test takes.
const room = 3

var workerAsk = otp.CallOp[worker, func(*worker) (int, error), int]{
	Service: "Worker", Message: "Ask", Timeout: otp.Infinity,
	Handle: func(w *worker, f func(*worker) (int, error)) (int, error) { return f(w) },
}

// sent is one message as the model sees it.
type sent struct {
	by      int          // is added to the state
	ends    bool         // it ends the server instead
	bounded bool         // it counts against the capacity
	asked   chan outcome // of a call: what the caller gets
	cancel  func()       // of a call
	gone    bool         // the caller has given up
}

type outcome struct {
	value int
	err   error
}

// serverModel is a server as a queue and a number.
type serverModel struct {
	sys   *otp.System
	up    bool
	lives uint64
	state int
	gate  chan struct{} // a callback waits for it; nil: the server is idle
	queue []*sent
}

func (m *serverModel) at() otp.Addr { return m.sys.Lookup(otp.Name{Service: "a"}) }

// TestServerModel: whatever is done to a server in whatever order, it handles its messages one by one in order of
// arrival, answers each call once, refuses what finds no room, loses what waits when it ends, and is there again with a
// new state.
func TestServerModel(t *testing.T) {
	property(t, func(rt *rapid.T) {
		m := &serverModel{up: true, lives: 1}
		m.sys = grow(rt, workerOf("a", func(k *otp.ServerKind[worker]) { k.Mailbox.Capacity = room }))
		rt.Cleanup(m.release)
		rt.Repeat(map[string]func(*rapid.T){
			"":          m.check,
			"cast":      m.cast,
			"call":      m.call,
			"give up":   m.giveUp,
			"block":     m.block,
			"open":      m.open,
			"crash":     m.crash,
			"stop":      m.stop,
			"kill":      m.kill,
			"terminate": m.terminate,
			"restart":   m.restart,
		})
	})
}

func (m *serverModel) check(rt *rapid.T) {
	synctest.Wait()
	ref, up := m.at().Ref()
	require.Equal(rt, m.up, up)
	if !up {
		return
	}
	require.Equal(rt, m.lives, ref.Incarnation())
	require.Equal(rt, len(m.queue), ref.MessageQueueLen())
	if m.gate == nil {
		n, err := otp.Call(context.Background(), m.at(), &workerAsk, func(w *worker) (int, error) { return w.n, nil })
		require.NoError(rt, err)
		require.Equal(rt, m.state, n)
	}
}

// full reports whether the mailbox takes no more.
func (m *serverModel) full() bool {
	bounded := 0
	for _, s := range m.queue {
		if s.bounded {
			bounded++
		}
	}
	return m.gate != nil && bounded == room
}

func (m *serverModel) cast(rt *rapid.T) {
	by := rapid.IntRange(1, 9).Draw(rt, "by")
	err := otp.Cast(context.Background(), m.at(), &workerTell, func(w *worker) { w.n += by })
	m.casted(rt, err, &sent{by: by, bounded: true})
}

func (m *serverModel) crash(rt *rapid.T) {
	err := otp.Cast(context.Background(), m.at(), &workerTell, func(*worker) { panic("boom") })
	m.casted(rt, err, &sent{ends: true, bounded: true})
}

func (m *serverModel) casted(rt *rapid.T, err error, s *sent) {
	switch {
	case !m.up:
		require.NoError(rt, err, "a cast to nobody")
	case m.full():
		require.ErrorIs(rt, err, otp.ErrOverloaded)
	default:
		require.NoError(rt, err)
		m.accept(rt, s)
	}
}

func (m *serverModel) call(rt *rapid.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := &sent{by: rapid.IntRange(1, 9).Draw(rt, "by"), bounded: true, asked: make(chan outcome, 1), cancel: cancel}
	go func() {
		defer cancel()
		n, err := otp.Call(ctx, m.at(), &workerAsk, func(w *worker) (int, error) { w.n += s.by; return w.n, nil })
		s.asked <- outcome{n, err}
	}()
	synctest.Wait()
	switch {
	case !m.up:
		require.ErrorIs(rt, (<-s.asked).err, otp.ErrNoProc)
	case m.full():
		require.ErrorIs(rt, (<-s.asked).err, otp.ErrOverloaded)
	default:
		m.accept(rt, s)
	}
}

// giveUp makes the caller that has waited longest give up. Its message is handled all the same.
func (m *serverModel) giveUp(rt *rapid.T) {
	for _, s := range m.queue {
		if s.asked != nil && !s.gone {
			s.cancel()
			require.ErrorIs(rt, (<-s.asked).err, otp.ErrCanceled)
			s.gone = true
			return
		}
	}
	rt.Skip("nobody waits")
}

func (m *serverModel) stop(rt *rapid.T) {
	ref, up := m.at().Ref()
	if !up {
		rt.Skip("it is down")
	}
	s := &sent{ends: true}
	go func() { assert.NotErrorIs(rt, ref.Stop(context.Background(), otp.Normal), otp.ErrTimeout) }()
	synctest.Wait()
	m.accept(rt, s)
}

// accept handles a message, or lets it wait.
func (m *serverModel) accept(rt *rapid.T, s *sent) {
	m.queue = append(m.queue, s)
	if m.gate == nil {
		m.drain(rt)
	}
}

func (m *serverModel) drain(rt *rapid.T) {
	for len(m.queue) > 0 {
		s := m.queue[0]
		m.queue = m.queue[1:]
		if s.ends {
			m.end(rt)
			m.begin()
			return
		}
		m.state += s.by
		if s.asked != nil && !s.gone {
			got := <-s.asked
			require.NoError(rt, got.err)
			require.Equal(rt, m.state, got.value)
		}
	}
}

// end loses what waits.
func (m *serverModel) end(rt *rapid.T) {
	for _, s := range m.queue {
		if s.asked != nil && !s.gone {
			require.ErrorIs(rt, (<-s.asked).err, otp.ErrDown)
		}
	}
	m.queue, m.up = nil, false
}

func (m *serverModel) begin() {
	m.up, m.state = true, 0
	m.lives++
}

func (m *serverModel) block(rt *rapid.T) {
	if !m.up || m.gate != nil {
		rt.Skip("it is down, or blocked")
	}
	gate := make(chan struct{})
	m.gate = gate
	require.NoError(rt, otp.Cast(context.Background(), m.at(), &workerTell, func(*worker) { <-gate }))
}

func (m *serverModel) release() {
	if m.gate != nil {
		close(m.gate)
		m.gate = nil
	}
}

func (m *serverModel) open(rt *rapid.T) {
	if m.gate == nil {
		rt.Skip("nothing to open")
	}
	m.release()
	m.drain(rt)
}

// kill ends it at once, whatever it does: the callback in hand is fenced off.
func (m *serverModel) kill(rt *rapid.T) {
	ref, up := m.at().Ref()
	if !up {
		rt.Skip("it is down")
	}
	ref.Exit(otp.Killed)
	m.end(rt)
	m.begin()
	synctest.Wait()
	m.release()
}

func (m *serverModel) terminate(rt *rapid.T) {
	require.NoError(rt, otp.TerminateChild(context.Background(), m.sys.Root(), "a"))
	if m.up {
		m.end(rt)
	}
	m.release()
}

func (m *serverModel) restart(rt *rapid.T) {
	_, err := otp.RestartChild(context.Background(), m.sys.Root(), "a")
	if m.up {
		require.ErrorIs(rt, err, otp.ErrRunning)
		return
	}
	require.NoError(rt, err)
	m.begin()
}
