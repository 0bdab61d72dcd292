package otpdiff

import (
	"slices"

	"github.com/otpgen/otpgen/runtime/internal/vector"
)

// Differs plays a scenario on both sides anew and returns the first difference; nil: there is none, or it cannot be
// played.
type Differs func(f *vector.File) *vector.Difference

// Shrink makes a scenario with a difference smaller as long as some difference remains: it drops steps, children and
// what is said about them. It tries at most so many scenarios.
func Shrink(diff *vector.Difference, differs Differs, tries int) *vector.Difference {
	s := &shrinker{best: diff, differs: differs, tries: tries}
	s.cut()
	for s.again = true; s.again && s.tries > 0; {
		s.again = false
		s.dropSteps()
		s.simplify()
	}
	return s.best
}

type shrinker struct {
	best    *vector.Difference
	differs Differs
	tries   int
	again   bool // something has become smaller in this round
}

// cut drops the steps after the difference.
func (s *shrinker) cut() {
	f := *s.best.File
	f.Steps = f.Steps[:s.best.Step+1]
	f.Expect = f.Expect[:min(len(f.Expect), len(f.Steps))]
	s.best.File = &f
}

// try keeps a scenario if it differs, too.
func (s *shrinker) try(f vector.File) bool {
	if s.tries == 0 {
		return false
	}
	s.tries--
	diff := s.differs(&f)
	if diff == nil {
		return false
	}
	s.best, s.again = diff, true
	s.cut()
	return true
}

func (s *shrinker) dropSteps() {
	for size := max(1, len(s.best.File.Steps)/2); size > 0; size /= 2 {
		for at := 1; at < len(s.best.File.Steps); { // the start stays
			f := *s.best.File
			f.Steps = slices.Delete(slices.Clone(f.Steps), at, min(at+size, len(f.Steps)))
			if !s.try(f) {
				at += size
			}
		}
	}
}

func (s *shrinker) simplify() {
	for i := 0; ; i++ {
		tree, ok := simpler(s.best.File.Tree, i)
		if !ok {
			break
		}
		f := *s.best.File
		f.Tree = tree
		if s.try(f) {
			i--
		}
	}
	for at := range s.best.File.Steps {
		for i := 0; at < len(s.best.File.Steps); i++ {
			step := s.best.File.Steps[at]
			if step.Spec == nil {
				break
			}
			spec, ok := simpler(*step.Spec, i)
			if !ok {
				break
			}
			f := *s.best.File
			f.Steps = slices.Clone(f.Steps)
			step.Spec = &spec
			f.Steps[at] = step
			if s.try(f) {
				i--
			}
		}
	}
}

// simpler returns the i-th way to make a spec simpler, counted over all of its children; false: there are fewer.
func simpler(s vector.Spec, i int) (vector.Spec, bool) {
	for _, way := range ways() {
		c := s
		if !way(&c) {
			continue
		}
		if i == 0 {
			return c, true
		}
		i--
	}
	for at := range s.Children {
		if i == 0 {
			s.Children = slices.Delete(slices.Clone(s.Children), at, at+1)
			return s, true
		}
		i--
	}
	for at := range s.Children {
		n := count(s.Children[at])
		if i < n {
			c, ok := simpler(s.Children[at], i)
			s.Children = slices.Clone(s.Children)
			s.Children[at] = c
			return s, ok
		}
		i -= n
	}
	if s.Template != nil {
		c, ok := simpler(*s.Template, i)
		s.Template = &c
		return s, ok
	}
	return s, false
}

// count is in how many ways a spec can be made simpler.
func count(s vector.Spec) int {
	n := 0
	for {
		if _, ok := simpler(s, n); !ok {
			return n
		}
		n++
	}
}

// ways take one thing out of a spec; false: it is not there.
func ways() []func(*vector.Spec) bool {
	return []func(*vector.Spec) bool{
		func(s *vector.Spec) bool { was := s.Init != nil; s.Init = nil; return was },
		func(s *vector.Spec) bool { was := s.Terminate != ""; s.Terminate = ""; return was },
		func(s *vector.Spec) bool { was := s.TrapExit; s.TrapExit = false; return was },
		func(s *vector.Spec) bool { was := s.Register != ""; s.Register = ""; return was },
		func(s *vector.Spec) bool { was := s.Significant; s.Significant = false; return was },
		func(s *vector.Spec) bool { was := s.AutoShutdown != ""; s.AutoShutdown = ""; return was },
		func(s *vector.Spec) bool { was := s.Restart != ""; s.Restart = ""; return was },
		func(s *vector.Spec) bool { was := s.Shutdown != nil; s.Shutdown = nil; return was },
		func(s *vector.Spec) bool { was := s.MaxChildren != nil; s.MaxChildren = nil; return was },
		func(s *vector.Spec) bool {
			was := s.Strategy == "one_for_all" || s.Strategy == "rest_for_one"
			if was {
				s.Strategy = "one_for_one"
			}
			return was
		},
	}
}
