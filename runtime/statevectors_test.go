package otp_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stateScenario is one scenario of testdata/oracle_statem/recorder.erl with what
// the real gen_statem did.
type stateScenario struct {
	Name   string
	Strict bool // an event that no script handles is a crash
	Init   struct {
		State, Result string
		Do            []stateAction
	}
	On    map[string][][]stateAction // "STATE EVENT", "* EVENT": what is done the first time, the second...
	Steps []struct {
		At   int
		Hold bool // the machine is busy until all messages of the step have come
		Ops  [][2]string
	}
	End    int
	Start  string
	Expect []stateOutcome
}

// stateOutcome is what happened between one step and the next.
type stateOutcome struct {
	Events  []string          // in order
	Replies map[string]string // by the number of the call
}

// stateAction is a name and its arguments, texts and one number.
type stateAction []any

func (a stateAction) text(i int) string { return a[i].(string) }

func (a stateAction) after(i int) time.Duration {
	if a[i] == "infinity" {
		return otp.Infinity
	}
	return ms(int(a[i].(float64)))
}

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// TestStateMachineVectors plays what the real gen_statem has been recorded to do,
// each scenario in a bubble of virtual time, and compares event by event. What a
// scenario proves is in its field covers.
//
// OTP_STATEM names further files, separated as in PATH.
func TestStateMachineVectors(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/statem/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	files = append(files, filepath.SplitList(os.Getenv("OTP_STATEM"))...)
	for _, file := range files {
		var recorded struct {
			Otp, Seed string
			Scenarios []stateScenario
		}
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, &recorded))
		require.NotEmpty(t, recorded.Scenarios)
		for _, s := range recorded.Scenarios {
			t.Run(filepath.Base(file)+"/"+s.Name, func(t *testing.T) {
				bubble(t, func(t *testing.T) { s.play(t) })
			})
		}
	}
}

func (s *stateScenario) play(t *testing.T) {
	p := &statePlayer{scenario: s, replies: map[string]string{}}
	p.cast = func(ctx context.Context, content string) { _ = otp.Cast(ctx, p.to, &scriptCast, content) }
	root := supervisorOf("Root", []otp.ChildSpec{{
		ID: "m", Name: otp.Name{Service: "m"}, Restart: otp.Temporary, Start: scriptedMachine(p),
	}})
	sys, err := otp.StartRoot(t.Context(), root, quietly(&eventLog{})...)
	if s.Start != "ok" {
		why, over := p.ref.Reason()
		assert.True(t, over)
		if s.Start == "ignore" {
			assert.NoError(t, err)
			assert.Equal(t, otp.Normal, why)
			require.NoError(t, sys.Stop(context.Background()))
			return
		}
		assert.Error(t, err)
		assert.Equal(t, s.Start, stateReason(why))
		return
	}
	require.NoError(t, err)
	go func() {
		<-p.ref.Done()
		why, _ := p.ref.Reason()
		p.add("exit %s", stateReason(why))
	}()
	begin := time.Now()
	ctx, cancel := context.WithCancel(context.Background())
	for i := range s.Steps {
		time.Sleep(time.Until(begin.Add(ms(s.Steps[i].At))))
		synctest.Wait()
		p.step(ctx, i)
		end := s.End
		if i+1 < len(s.Steps) {
			end = s.Steps[i+1].At
		}
		time.Sleep(time.Until(begin.Add(ms(end - 5))))
		synctest.Wait()
		got := p.take()
		if !assert.Equal(t, s.Expect[i], got, "step %d", i) {
			break
		}
	}
	cancel()
	require.NoError(t, sys.Stop(context.Background()))
	synctest.Wait()
	assert.Empty(t, sys.Leaks())
}

// statePlayer drives one machine.
type statePlayer struct {
	journal
	scenario *stateScenario
	ref      otp.Ref
	to       otp.Addr
	cast     func(ctx context.Context, content string) // not by name: a handler that casts to itself would be a cycle
	calls    int

	mu      sync.Mutex
	replies map[string]string
}

func (p *statePlayer) take() stateOutcome {
	p.mu.Lock()
	defer p.mu.Unlock()
	replies := p.replies
	p.replies = map[string]string{}
	return stateOutcome{Events: append([]string{}, p.journal.take()...), Replies: replies}
}

// step sends the messages of a step.
func (p *statePlayer) step(ctx context.Context, i int) {
	s := p.scenario.Steps[i]
	release := make(chan struct{})
	if s.Hold {
		_ = otp.Cast(ctx, p.to, &scriptHold, release)
		synctest.Wait()
	}
	for _, op := range s.Ops {
		if op[0] == "cast" {
			p.cast(ctx, op[1])
			continue
		}
		p.calls++
		go p.call(ctx, fmt.Sprint(p.calls), op[1])
		synctest.Wait() // until it is in the mailbox
	}
	close(release)
}

func (p *statePlayer) call(ctx context.Context, number, content string) {
	got, err := otp.Call(ctx, p.to, &scriptCall, content)
	var failed *otp.CallError
	switch {
	case ctx.Err() != nil: // the scenario is over
		return
	case errors.Is(err, otp.ErrNoProc):
		got = "down:noproc"
	case errors.As(err, &failed):
		got = "down:" + stateReason(failed.Reason)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.replies[number] = got
}

// stateReason is a reason in the words of the recorder.
func stateReason(why otp.Reason) string {
	var unhandled *otp.UnhandledEventError
	switch {
	case errors.As(why.Err(), &unhandled):
		return "unhandled"
	case strings.Contains(why.String(), "in the enter call of"):
		return "bad_enter"
	default:
		return why.String()
	}
}
