package otp

// watch is somebody's wish to be told of the end of an incarnation.
type watch struct{ fire func(why Reason) } // must not block

// watch registers w; false if the incarnation is over, and then w is not fired.
func (in *incarnation) watch(w *watch) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.phase == phaseOver {
		return false
	}
	if in.watches == nil {
		in.tie().watches = make(map[*watch]struct{})
	}
	in.watches[w] = struct{}{}
	return true
}

func (in *incarnation) unwatch(w *watch) {
	in.mu.Lock()
	defer in.mu.Unlock()
	delete(in.watches, w)
}
