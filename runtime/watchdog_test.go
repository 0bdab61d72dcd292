package otp_test

import (
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
)

// The watchdog must not take a goroutine that waits for a processor for one that
// is blocked.
func TestWhichStacksCanGoOn(t *testing.T) {
	t.Parallel()
	for first, want := range map[string]bool{
		"goroutine 12 [running]:":                     true,
		"goroutine 12 [runnable, synctest bubble 3]:": true,
		"goroutine 12 [GC assist wait]:":              true,
		"goroutine 12 [chan receive, 2 minutes]:":     false,
		"goroutine 12 [sleep, synctest bubble 3]:":    false,
		"goroutine 12 [select (durable)]:":            false,
		"goroutine 12 [sync.Mutex.Lock]:":             false,
		"goroutine 12 [syscall]:":                     false,
		"":                                            false, // not found: too many goroutines to look
	} {
		assert.Equal(t, want, otp.CanGoOn([]byte(first+"\nmain.main()")), first)
	}
}
