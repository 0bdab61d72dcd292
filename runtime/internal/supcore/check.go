package supcore

import "fmt"

// checkSpec returns spec with its defaults filled in, or what is wrong with it under a supervisor of that kind.
func checkSpec(spec Spec, auto AutoShutdown) (Spec, *SpecError) {
	if spec.Type > Supervisor {
		panic(fmt.Sprintf("otpgen: internal: unknown type of child %d", spec.Type))
	}
	wrong := func(p SpecProblem, value string) (Spec, *SpecError) {
		return Spec{}, &SpecError{ID: spec.ID, Problem: p, Value: value}
	}
	if spec.Restart > Temporary {
		return wrong(InvalidRestart, spec.Restart.String())
	}
	if after, finite := spec.Shutdown.After(); finite && after < 0 {
		return wrong(InvalidShutdown, spec.Shutdown.String())
	}
	if spec.Significant && (auto == Never || spec.Restart == Permanent) {
		return wrong(BadCombination, "")
	}
	var sane bool
	if spec.Backoff, sane = spec.Backoff.complete(); !sane {
		return wrong(InvalidBackoff, spec.Backoff.String())
	}
	if l := spec.Limit; l != nil && (l.MaxRestarts < 0 || l.Period < 0) {
		return wrong(InvalidIntensity, fmt.Sprint(*l))
	}
	spec.Shutdown = spec.Shutdown.For(spec.Type)
	return spec, nil
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
