package measure

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/otpgen/otpgen/bench/work"
)

func TestTableOfRounds(t *testing.T) {
	t.Parallel()
	lookup := []string{"lookup"}
	r := &Runner{Workloads: work.Workloads(work.Tiny()), Contenders: []work.Contender{
		said("slow", lookup, work.Figures{"ns/op": 300, "allocs/op": 1}, work.Figures{"ns/op": 100, "allocs/op": 1}),
		said("rwmutex-map", lookup, ns(100, 50)...),
		said("quick", lookup, ns(7.5)...),
		said("ill", lookup, nil, nil),
		{Name: "lame", Cannot: map[string]string{"lookup": "it has no names"}},
	}}
	var out strings.Builder
	if err := r.tables(&out, regexp.MustCompile("^lookup$"), regexp.MustCompile(""), 2); err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(out.String(), "\n\n")
	const want = `### lookup

Find one of 10 processes by its name.

| row         | ratio | ns/op | ± | allocs/op |
|-------------|------:|------:|--:|----------:|
| quick       |  0.11 |  7.50 | ∞ |           |
| rwmutex-map |  1.00 |  75.0 | ∞ |           |
| slow        |  2.50 |   200 | ∞ |      1.00 |

ill failed: lookup/ill: broken

lame is left out: it has no names.
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFigureHasThreeDigits(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]string{
		0: "0", 0.0004: "0", 0.0123: "0.012", 0.5: "0.50", 1.234: "1.23", 12.34: "12.3", 123.4: "123", 12345.6: "12346", -3: "-3.00",
	} {
		if got := figure(v); got != want {
			t.Errorf("figure(%v) = %q, want %q", v, got, want)
		}
	}
}

func TestPageKeepsWhatIsAroundTheFigures(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(file, []byte("before\n"+begins+"old\n"+ends+"after\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := onPage(file, &out, func(w io.Writer) error { _, err := io.WriteString(w, "new\n"); return err }); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if want := "before\n" + begins + "new\n" + ends + "after\n"; err != nil || string(got) != want || out.String() != "new\n" {
		t.Errorf("got %q, %q, %v", got, out.String(), err)
	}
	if err := os.WriteFile(file, []byte("no markers"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := onPage(file, &out, func(io.Writer) error { t.Error("measured in vain"); return nil }); err == nil {
		t.Error("a page without markers is accepted")
	}
}
