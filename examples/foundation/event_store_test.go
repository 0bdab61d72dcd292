package foundation_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/examples/foundation"
	"github.com/otpgen/otpgen/examples/foundation/foundationtest"
)

func at(second int) time.Time { return time.Date(2025, 6, 1, 12, 0, second, 0, time.UTC) }

func TestEventsSurviveACrash(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	event := foundation.Event{Type: "login", Timestamp: at(1), CorrelationID: "c", Data: map[string]string{"user": "ada"}}
	id, err := f.EventStore().Store(t.Context(), event)
	require.NoError(t, err)
	f.AwaitReplaced(f.Crash(f.EventStore()))
	got, err := f.EventStore().Get(t.Context(), id)
	require.NoError(t, err)
	event.ID = id
	assert.Equal(t, event, got)
}

func TestABatchIsStoredWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	_, err := f.EventStore().StoreBatch(t.Context(), []foundation.Event{{Type: "a"}, {}, {Type: "c"}})
	var invalid foundation.EventInvalid
	require.ErrorAs(t, err, &invalid)
	ids, err := f.EventStore().StoreBatch(t.Context(), []foundation.Event{{Type: "a"}, {Type: "b", ID: 10}, {Type: "c"}})
	require.NoError(t, err)
	assert.Equal(t, []uint64{1, 10, 11}, ids)
	stats, err := f.EventStore().Stats(t.Context())
	require.NoError(t, err)
	assert.EqualValues(t, 3, stats.Stored)
	assert.EqualValues(t, 12, stats.NextID)
}

func TestQueryFiltersOrdersAndPages(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	for i, second := range []int{5, 3, 4, 1, 2} {
		_, err := f.EventStore().Store(t.Context(), foundation.Event{
			Type: []string{"odd", "even"}[i%2], Timestamp: at(second), CorrelationID: "c",
		})
		require.NoError(t, err)
	}
	for name, test := range map[string]struct {
		query foundation.EventQuery
		want  []uint64
	}{
		"all by id":        {foundation.EventQuery{Order: foundation.EventOrderByID}, []uint64{1, 2, 3, 4, 5}},
		"all by timestamp": {foundation.EventQuery{Order: foundation.EventOrderByTimestamp}, []uint64{4, 5, 2, 3, 1}},
		"one type":         {foundation.EventQuery{Type: "even", Order: foundation.EventOrderByID}, []uint64{2, 4}},
		"a range of time":  {foundation.EventQuery{Since: at(2), Until: at(4), Order: foundation.EventOrderByID}, []uint64{2, 3, 5}},
		"the second page":  {foundation.EventQuery{Offset: 2, Limit: 2, Order: foundation.EventOrderByID}, []uint64{3, 4}},
		"past the end":     {foundation.EventQuery{Offset: 9, Order: foundation.EventOrderByID}, nil},
	} {
		events, err := f.EventStore().Query(t.Context(), test.query)
		require.NoError(t, err)
		assert.Equal(t, test.want, ids(events), name)
	}
	events, err := f.EventStore().ByCorrelation(t.Context(), "c")
	require.NoError(t, err)
	assert.Equal(t, []uint64{4, 5, 2, 3, 1}, ids(events))
}

func TestPruneRemovesWhatIsStrictlyOlder(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	for second := 1; second <= 3; second++ {
		_, err := f.EventStore().Store(t.Context(), foundation.Event{Type: "x", Timestamp: at(second)})
		require.NoError(t, err)
	}
	n, err := f.EventStore().PruneBefore(t.Context(), at(2))
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	_, err = f.EventStore().Get(t.Context(), 1)
	var notFound foundation.EventNotFound
	require.ErrorAs(t, err, &notFound)
}

// What no file can hold is the caller's mistake, not a crash of the store.
func TestImpossibleEventsAreRefused(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	before, _ := f.EventStore().Ref()
	for name, event := range map[string]foundation.Event{
		"year 10000": {Type: "x", Timestamp: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"last id":    {Type: "x", ID: math.MaxUint64},
		"no type":    {},
	} {
		_, err := f.EventStore().Store(t.Context(), event)
		var invalid foundation.EventInvalid
		require.ErrorAs(t, err, &invalid, name)
	}
	now, _ := f.EventStore().Ref()
	assert.Equal(t, before, now)
}

func TestTooLargeEventsAreRefused(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	_, err := f.EventStore().Store(t.Context(), foundation.Event{Type: "x", Data: map[string]string{"a": strings.Repeat("x", 1_000_000)}})
	var tooLarge foundation.EventTooLarge
	require.ErrorAs(t, err, &tooLarge)
	assert.Equal(t, 1_000_000, tooLarge.Limit)
}

func ids(events []foundation.Event) (out []uint64) {
	for _, e := range events {
		out = append(out, e.ID)
	}
	return out
}
