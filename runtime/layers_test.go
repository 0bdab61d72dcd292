package otp_test

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
)

// Each of two processes of one layer waits for both of the next: there are 2^40
// ways through the layers, and 80 processes.
func TestSearchForACycleLooksAtEachProcessOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const layers = 40
		id := func(layer, i int) string { return fmt.Sprintf("%d_%d", layer, i) }
		children := []otp.ChildSpec{workerOf("asker")}
		for layer := range layers {
			children = append(children, workerOf(id(layer, 0)), workerOf(id(layer, 1)))
		}
		w := start(t, children...)
		hold := make(chan struct{})
		for layer := layers - 1; layer >= 0; layer-- {
			for i := range 2 {
				tell(t, w.at(id(layer, i)), func(p *worker) {
					if layer == layers-1 {
						<-hold
						return
					}
					var both sync.WaitGroup
					for next := range 2 {
						both.Go(func() { _, _ = do(p.c, p.c.Lookup(otp.Name{Service: id(layer+1, next)}), answer(0)) })
					}
					both.Wait()
				})
			}
			synctest.Wait()
		}
		answered := make(chan error, 1)
		tell(t, w.at("asker"), func(p *worker) {
			_, err := do(p.c, p.c.Lookup(otp.Name{Service: id(0, 0)}), answer(0))
			answered <- err
		})
		synctest.Wait()
		close(hold)
		assert.NoError(t, <-answered)
	})
}
