package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheStoryIsTrue(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	require.Zero(t, play(&out))
	story := out.String()
	last := 0
	for _, line := range []string{
		"started    Services/TelemetryService",
		"ai.planning.sampling_rate is now 0.25",
		"is refused: ai.planning.sampling_rate: 7 is not between 0 and 1",
		"200 all is well",
		"100 passed, 100 were told to come back",
		"restarted  Services/EventStore#2",
		"EventStore has 1 event",
		"the same process as before: true",
		"gave up    Services",
		"restarted  Tenants#2",
		"is a new process: true",
		"EventStore#5",
		"stopped    Tenants",
		"stopped    FoundationSupervisor",
		"nothing is left",
	} {
		at := bytes.Index(out.Bytes()[last:], []byte(line))
		if !assert.GreaterOrEqualf(t, at, 0, "%q is missing, or comes too early in:\n%s", line, story) {
			return
		}
		last += at
	}
}
