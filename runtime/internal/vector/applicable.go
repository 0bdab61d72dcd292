package vector

import "slices"

// NotApplicable says why a scenario has no counterpart here; "": it has one. A
// dynamic supervisor that shuts down automatically is refused by OTP when it
// starts; here it cannot even be written down.
func (f *File) NotApplicable() string {
	shutsDown := func(s Spec) bool { return s.IsDynamic() && s.AutoShutdown != "" && s.AutoShutdown != "never" }
	if f.Tree.Any(shutsDown) || slices.ContainsFunc(f.Steps, func(s Step) bool {
		s = s.Inner()
		return s.Spec != nil && s.Spec.Any(shutsDown)
	}) {
		return "a dynamic supervisor has no auto_shutdown"
	}
	return ""
}

// Inner returns the step that async does; any other step is its own.
func (s Step) Inner() Step {
	if s.Op != "async" {
		return s
	}
	inner, err := s.Async()
	if err != nil {
		panic("otpgen: internal: " + err.Error()) // the file has been read, or made here
	}
	return inner
}

// Any reports whether s, or a spec below it, is such a one.
func (s Spec) Any(is func(Spec) bool) bool {
	return is(s) || s.Template != nil && s.Template.Any(is) ||
		slices.ContainsFunc(s.Children, func(c Spec) bool { return c.Any(is) })
}
