package otp

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// ErrNoRequest says that a collection holds no request to wait for.
var ErrNoRequest = errors.New("no request")

// Requests is a collection of requests, each under a label, from which the
// answers are taken in the order in which they come, as the request id collections
// of gen_server. Several may have the same label. The zero value is empty.
type Requests[K comparable, R any] struct {
	mu   sync.Mutex
	open []labelled[K, R]
	wake *bell // all that the requests know of their collection
}

// Response is what has become of one request of a collection.
type Response[K comparable, R any] struct {
	Label K
	Value R
	Err   error // as from [Request.Wait]
}

type labelled[K comparable, R any] struct {
	label   K
	request *Request[R]
}

// bell wakes whoever waits; to ring it twice is to ring it once.
type bell struct{ c chan struct{} }

func (b *bell) ring() {
	select {
	case b.c <- struct{}{}:
	default:
	}
}

// Add puts a request into the collection, as reqids_add/3. It panics if the
// request is in one already.
func (s *Requests[K, R]) Add(label K, r *Request[R]) {
	r.mustBeSent()
	if !r.collected.CompareAndSwap(false, true) {
		panic("otp: a request is in two collections")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wake == nil {
		s.wake = &bell{make(chan struct{}, 1)}
	}
	if r.failed == nil {
		r.answer.bell.Store(s.wake)
	}
	s.open = append(s.open, labelled[K, R]{label: label, request: r})
	s.wake.ring() // it may be answered already
}

// Len returns how many requests have not been taken out, as reqids_size/1.
func (s *Requests[K, R]) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

// Next waits for the next answer and takes its request out, as wait_response/3
// with true. The error is [ErrNoRequest] if the collection is empty, and a
// [CallError] if ctx ends first: then nothing is lost. For a process, a request
// whose server waits for that very process has [ErrCycle] as its answer.
func (s *Requests[K, R]) Next(ctx context.Context) (Response[K, R], error) {
	w := newWait(ctx, Addr{}, "Requests", "Next", Infinity)
	for {
		got, servers, err := s.take(w)
		if err != nil || servers == nil {
			return got, err
		}
		select {
		case <-s.wake.c:
		case <-ctx.Done():
			err = w.cancelled()
		}
		for _, in := range servers {
			w.finish(in)
		}
		if err != nil {
			return got, err
		}
	}
}

// take takes out a request that is answered. If there is none, it returns the
// servers that the caller now waits for.
func (s *Requests[K, R]) take(w *wait) (got Response[K, R], servers []*incarnation, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) == 0 {
		if s.wake != nil {
			s.wake.ring() // others wait in vain, too
		}
		return got, nil, ErrNoRequest
	}
	for i, l := range s.open {
		ended := l.request.failed == nil && l.request.answer.server.over.Load()
		if v, there, err := l.request.check(ended); there {
			return s.takeLocked(i, v, err), nil, nil
		}
	}
	for i, l := range s.open {
		in, err := l.request.wait(w.ctx).beginAt(l.request.answer.server)
		if err != nil {
			for _, in := range servers {
				w.finish(in)
			}
			if !errors.Is(err, ErrCycle) {
				return got, nil, err
			}
			return s.takeLocked(i, got.Value, err), nil, nil
		}
		servers = append(servers, in)
	}
	return got, servers, nil
}

func (s *Requests[K, R]) takeLocked(i int, v R, err error) Response[K, R] {
	l := s.open[i]
	s.open = slices.Delete(s.open, i, i+1)
	if l.request.failed == nil {
		l.request.answer.bell.Store(nil)
	}
	l.request.collected.Store(false)
	s.wake.ring() // there may be another one, for another goroutine
	return Response[K, R]{Label: l.label, Value: v, Err: err}
}
