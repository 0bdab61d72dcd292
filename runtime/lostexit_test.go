package otp

import (
	"testing"
	"testing/synctest"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
	"github.com/stretchr/testify/assert"
)

// slowParent holds up the news that a process is up.
type slowParent struct {
	gate <-chan struct{}
	news chan<- string
}

func (p slowParent) childUp(*incarnation)             { <-p.gate; p.news <- "up" }
func (p slowParent) childIgnored(*incarnation)        { p.news <- "ignored" }
func (p slowParent) childFailed(*incarnation, Reason) { p.news <- "failed" }
func (p slowParent) childDown(*incarnation, Reason)   { p.news <- "down" }

// A supervisor that is to stop waits for the end of each child that it believes
// to run, so an end that it hears of before the start is lost.
func TestParentHearsOfTheStartBeforeTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sys := NewSystem()
		gate, news := make(chan struct{}), make(chan string, 2)
		spec := ChildSpec{ID: "a", Start: Server(ServerKind[struct{}]{Service: "A", New: func(*Ctx) *struct{} { return &struct{}{} }})}
		in := newIncarnation(&slot{sys: sys, home: sys.names}, place{id: "a"}, &spec, nil, supcore.Ref(1), slowParent{gate, news})
		in.launch()
		synctest.Wait()
		assert.True(t, in.running(), "it is up, and about to say so")
		in.kill()
		synctest.Wait()
		assert.Empty(t, news)
		close(gate)
		synctest.Wait()
		assert.Equal(t, "up", <-news)
		assert.Equal(t, "down", <-news)
	})
}
