package measure

// verdict is what became of a must.
type verdict struct {
	Must
	ours, reference float64 // medians; NaN: none
	result          float64 // what is limited
	allocs          float64
	failed          error
}

func (v verdict) met() bool {
	return v.failed == nil && !v.allocates() && v.within(v.AtMost, v.AtLeast)
}

func (v verdict) allocates() bool { return v.NoAllocations && v.allocs > 0.01 }

// within compares the result with one of two limits, that which is not 0.
func (v verdict) within(atMost, atLeast float64) bool {
	if atLeast > 0 {
		return v.result >= atLeast
	}
	return v.result <= atMost
}

// wish is the limits that we would like.
func (m Must) wish() (atMost, atLeast float64) {
	if m.AtLeast > 0 {
		return 0, m.Stretch
	}
	return m.Stretch, 0
}

func (v verdict) word() string {
	switch {
	case v.failed != nil:
		return "FAILED: " + v.failed.Error()
	case v.allocates():
		return "MISSED: it allocates"
	case !v.met():
		return "MISSED"
	case v.within(v.wish()):
		return "met, and stretched"
	default:
		return "met"
	}
}

func (v verdict) line() []string {
	sign, limit := "<= ", v.AtMost
	if v.AtLeast > 0 {
		sign, limit = ">= ", v.AtLeast
	}
	allocs := ""
	if v.NoAllocations {
		allocs = figure(v.allocs)
	}
	return []string{
		v.Workload, v.Row, v.Unit, v.Of + v.Beside, figure(v.ours), figure(v.reference), figure(v.result),
		sign + figure(limit), sign + figure(v.Stretch), allocs, v.word(),
	}
}
