package otp_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type topics = otp.Topics[string, []int]

func pubSubOf(id string, change ...func(s *otp.PubSubSpec[[]int])) otp.ChildSpec {
	spec := otp.PubSubSpec[[]int]{}
	for _, f := range change {
		f(&spec)
	}
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.PubSub[string](spec)}
}

func (w *world) topics(name string) topics { return otp.TopicsAt[string, []int](w.at(name)) }

// subscribe makes a worker note what is published.
func (w *world) subscribe(name string, to topics, topic string, j *journal, opts ...otp.SubscribeOption) {
	w.t.Helper()
	require.NoError(w.t, w.as(name, func(c *otp.Ctx) error {
		return to.Subscribe(c, topic, func(m []int) { j.add("%s %v", name, m) }, opts...)
	}))
}

func (w *world) publish(to topics, topic string, m ...int) int {
	w.t.Helper()
	n, err := to.Publish(w.t.Context(), topic, m)
	require.NoError(w.t, err)
	return n
}

// held makes a worker busy until it is let go.
func (w *world) held(name string) (release func()) {
	gate := make(chan struct{})
	tell(w.t, w.at(name), func(*worker) { <-gate })
	synctest.Wait()
	return func() { close(gate) }
}

func TestPublishReachesTheSubscribers(t *testing.T) {
	proof.Of(t, 441)
	bubble(t, func(t *testing.T) {
		proof.Of(t, 199, 200)
		var j journal
		w := start(t, pubSubOf("p"), workerOf("a"), workerOf("b"), workerOf("c"))
		p := w.topics("p")
		assert.Zero(t, w.publish(p, "x", 0), "nobody hears it")
		w.subscribe("a", p, "x", &j)
		w.subscribe("b", p, "x", &j)
		w.subscribe("a", p, "x", &j)
		w.subscribe("c", p, "y", &j)
		assert.Equal(t, []otp.Ref{w.ref("a"), w.ref("b"), w.ref("a")}, p.Subscribers("x"))
		assert.Equal(t, 3, w.publish(p, "x", 1))
		assert.Equal(t, 1, w.publish(p, "y", 2))
		synctest.Wait()
		assert.ElementsMatch(t, []string{"a [1]", "a [1]", "b [1]", "c [2]"}, j.take())
	})
}

// Published messages take their turn among all others of the same sender.
func TestPublicationsKeepTheirOrder(t *testing.T) {
	proof.Of(t, 441)
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, pubSubOf("p"), workerOf("a"))
		p := w.topics("p")
		w.subscribe("a", p, "x", &j)
		release := w.held("a")
		for i := range 100 {
			w.publish(p, "x", i)
			tell(t, w.at("a"), func(*worker) { j.add("cast %d", i) })
		}
		assert.Equal(t, 200, w.ref("a").MessageQueueLen())
		release()
		synctest.Wait()
		lines := j.take()
		require.Len(t, lines, 200)
		for i := range 100 {
			assert.Equal(t, []string{fmt.Sprintf("a [%d]", i), fmt.Sprintf("cast %d", i)}, lines[2*i:2*i+2])
		}
	})
}

func TestUnsubscribe(t *testing.T) {
	bubble(t, func(t *testing.T) {
		proof.Of(t, 197)
		var j journal
		w := start(t, pubSubOf("p"), workerOf("a"), workerOf("b"))
		p := w.topics("p")
		w.subscribe("a", p, "x", &j)
		w.subscribe("a", p, "x", &j)
		w.subscribe("a", p, "y", &j)
		w.subscribe("b", p, "x", &j)
		release := w.held("a")
		tell(t, w.at("a"), func(self *worker) {
			p.Unsubscribe(self.c, "x") // with two messages in the queue of each
			p.Unsubscribe(self.c, "none")
			assert.NoError(t, p.Subscribe(self.c, "x", func(m []int) { j.add("anew %v", m) }))
		})
		w.publish(p, "x", 1)
		w.publish(p, "x", 2)
		w.publish(p, "y", 3)
		release()
		synctest.Wait()
		assert.ElementsMatch(t, []string{"b [1]", "b [2]", "a [3]"}, j.take())
		assert.Equal(t, 2, w.publish(p, "x", 4))
		synctest.Wait()
		assert.ElementsMatch(t, []string{"b [4]", "anew [4]"}, j.take())
	})
}

