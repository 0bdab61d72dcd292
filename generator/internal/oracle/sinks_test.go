package oracle_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/oracle"
)

// sink is a place of the schema that takes text, and where that text ends up.
type sink struct {
	name string
	free bool // any text may stand there; all others take names or Go
	ends string
}

// sinks lists every place of a schema that takes text, each by the word that
// stands for it in everyField.
func sinks() []sink {
	const comment, markdown, drawing, text = "comment", "Markdown", "Mermaid", "string literal"
	free := func(name string, ends ...string) sink { return sink{name, true, strings.Join(ends, ", ")} }
	strict := func(name string, ends ...string) sink { return sink{name, false, strings.Join(ends, ", ")} }
	return []sink{
		free("schema.doc", comment, markdown),
		free("message.doc", comment, markdown),
		free("enum.doc", comment, markdown),
		free("oneof.doc", comment, markdown),
		free("defined.doc", comment, markdown),
		free("field.doc", comment),
		free("variant.field.doc", comment),
		free("type.doc", comment, markdown),
		free("error.doc", comment, markdown),
		free("error.field.doc", comment),
		free("error.text", text, markdown),
		free("error.text with a field", "format", markdown),
		free("external.doc", comment, markdown),
		free("strategy.doc", comment),
		free("service.doc", comment, markdown),
		free("service.arg.doc", comment),
		free("call.doc", comment, markdown),
		free("call.arg.doc", comment),
		free("cast.doc", comment, markdown),
		free("timer.doc", comment, markdown),
		free("supervisor.doc", comment, markdown),
		free("inline.doc", comment, markdown),
		free("child.doc", comment, markdown),
		free("pool.doc", comment, markdown),
		free("dynamic.doc", comment, markdown),
		free("literal", text),
		free("literal key", text),
		free("literal in a list", text),
		strict("package", "package clause, file name"),
		strict("out", "folder"),
		strict("message name", "identifier", markdown),
		strict("message.go_name", "identifier"),
		strict("message.type", "type expression", markdown),
		strict("field name", "identifier", "tag", markdown),
		strict("field.type", "type expression", markdown),
		strict("field.go_name", "identifier"),
		strict("enum word", "identifier", text, markdown),
		strict("variant name", "identifier", text, "tag"),
		strict("type name", "identifier", markdown),
		strict("import name", "identifier"),
		strict("import path", "import"),
		strict("error name", "identifier", markdown),
		strict("external name", "identifier", text, markdown),
		strict("external.type", "type expression", markdown),
		strict("service name", "identifier", "file name", text, markdown, drawing),
		strict("service.go_name", "identifier", "file name"),
		strict("call name", "identifier", text, markdown),
		strict("call.reply", "type expression", markdown),
		strict("cast name", "identifier", text, markdown),
		strict("timer name", "identifier", text, markdown),
		strict("supervisor name", "identifier", text, markdown, drawing),
		strict("placement name", "identifier", text, markdown, drawing),
		strict("child.id", text, markdown, drawing),
	}
}

// everyField is a schema with the word {sink} in each place.
const everyField = `
otp: 1
package: {package}
doc: {schema.doc}
out: {out}
imports: {{import name}: {import path}}
messages:
  {message name}:
    doc: {message.doc}
    go_name: {message.go_name}
    fields: {a: {type: string, doc: {field.doc}, go_name: {field.go_name}}, {field name}: {field.type}}
  Level: {enum: [low, {enum word}], doc: {enum.doc}}
  Either: {doc: {oneof.doc}, oneof: {One: {x: {type: int, doc: {variant.field.doc}}}, {variant name}: {}}}
  Defined: {type: {message.type}, doc: {defined.doc}}
types: {Hand: {doc: {type.doc}}, {type name}: {}}
errors:
  plain: {text: {error.text}, doc: {error.doc}, fields: {a: {type: int, doc: {error.field.doc}}}}
  wrapped: {text: {error.text with a field}, fields: {a: int}}
  {error name}: {text: x}
externals:
  Outside: {type: {external.type}, doc: {external.doc}}
  {external name}: {type: "*sql.DB"}
strategies: {calm: {strategy: one_for_one, doc: {strategy.doc}}}
services:
  {service name}:
    doc: {service.doc}
    go_name: {service.go_name}
    args: {path: {type: string, doc: {service.arg.doc}}, table: "map[string]string", list: "[]string"}
    uses: {Outside: [], {external name}: []}
    calls:
      Ask: {args: {q: {type: string, doc: {call.arg.doc}}}, reply: Either, doc: {call.doc}, errors: [plain, wrapped, {error name}]}
      {call name}: {args: {m: {message name}, l: Level, d: Defined, h: Hand, t: {type name}}, reply: {call.reply}}
    casts: {Tell: {doc: {cast.doc}}, {cast name}: {}}
    timers: {Tick: {every: 1s, doc: {timer.doc}}, {timer name}: {after: 1m}}
  Member: {calls: {Ping: {}}}
supervisors:
  {supervisor name}:
    doc: {supervisor.doc}
    strategy: calm
    children:
      - child: {service name}
        id: {child.id}
        doc: {child.doc}
        args: {path: {literal}, table: {{literal key}: x}, list: [{literal in a list}]}
      - {name: {placement name}, pool: Member, size: 2, doc: {pool.doc}}
      - {name: Many, dynamic: {child: Member}, doc: {dynamic.doc}}
      - {name: Inner, doc: {inline.doc}, children: [Member]}
application: {root: {supervisor name}}
boundaries: [{crash: Inner, survives: [{placement name}]}]
`

