package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Whatever its style, a schema keeps every byte that was there, in its order,
// and says what it said and the new element.
func TestAddKeepsEveryStyle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := drawSchema(t)
		doc, diags := Parse("otp.yaml", []byte(before))
		app, more := Resolve(doc)
		require.False(t, append(diags, more...).HasErrors(), "%v %v\n%s", diags, more, before)

		add := rapid.SampledFrom([]Addition{
			{Kind: NewService, Name: "Journal"}, {Kind: NewService, Name: "Journal", In: "Inner"}, {Kind: NewSupervisor, Name: "Spare"},
			{Kind: NewCall, Service: "Cart", Name: "Add"}, {Kind: NewCast, Service: "Till", Name: "Add"}, {Kind: NewCall, Service: "Till", Name: "Add"},
		}).Draw(t, "add")
		t.Logf("%s", before)
		text, found := Add("otp.yaml", []byte(before), add)
		require.Empty(t, found, before)
		after := string(text)
		checkSubsequence(t, before, after)
		assert.Equal(t, strings.HasSuffix(before, "\n"), strings.HasSuffix(after, "\n"))
		assert.Equal(t, strings.Count(before, "\n") == strings.Count(before, "\r\n"), strings.Count(after, "\n") == strings.Count(after, "\r\n"))

		doc, diags = Parse("otp.yaml", text)
		grown, more := Resolve(doc)
		require.False(t, append(diags, more...).HasErrors(), "%v %v\n%s", diags, more, after)
		services, supervisors, messages := sizes(app)
		switch add.Kind {
		case NewService:
			services++
		case NewSupervisor:
			supervisors++
		case NewCall, NewCast:
			messages++
		}
		s, v, m := sizes(grown)
		assert.Equal(t, []int{services, supervisors, messages}, []int{s, v, m}, after)
	})
}

func sizes(app *Application) (services, supervisors, messages int) {
	for _, s := range app.Services {
		messages += len(s.Calls) + len(s.Casts)
	}
	return len(app.Services), len(app.Supervisors), messages
}

// checkSubsequence fails unless after is before with something inserted: every
// byte, in order, but null.
func checkSubsequence(t *rapid.T, before, after string) {
	nothing := strings.NewReplacer(" null", "", " ~", "") // it is replaced by something
	before, after = nothing.Replace(before), nothing.Replace(after)
	i := 0
	for j := 0; j < len(after) && i < len(before); j++ {
		if after[j] == before[i] {
			i++
		}
	}
	require.Equal(t, len(before), i, "lost from\n%s\nin\n%s", before, after)
	for line := range strings.Lines(before) {
		if comment := strings.TrimSpace(line); strings.HasPrefix(comment, "#") {
			require.Contains(t, after, strings.TrimRight(line, "\r\n"), "a comment")
		}
	}
}

// drawn is a tree to be written in some style: a mapping, a list, or text.
type drawn struct {
	keys   []string
	values []drawn // of keys, or the items of a list
	text   string
}

func scalarText(s string) drawn { return drawn{text: s} }

func list(items ...drawn) drawn { return drawn{values: items} }

func entries(pairs ...any) drawn {
	d := drawn{}
	for i := 0; i < len(pairs); i += 2 {
		d.keys, d.values = append(d.keys, pairs[i].(string)), append(d.values, pairs[i+1].(drawn))
	}
	return d
}

// drawSchema writes one schema in a random style: braces or lines, at each
// place anew, comments, blank lines, quotes, indentation, line ends.
func drawSchema(t *rapid.T) string {
	cart := entries("calls", entries("Clear", drawn{}, "Count", entries("reply", scalarText("int"))), "casts", entries("Note", drawn{}))
	till := rapid.SampledFrom([]drawn{
		{}, entries("doc", scalarText("Takes # money: {all}")), entries("calls", entries("Pay", entries("args", entries("sum", scalarText("int"))))), entries("casts", drawn{}),
	}).Draw(t, "till")
	inner := entries("name", scalarText("Inner"), "children", list(scalarText("Till")))
	root := entries("strategy", scalarText("one_for_all"), "children", list(entries("child", scalarText("Cart"), "restart", scalarText("transient")), inner))
	sections := []string{"services", "supervisors"}
	if rapid.Bool().Draw(t, "turned") {
		sections = []string{"supervisors", "services"}
	}
	of := map[string]drawn{"services": entries("Cart", cart, "Till", till), "supervisors": entries("Root", root)}
	w := &styler{t: t, step: rapid.IntRange(1, 4).Draw(t, "step"), dash: rapid.IntRange(0, 3).Draw(t, "dash")}
	if rapid.Bool().Draw(t, "marked") {
		w.b.WriteString("# é A schema.\n---\n")
	}
	w.mapping(entries("otp", scalarText("1"), "package", scalarText("shop"), sections[0], of[sections[0]], sections[1], of[sections[1]]), 0)
	out := w.b.String()
	if rapid.Bool().Draw(t, "unended") {
		out = strings.TrimRight(out, "\n")
	}
	if rapid.Bool().Draw(t, "windows") {
		out = strings.ReplaceAll(out, "\n", "\r\n")
	}
	if rapid.Bool().Draw(t, "byte order mark") {
		out = byteOrderMark + out
	}
	return out
}

