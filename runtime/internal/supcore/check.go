package supcore

import (
	"fmt"
	"time"
)

// checkSpec returns spec with its defaults filled in, or what is wrong with it under a supervisor of that kind.
func checkSpec(spec Spec, auto AutoShutdown) (Spec, *SpecError) {
	if spec.Type > Supervisor {
		panic(fmt.Sprintf("otpgen: internal: unknown type of child %d", spec.Type))
	}
	wrong := func(p SpecProblem, field, value string) (Spec, *SpecError) {
		return Spec{}, &SpecError{ID: spec.ID, Problem: p, Field: field, Value: value}
	}
	if spec.Restart > Temporary {
		return wrong(InvalidRestart, "Restart", spec.Restart.String())
	}
	if after, finite := spec.Shutdown.After(); finite && after < 0 {
		return wrong(InvalidShutdown, "Shutdown", negative(after))
	}
	switch {
	case !spec.Significant:
	case auto == Never:
		return wrong(BadCombination, "Significant", "true and AutoShutdown "+auto.String())
	case spec.Restart == Permanent:
		return wrong(BadCombination, "Significant", "true and Restart "+spec.Restart.String())
	}
	if field, value := spec.Backoff.nonsense(); field != "" {
		return wrong(InvalidBackoff, "Backoff."+field, value)
	}
	if l := spec.Limit; l != nil {
		if e := l.check("Intensity."); e != nil {
			return wrong(e.Problem, e.Field, e.Value)
		}
	}
	spec.Backoff = spec.Backoff.complete()
	spec.Shutdown = spec.Shutdown.For(spec.Type)
	return spec, nil
}

// negative prints a time in milliseconds, as OTP has it, if there are any.
func negative(d time.Duration) string {
	if ms := d.Milliseconds(); ms != 0 {
		return fmt.Sprint(ms)
	}
	return d.String()
}

// check returns what is wrong with a limit of restarts, or nil; of is put before the names of its fields.
func (i Intensity) check(of string) *SpecError {
	switch {
	case i.MaxRestarts < 0:
		return &SpecError{Problem: InvalidIntensity, Field: of + "MaxRestarts", Value: fmt.Sprint(i.MaxRestarts)}
	case i.Period < 0:
		return &SpecError{Problem: InvalidPeriod, Field: of + "MaxSeconds", Value: fmt.Sprint(i.Period)}
	default:
		return nil
	}
}

func (f StaticFlags) check() *SpecError {
	switch {
	case f.Strategy > RestForOne:
		return &SpecError{Problem: InvalidStrategy, Field: "Strategy", Value: f.Strategy.String()}
	case f.AutoShutdown > AllSignificant:
		return &SpecError{Problem: InvalidAutoShutdown, Field: "AutoShutdown", Value: f.AutoShutdown.String()}
	default:
		return f.Intensity.check("")
	}
}

func (f DynamicFlags) check() *SpecError {
	if f.MaxChildren < 0 {
		return &SpecError{Problem: InvalidMaxChildren, Field: "MaxChildren", Value: fmt.Sprint(f.MaxChildren)}
	}
	return f.Intensity.check("")
}

// accepts begins with the flags of a supervisor; false: it has left, because they make no sense.
func (m *machine) accepts(limit Intensity, wrong *SpecError) bool {
	if wrong != nil {
		m.leave(SupervisorData(wrong))
		return false
	}
	m.restarts = newWindow(limit)
	return true
}

// restartsAfter reports whether a child of that type is to be started again after an exit with that reason.
func (r Restart) restartsAfter(reason Reason) bool {
	switch r {
	case Permanent:
		return true
	case Transient:
		return !reason.IsNormalEnd()
	case Temporary:
		return false
	default:
		panic(fmt.Sprintf("otpgen: internal: unknown restart type %d", r))
	}
}
