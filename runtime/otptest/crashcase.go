package otptest

import (
	"strings"

	otp "github.com/otpgen/otpgen/runtime"
)

// CrashCase is one row of a fault matrix: what the crash of one process does to
// the others. Everything is named by its path; what is not listed is not looked
// at.
type CrashCase struct {
	Path     string   // the process that crashes
	Replaced []string // these run as another incarnation afterwards
	Kept     []string // these still run as the same incarnation
	Gone     []string // these do not run any more
}

// CheckCrash crashes the process at c.Path, waits until every supervisor above
// it has dealt with that, and fails the test for each path that fared otherwise
// than c says. All listed processes must run when it is called.
func (h *Harness) CheckCrash(c CrashCase) {
	h.t.Helper()
	before := make(map[string]otp.Ref)
	for _, paths := range [][]string{c.Replaced, c.Kept, c.Gone} {
		for _, path := range paths {
			ref, ok := h.sys.Find(path).Ref()
			if !ok {
				h.t.Fatalf("%s does not run before the crash of %s", path, c.Path)
			}
			before[path] = ref
		}
	}
	h.settleAfter(h.CrashPath(c.Path))
	for _, path := range c.Replaced {
		h.expect(c.Path, path, fateReplaced, before[path])
	}
	for _, path := range c.Kept {
		h.expect(c.Path, path, fateKept, before[path])
	}
	for _, path := range c.Gone {
		h.awaitOrphan(path, before)
		h.expect(c.Path, path, fateGone, before[path])
	}
}

// awaitOrphan waits for the end of a process whose supervisor was killed: it has
// been told to end, but nobody waited for it.
func (h *Harness) awaitOrphan(path string, before map[string]otp.Ref) {
	h.t.Helper()
	up := before[path[:max(strings.LastIndexByte(path, '/'), 0)]]
	if _, ended := up.Reason(); ended && up != (otp.Ref{}) {
		h.awaitEnd(before[path])
	}
}

// fate is what became of a process. Its text completes a sentence.
type fate string

const (
	fateReplaced fate = "replaced"
	fateKept     fate = "kept"
	fateGone     fate = "gone"
)

func (h *Harness) fateOf(path string, before otp.Ref) fate {
	now, ok := h.sys.Find(path).Ref()
	switch {
	case !ok:
		return fateGone
	case now == before:
		return fateKept
	default:
		return fateReplaced
	}
}

func (h *Harness) expect(crashed, path string, want fate, before otp.Ref) {
	h.t.Helper()
	got := h.fateOf(path, before)
	if got == want {
		return
	}
	why := ""
	if reason, ended := before.Reason(); ended {
		why = "; it ended with " + reason.String()
	}
	h.t.Errorf("after the crash of %s, %s should be %s but is %s%s", crashed, path, want, got, why)
}
