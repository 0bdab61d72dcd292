package otp_test

import (
	"context"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
)

// BenchmarkCallChain is a call that goes through 16 servers, each of which asks
// the next.
func BenchmarkCallChain(b *testing.B) {
	for _, way := range []struct {
		name   string
		inline bool
	}{{"mailbox", false}, {"inline", true}} {
		b.Run(way.name, func(b *testing.B) {
			const length = 16
			type link struct {
				c    *otp.Ctx
				next otp.Addr
			}
			hop := otp.CallOp[link, int, int]{Service: "Link", Message: "Hop", Inline: way.inline}
			hop.Handle = func(l *link, n int) (int, error) {
				if l.next.IsZero() {
					return n, nil
				}
				return otp.Call(l.c, l.next, &hop, n+1)
			}
			var specs []otp.ChildSpec
			for i := range length {
				at, next := string(rune('a'+i)), string(rune('a'+i+1))
				specs = append(specs, otp.ChildSpec{ID: at, Name: otp.Name{Service: at}, Start: otp.Server(otp.ServerKind[link]{
					Service: "Link", New: func(c *otp.Ctx) *link {
						l := &link{c: c}
						if i < length-1 {
							l.next = c.Lookup(otp.Name{Service: next})
						}
						return l
					},
				})})
			}
			sys, err := otp.StartRoot(b.Context(), supervisorOf("Root", specs), quietly(&eventLog{})...)
			require.NoError(b, err)
			defer func() { require.NoError(b, sys.Stop(context.Background())) }()
			first := sys.Lookup(otp.Name{Service: "a"})
			b.ReportAllocs()
			for b.Loop() {
				if n, err := otp.Call(context.Background(), first, &hop, 0); n != length-1 {
					b.Fatal(n, err)
				}
			}
		})
	}
}
