// Package service is what the frameworks that only supervise have as children: a
// loop on a channel, which outlives a crash.
package service

import (
	"context"
	"sync"

	"github.com/otpgen/otpgen/bench/work"
)

// Service is one child.
type Service struct {
	id       int
	started  func(id int)
	requests chan request
	replies  *sync.Pool
}

// request is a crash if nobody waits for a reply.
type request struct{ reply chan int }

// Serve is one incarnation.
func (s *Service) Serve(ctx context.Context) error {
	s.started(s.id)
	counter := work.NewCounter()
	for {
		select {
		case q := <-s.requests:
			if q.reply == nil {
				panic("crash")
			}
			q.reply <- counter.Add(1)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Tree is a supervisor's children, and how it is stopped.
type Tree struct {
	Services []*Service
	OnStop   func()
}

// NewTree makes the children.
func NewTree(n int, started func(id int)) *Tree {
	replies := &sync.Pool{New: func() any { return make(chan int, 1) }}
	t := &Tree{Services: make([]*Service, n)}
	for id := range n {
		t.Services[id] = &Service{id, started, make(chan request), replies}
	}
	return t
}

// Stop is work.Tree's.
func (t *Tree) Stop() { t.OnStop() }

// Crash is work.Tree's.
func (t *Tree) Crash(id int) error {
	t.Services[id].requests <- request{}
	return nil
}

// Call is work.Tree's.
func (t *Tree) Call(id int) error {
	s := t.Services[id]
	reply := s.replies.Get().(chan int)
	s.requests <- request{reply}
	<-reply
	s.replies.Put(reply)
	return nil
}
