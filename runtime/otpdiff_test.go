//go:build otpdiff

package otp

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/otpdiff"
	"github.com/otpgen/otpgen/runtime/internal/vector"
)

var (
	diffN       = flag.Uint64("otp-diff.n", 1000, "number of scenarios")
	diffSeed    = flag.Uint64("otp-diff.seed", 1, "seed of the scenarios")
	diffFrom    = flag.Uint64("otp-diff.from", 0, "number of the first scenario")
	diffWorkers = flag.Int("otp-diff.workers", 6*runtime.NumCPU(), "how many Erlang processes to run at a time")
	diffMost    = flag.Int("otp-diff.most", 1, "stop after this many differences")
	diffReport  = flag.String("otp-diff.report", "", "file for progress and differences, besides the output")
)

// TestOTPDiff compares the runtime with the installed Erlang/OTP on random
// scenarios, and prints the first difference in its smallest form.
func TestOTPDiff(t *testing.T) {
	e, err := otpdiff.FindErlang(t.Context(), "testdata/oracle", t.TempDir())
	require.NoError(t, err)
	d := &differ{erlang: e, began: time.Now()}
	d.next.Store(*diffFrom)
	d.say("seed %d, scenarios %d to %d, OTP %s, Elixir %s, %s", *diffSeed, *diffFrom, *diffFrom+*diffN-1, e.Version, e.Elixir, d.began.Format(time.DateOnly))
	stop := make(chan struct{})
	go d.progress(stop)
	var all sync.WaitGroup
	for i := range *diffWorkers {
		all.Go(func() { t.Run(fmt.Sprint(i), func(t *testing.T) { d.work(t, i) }) }) // -parallel would allow too few
	}
	all.Wait()
	close(stop)
	d.say("%s; %s", &d.sum, time.Since(d.began).Round(time.Second))
	if d.sum.Count(otpdiff.Different) > 0 || t.Failed() {
		t.Error("the runtime differs from OTP")
	}
}

// differ is one run.
type differ struct {
	erlang *otpdiff.Erlang
	began  time.Time
	next   atomic.Uint64
	sum    otpdiff.Summary

	mu sync.Mutex // one difference is looked into at a time
}

func (d *differ) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	fmt.Println(text)
	if *diffReport == "" {
		return
	}
	f, err := os.OpenFile(*diffReport, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		fmt.Fprintln(f, time.Now().Format(time.TimeOnly), text)
		f.Close()
	}
}

func (d *differ) progress(stop <-chan struct{}) {
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			d.say("%s", &d.sum)
		}
	}
}

// work does one scenario after the other, each with the same Erlang.
func (d *differ) work(t *testing.T, worker int) {
	flags := []string{"+S", "1"}
	if worker%4 == 3 {
		flags = nil // as many schedulers as processors
	}
	var s *otpdiff.Session
	defer func() {
		if s != nil {
			s.Close()
		}
	}()
	for d.sum.Count(otpdiff.Different) < *diffMost {
		index := d.next.Add(1) - 1
		if index >= *diffFrom+*diffN {
			return
		}
		if s == nil {
			var err error
			s, err = d.erlang.Start(context.Background(), flags...)
			require.NoError(t, err)
		}
		if broken := d.one(t, s, index); broken {
			s.Close()
			s = nil
		}
	}
}

// one compares one scenario.
func (d *differ) one(t *testing.T, s *otpdiff.Session, index uint64) (broken bool) {
	f, err := d.generate(t, index)
	if why := otpdiff.SkippedOn(d.erlang.Release, f); why != "" {
		d.sum.Add(otpdiff.Skipped, why)
		return false
	}
	if why := f.NotApplicable(); why != "" {
		d.sum.Add(otpdiff.NotApplicable, why)
		return false
	}
	if err != nil && !errors.Is(err, errOrphanInPlace) {
		d.sum.Add(otpdiff.Different, "our player failed")
		d.say("%s: our player failed: %v\n%s", f.Name, err, printed(f))
		return false
	}
	seen, failure := s.Record(f)
	if failure != nil {
		why := failure.(*otpdiff.RecordError)
		d.sum.Add(otpdiff.NotRecorded, "")
		d.say("%s: %v\n%s", f.Name, why, printed(f))
		return why.Broken
	}
	diff := otpdiff.Compare(f, seen, f.Expect)
	switch {
	case diff != nil:
		d.lookInto(t, diff, seen)
	case err != nil:
		d.sum.Add(otpdiff.NotApplicable, orphanInPlace)
	default:
		d.sum.Add(otpdiff.Equal, "")
	}
	return false
}

func (d *differ) generate(t *testing.T, index uint64) (f *vector.File, err error) {
	synctest.Test(t, func(t *testing.T) {
		var p *livePlayer
		f, err = otpdiff.Generate(*diffSeed, index, func(f *vector.File) vector.Player {
			p = newLivePlayer(f)
			return p
		})
		if leaks := p.close(); len(leaks) > 0 && err == nil {
			err = fmt.Errorf("left behind: %v", leaks)
		}
	})
	return f, err
}

func (d *differ) play(t *testing.T, f *vector.File) (seen []vector.Expect, err error) {
	synctest.Test(t, func(*testing.T) {
		p := newLivePlayer(f)
		defer p.close()
		for _, s := range f.Steps {
			var e vector.Expect
			if e, err = p.Play(s); err != nil {
				return
			}
			seen = append(seen, e)
		}
	})
	return seen, err
}

// settings of Erlang's scheduler under which a scenario with a difference is
// recorded again.
var settings = [][]string{{"+S", "1"}, {"+S", "2"}, {"+S", "4"}, {"+S", "2", "+T", "7"}, {"+S", "1", "+T", "9"}}

// lookInto decides whether a difference is one, makes it small and prints it.
func (d *differ) lookInto(t *testing.T, diff *vector.Difference, seen []vector.Expect) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []*otpdiff.Session
	defer func() {
		for _, s := range all {
			s.Close()
		}
	}()
	for _, flags := range settings {
		s, err := d.erlang.Start(context.Background(), flags...)
		require.NoError(t, err)
		all = append(all, s)
	}
	f := diff.File
	for _, s := range all {
		again, err := s.Record(f)
		if err != nil || otpdiff.Compare(f, seen, again) != nil {
			d.sum.Add(otpdiff.SchedulerDependent, "")
			d.say("%s: Erlang does not always do the same: %v\n%s", f.Name, diff, printed(f))
			return
		}
	}
	d.sum.Add(otpdiff.Different, "")
	d.say("%s differs:\n%v\n%s", f.Name, diff, printed(f))
	if d.sum.Count(otpdiff.Different) > 3 {
		return
	}
	small := otpdiff.Shrink(diff, func(f *vector.File) *vector.Difference {
		ours, err := d.play(t, f)
		if err != nil {
			return nil
		}
		var first []vector.Expect
		for _, s := range all[:3] {
			otp, err := s.Record(f)
			if err != nil || first != nil && otpdiff.Compare(f, first, otp) != nil {
				return nil
			}
			first = otp
		}
		return otpdiff.Compare(f, first, ours)
	}, 400)
	d.say("in its smallest form:\n%s\n%v", printed(small.File), small)
}

func printed(f *vector.File) string {
	tree, err := json.Marshal(f.Tree)
	if err != nil {
		panic(err)
	}
	text := fmt.Sprintf(`{"tree": %s, "steps": [`, tree)
	for i, s := range f.Steps {
		step, err := json.Marshal(s)
		if err != nil {
			panic(err)
		}
		if i > 0 {
			text += ","
		}
		text += "\n  " + string(step)
	}
	return text + "\n]}"
}
