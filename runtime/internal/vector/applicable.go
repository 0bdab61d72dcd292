package vector

import "slices"

// NotApplicable says why a scenario has no counterpart here; "": it has one. A
// dynamic supervisor that shuts down automatically is refused by OTP when it
// starts; here it cannot even be written down.
func (f *File) NotApplicable() string {
	if f.Tree.any(func(s Spec) bool { return s.IsDynamic() && s.AutoShutdown != "" && s.AutoShutdown != "never" }) {
		return "a dynamic supervisor has no auto_shutdown"
	}
	return ""
}

// any reports whether a spec of the static tree is such a one.
func (s Spec) any(is func(Spec) bool) bool {
	return is(s) || slices.ContainsFunc(s.Children, func(c Spec) bool { return c.any(is) })
}
