package otp_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
)

// Casts until all are handled, beside a buffered channel with a goroutine behind
// it. Both make a sender that is too fast wait.

const benchRoom = 1 << 20

func BenchmarkCastChannel(b *testing.B) {
	for _, producers := range []int{1, 8} {
		b.Run(fmt.Sprintf("producers=%d", producers), func(b *testing.B) {
			c, done := make(chan int, benchRoom), make(chan int)
			go func() {
				n := 0
				for by := range c {
					n += by
				}
				done <- n
			}()
			b.ReportAllocs()
			b.ResetTimer()
			produce(b, producers, func() { c <- 1 })
			close(c)
			<-done
		})
	}
}

var sumAdd = otp.CastOp[sums, int]{Service: "Sums", Message: "Add", Handle: func(t *sums, by int) { t.add(by) }}

type sums struct {
	n, target int
	done      chan struct{}
}

func (t *sums) add(by int) {
	if t.n += by; t.n == t.target {
		close(t.done)
	}
}

func BenchmarkCast(b *testing.B) {
	for _, producers := range []int{1, 8} {
		b.Run(fmt.Sprintf("producers=%d", producers), func(b *testing.B) {
			state := &sums{target: b.N, done: make(chan struct{})}
			sys, err := otp.StartRoot(b.Context(), otp.ChildSpec{ID: "Root", Start: otp.Supervisor(func() (otp.SupervisorSpec, error) {
				return otp.SupervisorSpec{Children: []otp.ChildSpec{{ID: "Sums", Name: otp.Name{Service: "Sums"}, Start: otp.Server(otp.ServerKind[sums]{
					Service: "Sums", New: func(*otp.Ctx) *sums { return state }, Mailbox: otp.Mailbox{Capacity: benchRoom, Overflow: otp.Block},
				})}}}, nil
			})}, quietly(&eventLog{})...)
			require.NoError(b, err)
			defer func() { require.NoError(b, sys.Stop(context.Background())) }()
			to := sys.Lookup(otp.Name{Service: "Sums"})
			b.ReportAllocs()
			b.ResetTimer()
			produce(b, producers, func() {
				if err := otp.Cast(context.Background(), to, &sumAdd, 1); err != nil {
					b.Error(err)
				}
			})
			<-state.done
		})
	}
}

// produce does b.N times what it is told, shared by so many goroutines.
func produce(b *testing.B, producers int, one func()) {
	var all sync.WaitGroup
	for p := range producers {
		all.Go(func() {
			for i := p; i < b.N; i += producers {
				one()
			}
		})
	}
	all.Wait()
}
