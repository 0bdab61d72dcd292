package otptest_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
)

func TestLogIsWhatATestHasToKnow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(t testing.TB) {
			h := start(t, supervisor("Root", 1, otp.OneForOne, server("a", func(c *otp.Ctx) error {
				c.Log().Debug("whisper")
				c.Log().With("k", "v").WithGroup("g").Info("word", "n", 1)
				return nil
			})))
			h.AwaitReplaced(h.CrashPath("Root/a"))
			h.AwaitGone(h.CrashPath("Root/a"))
		})
		var words, events []string // a process logs by itself, and need not wait for the events before
		for _, line := range r.logs {
			if strings.Contains(line, "msg=word") {
				words = append(words, line)
			} else {
				events = append(events, line)
			}
		}
		assert.Equal(t, []string{
			`level=INFO msg=word path=Root/a incarnation=1 k=v g.n=1`,
			`level=INFO msg=word path=Root/a incarnation=2 k=v g.n=1`,
		}, words)
		assert.Equal(t, []string{
			`level=ERROR msg=crashed path=Root/a incarnation=1 reason="exception:crash injected by a test" message=probe`,
			`level=WARN msg=restarted path=Root/a incarnation=2 count=1`,
			`level=ERROR msg=crashed path=Root/a incarnation=2 reason="exception:crash injected by a test" message=probe`,
			`level=ERROR msg="gave up" path=Root incarnation=1 child=a reason="exception:crash injected by a test" count=2`,
		}, events, "neither what is normal nor the stack of a crash that the test itself made")
	})
}

func TestLogShowsStacksLineByLine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := record(func(t testing.TB) {
			h := start(t, supervisor("Root", 0, otp.OneForOne, server("a", func(c *otp.Ctx) error {
				c.Continue(func() { panic(errors.New("a bug")) })
				return nil
			})))
			h.System().Wait()
		})
		var crash string
		for _, entry := range r.logs {
			if strings.Contains(entry, "msg=crashed") {
				crash = entry
			}
		}
		head, stack, _ := strings.Cut(crash, "\n")
		assert.Equal(t, `level=ERROR msg=crashed path=Root/a incarnation=1 reason="exception:a bug" message=Continue`, head)
		assert.Contains(t, stack, "\n\t")
		assert.Contains(t, stack, "log_test.go:")
		assert.NotContains(t, stack, `\n`)
	})
}