type styler struct {
	t          *rapid.T
	b          strings.Builder
	step, dash int
}

func (w *styler) flip(what string) bool { return rapid.IntRange(0, 3).Draw(w.t, what) == 0 }

// noise is what may stand between two lines.
func (w *styler) noise(indent int) {
	if w.flip("blank") {
		w.b.WriteString("\n")
	}
	if w.flip("comment") {
		fmt.Fprintf(&w.b, "%s# é: {a comment}, [\"\n", strings.Repeat(" ", indent))
	}
}

func (w *styler) lineEnd() {
	if w.flip("remark") {
		w.b.WriteString("   # } a remark, of it")
	}
	w.b.WriteString("\n")
}

func (w *styler) mapping(d drawn, indent int) {
	for i, key := range d.keys {
		if i > 0 || indent == 0 {
			w.noise(indent)
		}
		if i > 0 || indent == 0 || !strings.HasSuffix(w.b.String(), "- ") {
			w.b.WriteString(strings.Repeat(" ", indent))
		}
		w.b.WriteString(w.key(key) + ":")
		w.value(d.values[i], indent)
	}
}

func (w *styler) key(key string) string {
	if w.flip("quoted") {
		return fmt.Sprintf("%q", key)
	}
	return key
}

// value writes what stands behind a colon, to the end of the line or further.
func (w *styler) value(d drawn, indent int) {
	switch {
	case len(d.keys) == 0 && len(d.values) == 0 && d.text == "":
		w.b.WriteString(rapid.SampledFrom([]string{"", " {}", " { }", " ~", " null"}).Draw(w.t, "nothing"))
		w.lineEnd()
	case d.text != "":
		w.scalar(d.text, indent)
	case w.flip("braces"):
		w.b.WriteString(" " + w.flow(d, indent+w.step))
		w.lineEnd()
	case len(d.keys) > 0:
		w.lineEnd()
		w.noise(indent + w.step)
		w.mapping(d, indent+w.step)
	default:
		w.lineEnd()
		for _, item := range d.values {
			w.noise(indent + w.dash)
			w.b.WriteString(strings.Repeat(" ", indent+w.dash) + "- ")
			if item.text != "" {
				w.b.WriteString(w.key(item.text))
				w.lineEnd()
				continue
			}
			w.mapping(item, indent+w.dash+2)
		}
	}
}

func (w *styler) scalar(text string, indent int) {
	plain := !strings.Contains(text, "#")
	if !plain && w.flip("literal") {
		header := rapid.SampledFrom([]string{"|", "|+", "|-", ">", ">+ # all"}).Draw(w.t, "header")
		margin := strings.Repeat(" ", indent+w.step)
		fmt.Fprintf(&w.b, " %s\n%s%s\n%s# more: text\n", header, margin, text, margin)
		w.b.WriteString(rapid.SampledFrom([]string{"", "\n", "\n\n", margin + "\n"}).Draw(w.t, "tail"))
		return
	}
	if plain && (text == "1" || !w.flip("quoted")) {
		w.b.WriteString(" " + text)
	} else {
		fmt.Fprintf(&w.b, " %q", text)
	}
	w.lineEnd()
}

// flow writes a collection in brackets, in one line or with a line for each
// entry.
func (w *styler) flow(d drawn, indent int) string {
	open, end := "{", "}"
	if len(d.keys) == 0 && len(d.values) > 0 {
		open, end = "[", "]"
	}
	if d.text != "" {
		return fmt.Sprintf("%q", d.text)
	}
	lines := w.flip("lines") && len(d.values) > 0
	var b strings.Builder
	b.WriteString(open)
	for i, v := range d.values {
		if lines {
			b.WriteString(rapid.SampledFrom([]string{"\n", "  # of {it}, all\n"}).Draw(w.t, "break") + strings.Repeat(" ", indent))
		}
		if len(d.keys) > 0 {
			b.WriteString(w.key(d.keys[i]) + ": ")
		}
		b.WriteString(w.flow(v, indent+w.step))
		if i < len(d.values)-1 || w.flip("comma") {
			b.WriteString(rapid.SampledFrom([]string{", ", " , "}).Draw(w.t, "comma style"))
		}
	}
	if lines {
		b.WriteString("  # ], the end\n" + strings.Repeat(" ", indent-1))
	}
	return b.String() + end
}
