package otp_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func blocking(k *otp.ServerKind[worker]) { k.Mailbox = otp.Mailbox{Capacity: 1, Overflow: otp.Block} }

func publisherOf(spec otp.PubSubSpec[int]) otp.ChildSpec {
	return otp.ChildSpec{ID: "p", Name: otp.Name{Service: "p"}, Start: otp.PubSub[string, int](spec)}
}

// fence kills an incarnation and waits until everybody can know.
func fence(ref otp.Ref) {
	ref.Exit(otp.Killed)
	<-ref.Done()
}

// What waits for room when its sender is fenced off is never delivered, and what
// waits behind it is.
func TestBlockedMessageOfAFencedSenderIsDropped(t *testing.T) {
	proof.Of(t, 402)
	for name, context := range map[string]func(*otp.Ctx) context.Context{
		"its own context": func(c *otp.Ctx) context.Context { return c },
		"one without end": func(c *otp.Ctx) context.Context { return context.WithoutCancel(c) },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				c := startClocked(t, publisherOf(otp.PubSubSpec[int]{Timeout: otp.Infinity}),
					workerOf("a"), workerOf("a2"), workerOf("live"), workerOf("b", blocking), workerOf("s"))
				topics, gate := otp.TopicsAt[string, int](c.at("p")), make(chan struct{})
				c.run("s", func(s *worker) {
					assert.NoError(t, topics.Subscribe(s.c, "x", func(m int) { c.add("m%d", m) }, otp.WithQueue(otp.Mailbox{Capacity: 1, Overflow: otp.Block})))
				})
				for _, busy := range []string{"s", "b"} {
					tell(t, c.at(busy), func(*worker) { <-gate })
				}
				synctest.Wait()
				tell(t, c.at("b"), func(*worker) { c.add("first") })
				_, err := topics.Publish(t.Context(), "x", 1)
				require.NoError(t, err)
				a, a2 := c.ref("a"), c.ref("a2")
				cast := func(w *worker, what string) {
					_ = otp.Cast(context(w.c), c.at("b"), &workerTell, func(*worker) { c.add("%s", what) })
				}
				tell(t, a.Addr(), func(w *worker) { cast(w, "fenced") })
				tell(t, a2.Addr(), func(w *worker) { _, _ = topics.Publish(context(w.c), "x", 2) })
				synctest.Wait()
				tell(t, c.at("live"), func(w *worker) { cast(w, "behind it"); _, _ = topics.Publish(w.c, "x", 3) })
				synctest.Wait()
				fence(a)
				fence(a2)
				close(gate)
				assert.ElementsMatch(t, []string{"first", "behind it", "m1", "m3"}, c.pass(time.Minute))
				assert.Empty(t, leaksOf(c.world, "goroutine"), "nobody waits for ever")
			})
		})
	}
}

// A sender that is fenced off after it has been looked at, and before the message
// is in the mailbox, reaches nobody: here while the arguments are copied.
func TestFencedWhileSending(t *testing.T) {
	proof.Of(t, 402)
	bubble(t, func(t *testing.T) {
		var a otp.Ref
		copied := func(f func(*worker) (int, error)) func(*worker) (int, error) { fence(a); return f }
		call := workerDo
		call.CopyArgs = copied
		cast := workerTell
		cast.CopyArgs = func(f func(*worker)) func(*worker) { fence(a); return f }
		spec := otp.PubSubSpec[int]{Copy: func(m int) int { fence(a); return m }}
		c := startClocked(t, publisherOf(spec), workerOf("a"), workerOf("b"))
		topics := otp.TopicsAt[string, int](c.at("p"))
		c.run("b", func(b *worker) { assert.NoError(t, topics.Subscribe(b.c, "x", func(int) { c.add("published") })) })
		said := func(what string) func(*worker) (int, error) {
			return func(*worker) (int, error) { c.add("%s", what); return 0, nil }
		}
		for name, send := range map[string]func(*worker){
			"cast":    func(w *worker) { assert.NoError(t, otp.Cast(w.c, c.at("b"), &cast, func(*worker) { c.add("cast") })) },
			"publish": func(w *worker) { _, err := topics.Publish(w.c, "x", 1); assert.NoError(t, err) },
			"request": func(w *worker) {
				_, err := otp.SendRequest(w.c, c.at("b"), &call, said("request")).Wait(t.Context())
				assert.ErrorIs(t, err, otp.ErrStopped)
			},
			"call": func(w *worker) {
				_, err := otp.Call(w.c, c.at("b"), &call, said("call"))
				assert.ErrorIs(t, err, otp.ErrStopped)
			},
		} {
			a = c.ref("a")
			tell(t, a.Addr(), send)
			<-a.Done()
			synctest.Wait()
			assert.Empty(t, c.take(), name)
		}
	})
}

// A publisher that crashes on its way through the subscribers leaves the lines in
// which it has waited.
func TestPublisherThatCrashesLeavesTheLines(t *testing.T) {
	for name, outside := range map[string]bool{"a process": false, "outside": true} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				copies := 0
				spec := otp.PubSubSpec[int]{Copy: func(m int) int {
					if m == 2 {
						if copies++; copies == 2 {
							panic("copy")
						}
					}
					return m
				}}
				c := startClocked(t, publisherOf(spec), workerOf("a"), workerOf("s"), workerOf("s2"))
				topics, gate := otp.TopicsAt[string, int](c.at("p")), make(chan struct{})
				for _, s := range []string{"s", "s2"} {
					c.run(s, func(w *worker) {
						assert.NoError(t, topics.Subscribe(w.c, "x", func(m int) { c.add("%s m%d", s, m) }, otp.WithQueue(otp.Mailbox{Capacity: 1, Overflow: otp.Block})))
					})
				}
				tell(t, c.at("s"), func(*worker) { <-gate })
				synctest.Wait()
				_, err := topics.Publish(t.Context(), "x", 1)
				require.NoError(t, err)
				if outside {
					assert.Panics(t, func() { _, _ = topics.Publish(t.Context(), "x", 2) })
				} else {
					a := c.ref("a")
					tell(t, a.Addr(), func(w *worker) { _, _ = topics.Publish(w.c, "x", 2) })
					<-a.Done()
				}
				close(gate)
				assert.ElementsMatch(t, []string{"s m1", "s2 m1"}, c.pass(time.Hour))
			})
		})
	}
}

// Once it is known that a server is over, its request has no answer.
func TestRequestIsSettledByTheEndOfTheServer(t *testing.T) {
	bubble(t, func(t *testing.T) {
		c := startClocked(t, workerOf("a"), workerOf("b"))
		b, gate := c.ref("b"), make(chan struct{})
		tell(t, b.Addr(), func(w *worker) { w.c.Own(closerFunc(func() error { <-gate; return nil })) })
		r := otp.SendRequest(t.Context(), b.Addr(), &workerLater, func(*worker, otp.Reply[int]) {})
		synctest.Wait()
		b.Exit(otp.Killed) // and it is not buried
		_, there, err := r.Check()
		assert.True(t, there)
		assert.ErrorIs(t, err, otp.ErrDown)
		close(gate)
	})
}