// A dead subscriber is dropped at once; its successor hears what is published
// after it has subscribed again.
func TestDeadSubscribersAreDropped(t *testing.T) {
	proof.Of(t, 443)
	bubble(t, func(t *testing.T) {
		proof.Of(t, 195, 196)
		var j journal
		w := start(t, pubSubOf("p"), workerOf("a"), workerOf("b", func(k *otp.ServerKind[worker]) {
			k.Init = func(self *worker) error {
				p := otp.TopicsAt[string, []int](self.c.Lookup(otp.Name{Service: "p"}))
				return p.Subscribe(self.c, "x", func(m []int) { j.add("%s %v", self.c.Self(), m) })
			}
		}))
		p := w.topics("p")
		w.subscribe("a", p, "x", &j)
		release := w.held("a")
		assert.Equal(t, 2, w.publish(p, "x", 1))
		w.ref("a").Exit(otp.Killed) // with a message in its queue
		assert.Equal(t, 1, w.publish(p, "x", 2))
		release()
		w.crash("b")
		assert.Equal(t, 1, w.publish(p, "x", 3))
		synctest.Wait()
		assert.Equal(t, []string{"Root/b#1 [1]", "Root/b#1 [2]", "Root/b#2 [3]"}, j.take())
	})
}

func TestCrashInASubscription(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, pubSubOf("p"), workerOf("a"))
		p := w.topics("p")
		require.NoError(t, w.as("a", func(c *otp.Ctx) error { return p.Subscribe(c, "x", func([]int) { panic("boom") }) }))
		ref := w.ref("a")
		w.publish(p, "x", 1)
		<-ref.Done()
		crashed := eventsOf[otp.Crashed](w)
		require.Len(t, crashed, 1)
		assert.Equal(t, "publication", crashed[0].Message)
	})
}

func TestFencedProcessesNeitherHearNorPublish(t *testing.T) {
	proof.Of(t, 401, 443)
	bubble(t, func(t *testing.T) {
		var j journal
		a := workerOf("a")
		a.Restart = otp.Temporary
		w := start(t, pubSubOf("p"), a, workerOf("b"))
		p := w.topics("p")
		w.subscribe("a", p, "x", &j)
		w.subscribe("b", p, "x", &j)
		gate, ref := make(chan struct{}), w.ref("a")
		hang(t, w.at("a"), gate, func(self *worker) {
			n, err := p.Publish(context.WithoutCancel(self.c), "x", []int{9})
			assert.NoError(t, err)
			assert.Zero(t, n)
			assert.ErrorIs(t, p.Subscribe(self.c, "x", func([]int) { j.add("late") }), otp.ErrStopped)
		})
		w.publish(p, "x", 1)
		ref.Exit(otp.Killed)
		close(gate)
		assert.Equal(t, 1, w.publish(p, "x", 2))
		synctest.Wait()
		assert.Equal(t, []string{"b [1]", "b [2]"}, j.take())
	})
}

// A publisher that is fenced off while it publishes reaches nobody from then on.
func TestPublisherIsFencedOffMeanwhile(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		a := workerOf("a")
		a.Restart = otp.Temporary
		var ref otp.Ref
		copies := 0
		w := start(t, pubSubOf("p", func(s *otp.PubSubSpec[[]int]) {
			s.Copy = func(m []int) []int {
				if copies++; copies == 2 {
					ref.Exit(otp.Killed)
				}
				return m
			}
		}), a, workerOf("b"))
		p := w.topics("p")
		for range 4 {
			w.subscribe("b", p, "x", &j)
		}
		ref = w.ref("a")
		tell(t, w.at("a"), func(self *worker) { _, _ = p.Publish(self.c, "x", []int{1}) })
		synctest.Wait()
		assert.Equal(t, []string{"b [1]"}, j.take(), "not what was being copied")
	})
}

