package otp

import (
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFeedCountsWhatItLoses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		var got []string
		f := newFeed(slog.New(slog.DiscardHandler), []func(Event){func(ev Event) {
			<-gate
			switch ev := ev.(type) {
			case GaveUp:
				got = append(got, fmt.Sprint(ev.Count))
			case EventsLost:
				got = append(got, fmt.Sprintf("%d lost", ev.Count))
			}
		}})
		number := func(n int) { f.add(tiding{ev: GaveUp{Count: n}}) }
		number(0)
		synctest.Wait() // it is in hand
		for n := range maxQueued + 5 {
			number(n + 1)
		}
		gate <- struct{}{} // room for one
		synctest.Wait()
		number(-1)
		number(-2)
		close(gate)
		f.flush(nil)
		require.Len(t, got, maxQueued+4)
		assert.Equal(t, []string{"0", "1"}, got[:2])
		assert.Equal(t, []string{fmt.Sprint(maxQueued), "5 lost", "-1", "1 lost"}, got[maxQueued:])
		synctest.Wait()
		assert.False(t, f.busy)
	})
}

func TestFeedTellsTheDefaultLoggerThatTheOtherIsBroken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFeed(slog.New(slog.DiscardHandler), nil)
		f.sinks[0].take = func(Event) { panic("broken") }
		var last []Event
		f.fallback = &sink{name: "logger", take: func(ev Event) { last = append(last, ev); panic("broken, too") }}
		f.say(slog.LevelInfo, "one")
		f.say(slog.LevelInfo, "two")
		f.flush(nil)
		require.Len(t, last, 1)
		assert.Equal(t, "exception:broken", last[0].(SinkFailed).Reason.String())
	})
}
