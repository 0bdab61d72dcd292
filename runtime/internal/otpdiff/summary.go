package otpdiff

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Summary counts how the scenarios of a run ended. It may be used by several goroutines.
type Summary struct {
	mu     sync.Mutex
	counts map[Outcome]map[string]int // by reason
}

// Outcome is how one scenario ended.
type Outcome int

// The outcomes.
const (
	Equal              Outcome = iota + 1 // every step on both sides the same
	Different                             // and the same on Erlang every time
	SchedulerDependent                    // different, and Erlang does not do the same every time
	Skipped                               // this Erlang has a bug here, or differs from later ones
	NotApplicable                         // it has no counterpart here
	NotRecorded                           // Erlang gave no trace
)

// String returns the words that the summary uses.
func (o Outcome) String() string {
	switch o {
	case Equal:
		return "equal"
	case Different:
		return "different"
	case SchedulerDependent:
		return "scheduler dependent"
	case Skipped:
		return "skipped"
	case NotApplicable:
		return "not applicable"
	case NotRecorded:
		return "not recorded"
	default:
		panic("otpgen: internal: unknown outcome")
	}
}

// Add counts one scenario; why may be empty.
func (s *Summary) Add(o Outcome, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.counts == nil {
		s.counts = map[Outcome]map[string]int{}
	}
	if s.counts[o] == nil {
		s.counts[o] = map[string]int{}
	}
	s.counts[o][why]++
}

// Count returns how many scenarios ended so.
func (s *Summary) Count(o Outcome) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count(o)
}

func (s *Summary) count(o Outcome) (n int) {
	for _, k := range s.counts[o] {
		n += k
	}
	return n
}

// String prints the counts in one line: "1000 run: 998 equal, 2 different; 3 scheduler dependent; ...".
func (s *Summary) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := fmt.Sprintf("%d run: %d equal, %d different", s.count(Equal)+s.count(Different), s.count(Equal), s.count(Different))
	for _, o := range []Outcome{SchedulerDependent, Skipped, NotApplicable, NotRecorded} {
		text += fmt.Sprintf("; %d %s%s", s.count(o), o, reasons(s.counts[o]))
	}
	return text
}

func reasons(counts map[string]int) string {
	var all []string
	for _, why := range slices.Sorted(maps.Keys(counts)) {
		if why != "" {
			all = append(all, fmt.Sprintf("%d: %s", counts[why], why))
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, "; ") + ")"
}
