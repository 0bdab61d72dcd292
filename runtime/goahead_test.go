package otp

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A task may be told to stop before its caller has said anything, which is too
// short a moment to be met from outside.
func TestGoAheadOfATaskThatIsToldToStop(t *testing.T) {
	t.Parallel()
	var c Ctx
	c.init(&incarnation{})
	c.stop()
	ahead := make(goAhead, 1)
	assert.False(t, ahead.await(&c))
	ahead.say(Shutdown)
	ahead.say(Reason{}) // the first word counts
	assert.Equal(t, Shutdown, <-ahead)
}
