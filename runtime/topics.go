package otp

import (
	"context"
	"fmt"
	"time"

	"github.com/otpgen/otpgen/runtime/internal/supcore"
)

// PubSubSpec describes a process that brings published messages of type M to
// those who have subscribed to their topic.
type PubSubSpec[M any] struct {
	Service string // for reports; "": PubSub
	// Copy makes the copy that one subscriber gets; it runs on the publisher's goroutine. nil: there is nothing to
	// copy.
	Copy func(M) M
	// Timeout bounds how long one [Topics.Publish] waits for subscribers whose queue is full and has the policy
	// Block. 0: 5 s. [Infinity]: as long as the publisher's context.
	Timeout time.Duration
}

// PubSub makes registries of subscriptions, as Elixir's Registry with duplicate
// keys when it is used as a PubSub. [TopicsAt] is the client. What [Registry]
// says about the end of a subscriber, and about its own, is true here: one that
// is restarted subscribes again in its Init, also after the PubSub itself has
// ended.
func PubSub[K comparable, M any](spec PubSubSpec[M]) Start {
	if spec.Service == "" {
		spec.Service = pubSubService
	}
	return Start{&pubSubKind[K, M]{spec}}
}

type pubSubKind[K comparable, M any] struct{ PubSubSpec[M] }

func (k *pubSubKind[K, M]) childType() supcore.ChildType { return supcore.Worker }
func (k *pubSubKind[K, M]) service() string              { return k.Service }

func (k *pubSubKind[K, M]) newBody(in *incarnation) body {
	t := newTable(in, RegistrySpec[K, *subscription[M]]{Keys: Duplicate})
	t.dropped = (*subscription[M]).close
	return &registry[K, *subscription[M]]{t}
}

// Topics is a client of a PubSub: servers subscribe to topics of type K, anybody
// publishes messages of type M. Clients can be compared and copied.
//
// Delivery is at most once. Messages of one publisher to one topic arrive in the
// order in which they were published, each as a message of the subscriber,
// handled one at a time like any other. Nobody hears what was published before
// it subscribed, and what is on its way to a process that ends is lost.
type Topics[K comparable, M any] struct{ at Addr }

// TopicsAt returns a client of the PubSub at an address.
func TopicsAt[K comparable, M any](at Addr) Topics[K, M] { return Topics[K, M]{at} }

// SubscribeOption is a choice made for one subscription.
type SubscribeOption func(*Mailbox)

// WithQueue bounds the messages of one subscription that wait to be handled, and
// says what happens to one that finds as many waiting. They do not count against
// the bound of the subscriber's mailbox, so that calls have their room whatever
// is published.
//
//	Reject      is refused: Publish does not count it, and says so with ErrOverloaded
//	Block       waits for room, see [Topics.Publish]
//	DropOldest  takes the place of the one that has waited longest
//	DropNewest  is dropped and not counted; the publisher is told nothing else
//
// Default: 1024, Reject. A negative capacity is a panic.
func WithQueue(bound Mailbox) SubscribeOption { return func(m *Mailbox) { *m = bound } }

// Subscribe makes handle be called for every message that is published to a
// topic from now on, as a message of the calling server. A server that subscribes
// twice gets each message twice. A fenced process gets [ErrStopped], and
// [ErrNoProc] and the like mean that no PubSub runs.
func (t Topics[K, M]) Subscribe(c *Ctx, topic K, handle func(m M), opts ...SubscribeOption) error {
	holder := c.holder("Subscribe")
	c.mustServe("Subscribe")
	mustBeEqualToItself(topic)
	s := &subscription[M]{in: holder, handle: handle}
	for _, opt := range opts {
		opt(&s.rule)
	}
	switch n := s.rule.Capacity; {
	case n < 0:
		panic(fmt.Sprintf("otp: a subscription with the capacity %d", n))
	case n == 0:
		s.rule.Capacity = defaultCapacity
	}
	table := t.table()
	if table == nil {
		return refused(c, t.at, pubSubService, "Subscribe", errTableClosed)
	}
	return refused(c, t.at, pubSubService, "Subscribe", table.register(holder, topic, s))
}

// Unsubscribe ends the calling server's own subscriptions to a topic. What waits
// in their queues is dropped: once it has returned, none of their handlers is
// called. It is no error if there are none.
func (t Topics[K, M]) Unsubscribe(c *Ctx, topic K) {
	holder := c.holder("Unsubscribe")
	if table := t.table(); table != nil {
		table.unregister(holder, topic)
	}
}

// Subscribers returns who is subscribed to a topic, in the order of subscribing
// and each as often as it is.
func (t Topics[K, M]) Subscribers(topic K) []Ref {
	table := t.table()
	if table == nil {
		return nil
	}
	var refs []Ref
	for _, e := range table.entries(topic) {
		refs = append(refs, e.Ref)
	}
	return refs
}

// Publish puts m into the queue of every subscription to a topic, as
// Registry.dispatch/3 with a send to each, and returns into how many. None is no
// error.
//
// Subscribers whose queue has room get m first. Then Publish waits for those of
// the policy Block that have none: for as long as ctx and the Timeout of the
// PubSub allow, all together, and not for the process that itself publishes. So
// a slow one delays its publishers by 5 s for each message at worst, unless the
// program says otherwise. Two servers that wait for each other in this way do so
// until that time is over.
//
// The error is a [CallError]: [ErrOverloaded] about the first subscriber that
// refused m or had no room in time, with the context's error if that ended the
// wait; [ErrNoProc] and the like if no PubSub runs. A process that has been
// fenced off publishes nothing.
func (t Topics[K, M]) Publish(ctx context.Context, topic K, m M) (int, error) {
	sender := processOf(ctx)
	if sender.isOver() {
		return 0, nil
	}
	table := t.table()
	if table == nil {
		return 0, newWait(ctx, t.at, pubSubService, "Publish", Infinity).absent()
	}
	p := publishing[M]{spec: &table.owner.kind.(*pubSubKind[K, M]).PubSubSpec, sender: sender}
	defer p.leave()
	for _, e := range table.entries(topic) {
		p.put(e.Value, m)
	}
	p.await(ctx)
	return p.reached, p.refusal()
}

const pubSubService = "PubSub"

func (t Topics[K, M]) table() *table[K, *subscription[M]] {
	return tableAt[Topics[K, M], K, *subscription[M]](t.at)
}