// benign are the words that stand in the other places while one is attacked.
func benign() map[string]string {
	words := map[string]string{
		"package": "shop", "out": "internal/shop", "message name": "Order", "message.go_name": "PlacedOrder",
		"message.type": "[]string", "field name": "b_c", "field.type": "time.Time", "field.go_name": "Aa",
		"enum word": "high", "variant name": "Two", "type name": "Written", "import name": "rnd",
		"import path": "math/rand/v2", "error name": "third", "external name": "Base", "external.type": "rnd.Source",
		"service name": "Keeper", "service.go_name": "Holder", "call name": "Look", "call.reply": "[]byte", "cast name": "Go",
		"timer name": "Late", "supervisor name": "Root", "placement name": "Members", "child.id": "keeper",
		"error.text with a field": "it is {a}",
	}
	for _, s := range sinks() {
		if words[s.name] == "" {
			words[s.name] = "Benign words"
		}
	}
	return words
}

// filled is everyField with the words, each as a string that YAML takes for
// just these characters.
func filled(words map[string]string) []byte {
	var pairs []string
	for name, word := range words {
		pairs = append(pairs, "{"+name+"}", quoted(word))
	}
	return []byte(strings.NewReplacer(pairs...).Replace(everyField))
}

// quoted is text in double quotes: JSON is YAML. Broken UTF-8 stays as it is.
func quoted(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic(err)
	}
	if strings.Contains(text, "\xed\xa0\x80") || strings.Contains(text, "\xff") {
		return `"` + text + `"`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// attacked are benign words with a vector in the places of the sinks.
func attacked(v vector, places ...sink) []byte {
	words := benign()
	for _, s := range places {
		words[s.name] = v.text
		if s.name == "error.text with a field" {
			words[s.name] += "{a}"
		}
	}
	return filled(words)
}

// harmless says what is wrong with what became of a schema: nothing if it was
// refused with diagnostics, or is exactly what the plan predicts.
func harmless(t *testing.T, src []byte) (accepted bool, problems []string) {
	t.Helper()
	p, files, diags := generate("otp.yaml", src)
	if p != nil {
		return true, oracle.Check(p, files)
	}
	require.True(t, diags.HasErrors())
	for _, d := range diags {
		if d.Code == "" || d.Message == "" || strings.Contains(d.Message, "\n") || d.Range.Start.Line == 0 {
			problems = append(problems, fmt.Sprintf("an incomplete diagnostic: %v", d))
		}
	}
	return false, problems
}

// Whatever text stands where text may stand, it is refused with a diagnostic,
// or what becomes of it is exactly what the plan predicts, and still Go. All
// places that take any text are attacked at once, as one rendering shows for
// each of them whether its text broke out; one by one to find out which it was,
// and where the whole is refused. The texts of errors have placeholders, so
// braces there are refused, and would have the others refused.
func TestTextNeverBecomesCode(t *testing.T) {
	t.Parallel()
	var together, alone []sink
	for _, s := range sinks() {
		switch {
		case s.free && strings.HasPrefix(s.name, "error.text"):
			alone = append(alone, s)
		case s.free:
			together = append(together, s)
		}
	}
	checker := oracle.NewTypes(runtimePath)
	combinations := 0
	for i, v := range vectors() {
		combinations += len(together) + len(alone)
		rest := alone
		accepted, problems := harmless(t, attacked(v, together...))
		if !accepted || len(problems) > 0 {
			rest = append(rest[:len(rest):len(rest)], together...)
		} else if i%20 == 0 {
			p, files, _ := generate("otp.yaml", attacked(v, together...))
			require.NoError(t, checker.Check(p, files), v.name)
		}
		for _, s := range rest {
			_, problems := harmless(t, attacked(v, s))
			assert.Empty(t, problems, "%s / %s", s.name, v.name)
		}
	}
	assert.Greater(t, combinations, 1000)
	t.Logf("%d combinations", combinations)
}

// Where a name or Go must stand, text is refused, or it is a name.
func TestTextIsNoName(t *testing.T) {
	t.Parallel()
	combinations := 0
	for _, s := range sinks() {
		if s.free {
			continue
		}
		for _, v := range vectors() {
			combinations++
			v.text = strings.ReplaceAll(v.text, oracle.Sentinel, "Word") // a good name is one
			accepted, problems := harmless(t, attacked(v, s))
			assert.Empty(t, problems, "%s / %s", s.name, v.name)
			if accepted {
				assert.Regexp(t, `^[A-Za-z0-9_./-]+$`, v.text, "%s / %s", s.name, v.name)
			}
		}
	}
	assert.Greater(t, combinations, 1000)
	t.Logf("%d combinations", combinations)
}

// Names of files come from the command line; the header of every file holds
// one.
func TestTheNameOfTheSchemaIsText(t *testing.T) {
	t.Parallel()
	src := []byte("otp: 1\npackage: shop\nservices: {Keeper: {}}\nsupervisors: {Root: {children: [Keeper]}}\n")
	for _, v := range vectors() {
		p, files, _ := generate(v.text, src)
		if assert.NotNil(t, p, v.name) {
			assert.Empty(t, oracle.Check(p, files), v.name)
		}
	}
}
