package otp_test

import (
	"context"
	"fmt"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
)

var counterCrash = otp.CastOp[counterProc, struct{}]{
	Service: "Counter", Message: "Boom", Handle: func(_ *counterProc, _ struct{}) { panic("boom") },
}

// BenchmarkCrash is a panic in a handler and the first answer of the next
// incarnation.
func BenchmarkCrash(b *testing.B) {
	for _, siblings := range []int{10, 10_000} {
		b.Run(fmt.Sprintf("siblings=%d", siblings), func(b *testing.B) {
			c := benchCounter(b, siblings).Addr()
			b.ReportAllocs()
			for b.Loop() {
				ref, _ := c.Ref()
				require.NoError(b, otp.Cast(context.Background(), c, &counterCrash, struct{}{}))
				<-ref.Done()
				if _, err := otp.Call(context.Background(), c, &counterGet, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
