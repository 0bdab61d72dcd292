package otp_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// initFails is one start that is to go wrong.
type initFails uint8

const (
	_ initFails = iota
	initRefuses
	initPanics
	initIgnores
)

var errUnwilling = errors.New("unwilling")

// initOutcome does what the next Init of that name has been told to do.
func (x *chaos) initOutcome(name otp.Name) error {
	x.mu.Lock()
	var next initFails
	if plan := x.inits[name]; len(plan) > 0 {
		next, x.inits[name] = plan[0], plan[1:]
	}
	x.mu.Unlock()
	switch next {
	case initRefuses:
		return errUnwilling
	case initPanics:
		panic("init")
	case initIgnores:
		return otp.Ignore
	default:
		return nil
	}
}

// fault does one thing to the tree. Which one, and to whom, depends on the random numbers alone.
func (x *chaos) fault(r *rand.Rand) {
	to, id := x.anyone(r)
	sup := x.at([]string{"all", "rest", "fragile"}[r.IntN(3)])
	switch r.IntN(16) {
	case 0, 1:
		x.send(to, func(*subject) { panic("boom") })
	case 2:
		x.hit(to, otp.Killed)
	case 3:
		x.hit(to, otp.Shutdown)
	case 4:
		x.background(func(ctx context.Context) error { ref, _ := to.Ref(); return ref.Stop(ctx, otp.Normal) })
	case 5:
		x.hang(to)
	case 6:
		for range 1 + r.IntN(100) { // more than its mailbox takes
			x.send(to, func(*subject) { time.Sleep(100 * time.Microsecond) })
		}
	case 7:
		x.background(func(ctx context.Context) error { return otp.TerminateChild(ctx, sup, id) })
	case 8, 9, 10:
		x.background(func(ctx context.Context) (err error) {
			for id := range 3 {
				_, one := otp.RestartChild(ctx, sup, fmt.Sprint(id))
				err = errors.Join(err, one)
			}
			return err
		})
	case 11:
		x.failInits(r)
		x.send(to, func(*subject) { panic("boom") })
	case 12:
		x.hit(sup, otp.Killed)
	case 13:
		x.background(func(ctx context.Context) error {
			ref, _ := to.Ref()
			return otp.TerminateInstance(ctx, x.at("items"), ref)
		})
	case 14:
		x.background(func(ctx context.Context) (err error) {
			for key := range keys {
				_, one := otp.EnsureInstance(ctx, x.at("items"), keyed(key), key)
				err = errors.Join(err, one)
			}
			return err
		})
	case 15:
		x.send(x.sink(), func(s *subject) { x.watch(s, to) })
	}
}

// hit sends an exit signal.
func (x *chaos) hit(to otp.Addr, why otp.Reason) {
	if ref, ok := to.Ref(); ok {
		ref.Exit(why)
	}
}

func (x *chaos) send(to otp.Addr, f func(*subject)) {
	err := otp.Cast(context.Background(), to, &subjectDo, f)
	x.never(err != nil && !errors.Is(err, otp.ErrOverloaded), "cast to %s: %v", to, err)
}

// hang keeps a subject in a callback, whatever its context says, until its gate is opened.
func (x *chaos) hang(to otp.Addr) {
	gate := make(chan struct{})
	x.gates = append(x.gates, gate)
	x.send(to, func(*subject) { <-gate })
	if len(x.gates) > 4 {
		x.openGate()
	}
}

func (x *chaos) openGate() {
	close(x.gates[0])
	x.gates = x.gates[1:]
}

// failInits makes the next starts of some subject fail.
func (x *chaos) failInits(r *rand.Rand) {
	name := x.names[r.IntN(len(x.names))]
	var plan []initFails
	for range 1 + r.IntN(3) {
		plan = append(plan, []initFails{initRefuses, initRefuses, initPanics, initIgnores}[r.IntN(4)])
	}
	x.mu.Lock()
	x.inits[name] = plan
	x.mu.Unlock()
}

// background makes a request to a supervisor. It may fail in many ways, but must end.
func (x *chaos) background(request func(ctx context.Context) error) {
	x.asks.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		defer cancel()
		_ = request(ctx)
	})
}

// watch makes the sink monitor somebody, and counts the notices.
func (x *chaos) watch(s *subject, to otp.Addr) {
	ref, ok := to.Ref()
	if !ok || x.watched[ref] != nil {
		return
	}
	notices := new(count)
	x.watched[ref] = notices
	s.c.Monitor(ref.Addr(), func(otp.Reason) { notices.up() })
}
