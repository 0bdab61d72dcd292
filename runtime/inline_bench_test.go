package otp_test

import (
	"context"
	"sync"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
)

// Inline calls beside what is the least that one could write by hand: the state
// under a lock.

var counterAddInline = otp.CallOp[counterProc, int, int]{
	Service: "Counter", Message: "Add", Inline: true,
	Handle: func(p *counterProc, by int) (int, error) { return p.h.Add(&p.c, by) },
}

func BenchmarkCallMutex(b *testing.B) {
	var mu sync.Mutex
	n := 0
	for b.Loop() {
		mu.Lock()
		n++
		mu.Unlock()
	}
}

func BenchmarkCallInline(b *testing.B) {
	c := benchCounter(b, 10).Addr()
	b.ReportAllocs()
	ctx := context.Background()
	for b.Loop() {
		if _, err := otp.Call(ctx, c, &counterAddInline, 1); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCallInlineParallel(b *testing.B) {
	c := benchCounter(b, 10).Addr()
	b.ReportAllocs()
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := otp.Call(context.Background(), c, &counterAddInline, 1); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
