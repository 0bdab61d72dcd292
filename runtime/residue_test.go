package otp

import "fmt"

// Residue lists what is left of an incarnation that is over, and should be nothing: whom it watches and who watches it,
// its links, timers and closers, calls that it waits for, messages, its place, its goroutine.
func Residue(r Ref) (left []string) {
	in := r.in
	holds := in.slot.cur.Load() == in
	timers := len(in.alarms().names())
	in.mu.Lock()
	defer in.mu.Unlock()
	for what, n := range map[string]int{
		"watches": len(in.watches), "monitors": len(in.monitors), "links": len(in.links), "waits": len(in.waits) + oneIf(in.waitsOn.Load() != nil),
		"callers": len(in.callers), "closers": len(in.owned), "messages": in.box.depth(),
		"timers": timers, "its place": oneIf(holds), "its goroutine": oneIf(!in.returned),
		"its burial": oneIf(!in.buried), "its life": oneIf(in.phase != phaseOver),
	} {
		if n > 0 {
			left = append(left, fmt.Sprintf("%s has %d %s left", r, n, what))
		}
	}
	return left
}

func oneIf(is bool) int {
	if is {
		return 1
	}
	return 0
}
