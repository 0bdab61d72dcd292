package foundation

import (
	"fmt"

	otp "github.com/otpgen/otpgen/runtime"
)

// eventStore is the state of one EventStore, from its start to its end. What
// must outlive a crash is kept elsewhere and loaded again in Init.
type eventStore struct{ events []Event }

func newEventStore() EventStoreHandler { return &eventStore{} }

func (s *eventStore) Init(c *EventStoreCtx) error { return nil }

func (s *eventStore) Get(c *EventStoreCtx, id uint64) (Event, EventStoreGetError) {
	if id == 0 || id > uint64(len(s.events)) {
		return Event{}, EventNotFound{ID: id}
	}
	return s.events[id-1], nil
}

func (s *eventStore) Store(c *EventStoreCtx, event Event) uint64 {
	event.ID = uint64(len(s.events)) + 1
	s.events = append(s.events, event)
	return event.ID
}

func (s *eventStore) Terminate(c *EventStoreCtx, why otp.Reason) {
	if f := c.EventFile.Value(); f != nil {
		fmt.Fprintln(f, c.Self().Addr().Path(), len(s.events), why)
	}
}