func TestEachSubscriberGetsItsOwnCopy(t *testing.T) {
	proof.Of(t, 420, 441)
	bubble(t, func(t *testing.T) {
		w := start(t, pubSubOf("p", func(s *otp.PubSubSpec[[]int]) { s.Copy = slices.Clone[[]int] }), workerOf("a"), workerOf("b"))
		p := w.topics("p")
		got := make(chan []int, 2)
		for _, name := range []string{"a", "b"} {
			require.NoError(t, w.as(name, func(c *otp.Ctx) error {
				return p.Subscribe(c, "x", func(m []int) { m[0]++; got <- m })
			}))
		}
		m := []int{1}
		assert.Equal(t, 2, w.publish(p, "x", m...))
		assert.Equal(t, []int{2}, <-got)
		assert.Equal(t, []int{2}, <-got)
		assert.Equal(t, []int{1}, m)
	})
}

// waitingPublisher publishes and is in line for room then.
func waitingPublisher(t *testing.T, ctx context.Context, p topics, m int) <-chan [2]any {
	t.Helper()
	result := make(chan [2]any, 1)
	go func() {
		n, err := p.Publish(ctx, "x", []int{m})
		result <- [2]any{n, err}
	}()
	synctest.Wait()
	require.Empty(t, result)
	return result
}

var oneBlocks = otp.WithQueue(otp.Mailbox{Capacity: 1, Overflow: otp.Block})

// When the PubSub ends, its subscribers end with it and subscribe again.
func TestEndOfAPubSub(t *testing.T) {
	proof.Of(t, 443)
	bubble(t, func(t *testing.T) {
		proof.Of(t, 196)
		var j journal
		subscriber := workerOf("a", func(k *otp.ServerKind[worker]) {
			k.Init = func(self *worker) error {
				p := otp.TopicsAt[string, []int](self.c.Lookup(otp.Name{Service: "p"}))
				return p.Subscribe(self.c, "x", func(m []int) { j.add("%s %v", self.c.Self(), m) })
			}
		})
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{pubSubOf("p"), subscriber}, func(s *otp.SupervisorSpec) { s.MaxRestarts = 1 << 20 }))
		p, first := w.topics("p"), w.ref("a")
		w.ref("p").Exit(otp.Killed)
		<-first.Done()
		synctest.Wait()
		assert.Equal(t, []otp.Ref{w.ref("a")}, p.Subscribers("x"))
		assert.Equal(t, 1, w.publish(p, "x", 1))
		synctest.Wait()
		assert.Equal(t, []string{fmt.Sprintf("%s [1]", w.ref("a"))}, j.take())
	})
}

func TestWrongUseOfTopics(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, pubSubOf("p"), workerOf("a"))
		p, nowhere := w.topics("p"), w.topics("nowhere")
		none := func([]int) {}
		require.NoError(t, w.as("a", func(c *otp.Ctx) error {
			assert.PanicsWithValue(t, "otp: a subscription with the capacity -1",
				func() { _ = p.Subscribe(c, "x", none, otp.WithQueue(otp.Mailbox{Capacity: -1})) })
			assert.PanicsWithValue(t, "otp: Root/p is no registry for otp.Topics[int,[]int]",
				func() { _ = otp.TopicsAt[int, []int](w.at("p")).Subscribe(c, 1, none) })
			assert.PanicsWithValue(t, "otp: Root/a is no registry for otp.Topics[string,[]int]", func() { w.topics("a").Subscribers("x") })
			assert.ErrorIs(t, nowhere.Subscribe(c, "x", none), otp.ErrNoProc)
			nowhere.Unsubscribe(c, "x")
			return nil
		}))
		assert.PanicsWithValue(t, "otp: Subscribe needs the Ctx of the process that it is about", func() { _ = p.Subscribe(nil, "x", none) })
		_, err := nowhere.Publish(t.Context(), "x", nil)
		require.ErrorIs(t, err, otp.ErrNoProc)
		assert.EqualError(t, err, "PubSub.Publish to nowhere: no process")
		assert.Empty(t, nowhere.Subscribers("x"))

		runner := otp.Runner(otp.RunnerKind[otp.Ctx]{Service: "R", New: func(c *otp.Ctx) *otp.Ctx { return c }, Run: func(c *otp.Ctx) error {
			return p.Subscribe(c, "x", none)
		}})
		_, err = otp.StartChild(t.Context(), w.Root(), otp.ChildSpec{ID: "r", Start: runner})
		require.ErrorContains(t, err, "otp: Subscribe is for servers; a runner waits on channels of its own")
	})
}

