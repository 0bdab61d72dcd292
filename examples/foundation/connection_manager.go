package foundation

import (
	"context"
	"errors"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// request is one Fetch under way: who waits for it, and the task that works
// on it.
type request struct {
	caller otp.Caller
	task   otp.Ref
}

// connectionManager parks each caller and lets a task do the work, so that a
// slow upstream never keeps the manager from its other callers.
type connectionManager struct {
	running map[uint64]request
	last    uint64
	stats   ConnectionStats
}

func newConnectionManager() ConnectionManagerHandler { return &connectionManager{} }

func (m *connectionManager) Init(c *ConnectionManagerCtx) error {
	m.running = map[uint64]request{}
	return nil
}

func (m *connectionManager) Fetch(c *ConnectionManagerCtx, path string, patience time.Duration, reply ConnectionManagerFetchReply) {
	workers := c.Workers
	task, err := c.Tasks.Start(c, func(ctx context.Context) error {
		return fetch(ctx, workers, path, patience, reply)
	})
	if err != nil {
		m.stats.Failed++
		reply.Fail(ConnectionsBusy{})
		return
	}
	m.last++
	id := m.last
	m.running[id] = request{caller: reply.Caller(), task: task}
	c.Monitor(task.Addr(), func(why otp.Reason) { m.finished(c, id, why) })
}

// fetch borrows a worker for one request and answers the caller. Its error, the
// end of the task, is for the statistics.
func fetch(ctx context.Context, workers ConnectionManagerWorkers, path string, patience time.Duration, reply ConnectionManagerFetchReply) error {
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	worker, err := workers.Checkout(waiting)
	if err != nil {
		reply.Fail(ConnectionsBusy{Waited: patience})
		return err
	}
	defer worker.Return()
	response, err := worker.Get(ctx, path)
	if err == nil {
		reply.Send(response)
		return nil
	}
	var failed RequestFailed
	if !errors.As(err, &failed) { // the worker crashed or took too long
		failed = RequestFailed{Path: path, Reason: err.Error()}
	}
	reply.Fail(failed)
	return err
}

// FetchCallerDown gives up the work that nobody waits for any more.
func (m *connectionManager) FetchCallerDown(c *ConnectionManagerCtx, caller otp.Caller, why otp.Reason) {
	for id, r := range m.running {
		if r.caller == caller {
			r.task.Exit(otp.Shutdown)
			delete(m.running, id)
			m.stats.Abandoned++
		}
	}
}

// finished is told of the end of a task, however it ended: a monitor's notice
// cannot be lost, as a message to a full mailbox can. A request that was given
// up is forgotten already.
func (m *connectionManager) finished(c *ConnectionManagerCtx, id uint64, why otp.Reason) {
	r, waited := m.running[id]
	if !waited {
		return
	}
	delete(m.running, id)
	c.DemonitorCaller(r.caller)
	event := "foundation.connections.served"
	if why.IsNormalEnd() {
		m.stats.Served++
	} else {
		m.stats.Failed++
		event = "foundation.connections.failed"
	}
	if err := c.TelemetryService.Execute(c, event, map[string]float64{"counter": 1}, nil); err != nil {
		c.Log().Warn("request not counted", "error", err)
	}
}

func (m *connectionManager) Stats(c *ConnectionManagerCtx) ConnectionStats {
	stats := m.stats
	stats.Waiting = len(m.running)
	return stats
}
