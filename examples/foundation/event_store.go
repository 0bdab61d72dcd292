package foundation

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// largestEvent is the limit of the original store, in bytes of its data.
const largestEvent = 1_000_000

// eventStore is the state of one incarnation: an open file. What must survive
// a crash is in the file, not here, so there is nothing to reset.
type eventStore struct {
	file    *eventFile
	started time.Time
}

func newEventStore() EventStoreHandler { return &eventStore{} }

// Init opens the file. The incarnation owns it, so it is closed at every end
// of it, a crash included, before the next one opens it again.
func (s *eventStore) Init(c *EventStoreCtx, a EventStoreArgs) error {
	file, err := openEventFile(a.Path)
	if err != nil {
		return err
	}
	c.Own(file)
	*s = eventStore{file: file, started: time.Now()}
	return nil
}

func (s *eventStore) Store(c *EventStoreCtx, event Event) (uint64, EventStoreStoreError) {
	if err := check(event); err != nil {
		return 0, err
	}
	return s.append(c, []Event{event})[0], nil
}

func (s *eventStore) StoreBatch(c *EventStoreCtx, events []Event) ([]uint64, EventStoreStoreBatchError) {
	for _, e := range events {
		if err := check(e); err != nil {
			return nil, err
		}
	}
	return s.append(c, events), nil
}

// append lets a failing disk crash the store: a new incarnation with a newly
// opened file is the remedy, and its supervisor knows when to stop trying.
func (s *eventStore) append(c *EventStoreCtx, events []Event) []uint64 {
	ids := otp.Must(s.file.append(events))
	if err := c.TelemetryService.Execute(c, "foundation.event_store.events_stored", map[string]float64{"counter": float64(len(ids))}, nil); err != nil {
		c.Log().Warn("events not counted", "error", err)
	}
	return ids
}

func (s *eventStore) Get(c *EventStoreCtx, id uint64) (Event, EventStoreGetError) {
	e, found, err := s.file.get(id)
	if err != nil {
		panic(err)
	}
	if !found {
		return Event{}, EventNotFound{ID: id}
	}
	return e, nil
}

func (s *eventStore) Query(c *EventStoreCtx, query EventQuery) []Event {
	found := s.filter(func(e Event) bool {
		return (query.Type == "" || e.Type == query.Type) &&
			(query.Since.IsZero() || !e.Timestamp.Before(query.Since)) &&
			(query.Until.IsZero() || !e.Timestamp.After(query.Until))
	})
	if query.Order == EventOrderByTimestamp {
		slices.SortStableFunc(found, byTimestamp)
	}
	found = found[min(max(query.Offset, 0), len(found)):]
	if query.Limit > 0 {
		found = found[:min(query.Limit, len(found))]
	}
	return found
}

func (s *eventStore) ByCorrelation(c *EventStoreCtx, correlationID string) []Event {
	found := s.filter(func(e Event) bool { return e.CorrelationID == correlationID })
	slices.SortStableFunc(found, byTimestamp)
	return found
}

func (s *eventStore) PruneBefore(c *EventStoreCtx, t time.Time) int {
	return otp.Must(s.file.pruneBefore(t))
}

func (s *eventStore) Stats(c *EventStoreCtx) EventStats {
	stats := otp.Must(s.file.stats())
	stats.Uptime = uptime(s.started)
	return stats
}

func (s *eventStore) filter(keep func(Event) bool) []Event {
	var found []Event
	err := s.file.all(func(e Event) {
		if keep(e) {
			found = append(found, e)
		}
	})
	if err != nil {
		panic(err)
	}
	return found
}

func byTimestamp(a, b Event) int {
	return cmp.Or(a.Timestamp.Compare(b.Timestamp), cmp.Compare(a.ID, b.ID))
}

// storeError is what both Store and StoreBatch may answer.
type storeError interface {
	EventStoreStoreError
	EventStoreStoreBatchError
}

// check refuses what the file cannot hold. A caller's mistake must be an answer:
// as a crash, four of them would take all services down.
func check(e Event) storeError {
	switch year := e.Timestamp.Year(); {
	case e.Type == "":
		return EventInvalid{Reason: "type is missing"}
	case year < 0 || year > 9999: // JSON has no other years
		return EventInvalid{Reason: fmt.Sprintf("year %d", year)}
	case e.ID > math.MaxInt64: // leaves room for those that follow
		return EventInvalid{Reason: fmt.Sprintf("id %d is too large", e.ID)}
	}
	if n := size(e); n > largestEvent {
		return EventTooLarge{Size: n, Limit: largestEvent}
	}
	return nil
}

// size is what an event takes in the file.
func size(e Event) int { return len(otp.Must(json.Marshal(e))) }
