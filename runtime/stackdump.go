package otp

import (
	"bytes"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"
)

const (
	// dumpEvery is the least time between two dumps of all stacks.
	dumpEvery = time.Second
	// maxDumped is with how many goroutines a dump is still taken. The program
	// stands still meanwhile: with 10,000 goroutines for some 10 ms.
	maxDumped = 10_000
	// stackSize is how much room the stack of one goroutine has in a dump, on
	// average: a dump that needs more is cut.
	stackSize = 2 << 10
)

// stackDump finds the stack of one goroutine among all, which is how the
// standard library has them. It bounds what that costs however many processes
// are abandoned.
type stackDump struct {
	mu     sync.Mutex
	next   time.Time // not before
	taken  time.Time // when stacks was taken
	stacks [][]byte
}

// of returns the stack of a goroutine that is stuck since some time, or nil.
func (d *stackDump) of(who whose, since time.Time) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	if !now.Before(d.next) {
		d.take(maxDumped)
		d.taken = now
		d.next = time.Now().Add(dumpEvery)
		time.AfterFunc(dumpEvery, d.forget)
	}
	if d.taken.Before(since) { // it was somewhere else by then
		return nil
	}
	return d.find(who)
}

func (d *stackDump) find(who whose) []byte {
	if i := slices.IndexFunc(d.stacks, who); i >= 0 {
		return bytes.Clone(d.stacks[i])
	}
	return nil
}

func (d *stackDump) take(most int) {
	d.stacks = nil
	n := runtime.NumGoroutine()
	if n > most {
		return
	}
	all := make([]byte, (n+32)*stackSize)
	all = all[:runtime.Stack(all, true)]
	d.stacks = bytes.Split(all, []byte("\n\n"))
}

// forget frees the memory of the last dump.
func (d *stackDump) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !time.Now().Before(d.next) {
		d.stacks = nil
	}
}

// goroutineOf returns the number in the first line of a stack,
// "goroutine 12 [running]:"; 0 if the form has changed: reports go without a
// stack then.
func goroutineOf(stack []byte) uint64 {
	number, _, _ := bytes.Cut(bytes.TrimPrefix(stack, []byte("goroutine ")), []byte(" "))
	id, err := strconv.ParseUint(string(number), 10, 64)
	if err != nil {
		return 0
	}
	return id
}