// Publishers, subscribers that come, go and die, and a registry that counts:
// whoever stays hears everything once and in the order of each publisher.
func TestTopicsUnderLoad(t *testing.T) {
	proof.Of(t, 441)
	bubble(t, func(t *testing.T) {
		const publishers, each = 8, 200
		var kept, restless journal
		w := startRoot(t, supervisorOf("Root", []otp.ChildSpec{pubSubOf("p"), workerOf("a"), workerOf("b")},
			func(s *otp.SupervisorSpec) { s.MaxRestarts = 1 << 20 }))
		p := w.topics("p")
		w.subscribe("a", p, "x", &kept, otp.WithQueue(otp.Mailbox{Capacity: 4, Overflow: otp.Block}))
		done := make(chan struct{})
		for i := range publishers {
			go func() {
				for n := range each {
					_, err := p.Publish(t.Context(), "x", []int{i, n})
					assert.NoError(t, err)
				}
				done <- struct{}{}
			}()
		}
		for range 50 {
			w.subscribe("b", p, "x", &restless, otp.WithQueue(otp.Mailbox{Capacity: 2, Overflow: otp.DropOldest}))
			w.crash("b")
		}
		for range publishers {
			<-done
		}
		synctest.Wait()
		next := make([]int, publishers)
		for _, line := range kept.take() {
			var i, n int
			_, err := fmt.Sscanf(line, "a [%d %d]", &i, &n)
			require.NoError(t, err)
			require.Equal(t, next[i], n)
			next[i]++
		}
		assert.Equal(t, slices.Repeat([]int{each}, publishers), next)
		assert.Len(t, p.Subscribers("x"), 1)
	})
}

// What is published to a state machine is one of its events: it may be
// postponed, and change the state.
func TestStateMachineSubscribes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var j journal
		w := start(t, pubSubOf("p"), gateOf(&j))
		p := w.topics("p")
		gate := func(f func(g *barrier)) {
			require.NoError(t, otp.Cast(t.Context(), w.at("gate"), &gateTell, f))
			synctest.Wait()
		}
		gate(func(g *barrier) {
			assert.NoError(t, p.Subscribe(g.c, "x", func(m []int) {
				g.add("%v at a gate that is %v", m, g.m.State())
				switch {
				case m[0] == 0:
					g.m.Next(open)
				case g.m.State() == shut:
					g.m.Postpone()
				}
			}, otp.WithQueue(otp.Mailbox{Capacity: 3})))
		})
		for _, m := range []int{1, 2, 0, 3} {
			assert.Equal(t, 1, w.publish(p, "x", m))
			synctest.Wait()
		}
		assert.Equal(t, []string{
			"[1] at a gate that is shut", "[2] at a gate that is shut", "[0] at a gate that is shut",
			"[1] at a gate that is open", "[2] at a gate that is open", "[3] at a gate that is open",
		}, j.take())
		gate(func(g *barrier) { g.m.Next(shut) })
		w.publish(p, "x", 4)
		synctest.Wait()
		assert.Equal(t, []string{"[4] at a gate that is shut"}, j.take())
		hold := make(chan struct{})
		gate(func(g *barrier) { <-hold; p.Unsubscribe(g.c, "x") })
		w.publish(p, "x", 5)
		close(hold)
		gate(func(g *barrier) { g.m.Next(open) })
		assert.Empty(t, j.take(), "neither what was postponed nor what waited")
	})
}
