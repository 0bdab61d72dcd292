package probe

import "time"

// Watchdog has a system look at the handlers of inline calls, which promise not
// to block. It costs more than such a call, so only tests have one.
type Watchdog struct {
	Limit time.Duration // an inline handler that is blocked for so long is reported; 0: none is
}
