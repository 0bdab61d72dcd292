package foundation

import (
	otp "github.com/otpgen/otpgen/runtime"
)

// eventStore is the state of one EventStore, from its start to its end. What
// must outlive a crash is kept elsewhere and loaded again in Init.
type eventStore struct{}

func newEventStore() EventStoreHandler { return &eventStore{} }

func (s *eventStore) Init(c *EventStoreCtx) error {
	// What EventStore needs before its first message belongs here. An error makes
	// the start fail; otp.Ignore leaves the process out; c.Own(x) closes x when
	// this incarnation ends, however it ends.
	return nil
}

func (s *eventStore) Get(c *EventStoreCtx, id uint64) (Event, EventStoreGetError) {
	// The answer to Get belongs here. It may answer EventNotFound instead.
	return Event{}, nil
}

func (s *eventStore) Store(c *EventStoreCtx, event Event) uint64 {
	// The answer to Store belongs here.
	return 0
}

func (s *eventStore) Terminate(c *EventStoreCtx, why otp.Reason) {
	// What must be done before this incarnation ends belongs here; after it, what
	// c.Own was given is closed.
}
