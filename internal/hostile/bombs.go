package hostile

import (
	"fmt"
	"strings"
)

// Bombs lists the schemas, by what they are made of.
func Bombs() []Bomb {
	var all []Bomb
	for _, list := range [][]Bomb{yamlBombs(), keyBombs(), typeBombs(), treeBombs(), callBombs(), nearBombs(), codeBombs()} {
		all = append(all, list...)
	}
	return all
}

// yamlBombs are aimed at the YAML parser and what surrounds it.
func yamlBombs() []Bomb {
	laughs := "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
	for i := 1; i < 30; i++ {
		laughs += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9))
	}
	return []Bomb{
		{"alias bomb", text(head, laughs, tail)},
		{"self alias", text(head, "x: &x [*x]\n", tail)},
		{"100000 aliases", text(head, "x: &x a\ny: [", strings.Repeat("*x, ", 100_000), "]\n", tail)},
		{"100000 anchors", fill(head, "x#: &x# a\n", tail)},
		{"100000 merge keys", fill(head, "x#: {<<: {a: 1}}\n", tail)},
		{"a mebibyte of [", text(strings.Repeat("[", mebibyte))},
		{"4 MiB of [", text(strings.Repeat("[", limit))},
		{"4 MiB of {", text(strings.Repeat("{", limit))},
		{"4 MiB of [{", text(strings.Repeat("[{a: ", limit/5))},
		{"4 MiB of - ", text(strings.Repeat("- ", limit/2))},
		{"4 MiB of ?", text(strings.Repeat("? ", limit/2))},
		{"4 MiB of quotes", text(strings.Repeat("'", limit))},
		{"4 MiB of open quote", text(head, "doc: \"", strings.Repeat("a b\n", limit/4-100))},
		{"4 MiB of !", text(strings.Repeat("!", limit))},
		{"4 MiB of &", text(strings.Repeat("&a ", limit/3))},
		{"4 MiB of *", text(strings.Repeat("*", limit))},
		{"4 MiB of :", text(strings.Repeat(": ", limit/2))},
		{"4 MiB of empty lines", text(strings.Repeat("\n", limit))},
		{"4 MiB of comments", text(strings.Repeat("# c\n", limit/4))},
		{"4 MiB of one comment", text("#", strings.Repeat("c", limit-1))},
		{"4 MiB of documents", text(strings.Repeat("---\n", limit/4))},
		{"4 MiB of small documents", text(strings.Repeat("---\na\n", limit/6))},
		{"4 MiB of tabs", text(strings.Repeat("\t", limit-1), "a")},
		{"4 MiB of zero bytes", text(strings.Repeat("\x00", limit))},
		{"4 MiB of bad UTF-8", text(strings.Repeat("\xff", limit))},
		{"4 MiB of bidi", text(strings.Repeat("\u202e", limit/3))},
		{"4 MiB of marks", text(strings.Repeat("\ufeff", limit/3))},
		{"4 MiB and a byte", text(strings.Repeat("a", limit+1))},
		{"deep indentation", func() string {
			var b strings.Builder
			for i := range 2800 {
				b.WriteString(strings.Repeat(" ", i) + "a:\n")
			}
			return b.String()
		}},
		{"a mistake in the last line", fill(head, "# a comment #\n", "b: c: d\n")},
		{"a mistake in the last key", fill(head+tail+"messages:\n", "  M#: int\n", "b: c: d\n")},
		{"unquoted types", fill(head+tail+"messages:\n", "  M#: []int\n", "")},
		{"unclosed brackets in lines", fill(head, "a#: [\n", "")},
		{"huge text in lines", text(head, tail, "doc: |\n", strings.Repeat("  a b c\n", limit/8-100))},
		{"huge folded text", text(head, tail, "doc: >\n", strings.Repeat("  a b c\n", limit/8-100))},
		{"huge plain text", text(head, tail, "doc: a", strings.Repeat(" b", limit/2-100), "\n")},
		{"huge plain text over lines", text(head, tail, "doc: a\n", strings.Repeat("  b\n", limit/4-100), "\n")},
		{"huge quoted text", text(head, tail, "doc: \"", strings.Repeat("é", limit/2-100), "\"\n")},
		{"huge escaped text", text(head, tail, "doc: \"", strings.Repeat("\\n", limit/2-100), "\"\n")},
		{"huge key", text(head, tail, strings.Repeat("k", limit-200), ": 1\n")},
		{"huge quoted key", text(head, tail, "\"", strings.Repeat("k", limit-200), "\": 1\n")},
		{"huge explicit key", text(head, tail, "? ", strings.Repeat("k", limit-200), "\n: 1\n")},
		{"huge key of a list", text(head, tail, "? [", strings.Repeat("k, ", limit/3-200), "]\n: 1\n")},
		{"huge directive", text("%", strings.Repeat("a", limit-200), "\n---\n", head)},
		{"many directives", text(strings.Repeat("%TAG !a! b\n", limit/11-30), "---\n", head)},
		{"lists in lists", text(head, tail, "messages: [", strings.Repeat("[[[]]],", limit/7-30), "]\n")},
	}
}

// keyBombs have very many keys, most of them wrong.
func keyBombs() []Bomb {
	return []Bomb{
		{"unknown keys", fill(head+tail, "k#: 1\n", "")},
		{"misspelt keys", fill(head+tail, "servicez#: 1\n", "")},
		{"keys in one line", fill(head+tail+"application: {", "k#: 1, ", "}\n")},
		{"accented keys in one line", fill(head+tail+"application: {", "ké#: 1, ", "}\n")},
		{"duplicate keys", fill(head+tail, "doc: 1\n", "")},
		{"duplicate messages", fill(head+tail+"messages:\n", "  M: int\n", "")},
		{"bad names", fill(head+tail+"messages:\n", "  m-#: int\n", "")},
		{"long bad names", fill(head+tail+"messages:\n", "  m-#-"+strings.Repeat("x", 100)+": int\n", "")},
		{"null messages", fill(head+tail+"messages:\n", "  M#:\n", "")},
		{"missing keys", fill(head+tail+"errors:\n", "  e#: {}\n", "")},
		{"wrong kinds", fill(head+tail+"messages:\n", "  M#: []\n", "")},
		{"unknown words", fill(head+tail+"strategies:\n", "  s#: {strategy: one_for_al}\n", "")},
		{"exclusive keys", fill(head+tail+"messages:\n", "  M#: {type: int, enum: [a]}\n", "")},
		{"bad durations", fill(head+tail+"externals:\n", "  X#: {type: int, timeout: 5}\n", "")},
		{"unused messages", fill(head+tail+"messages:\n", "  M#: int\n", "")},
		{"unused types", fill(head+tail+"types:\n", "  M#: {}\n", "")},
		{"one name for two", fill(head+tail+"types:\n"+times(50_000, "  M#: {}\n")+"messages:\n", "  M#: int\n", "")},
		{"import paths", fill(head+tail+"imports:\n", "  i#: a b\n", "")},
		{"bad enum", fill(head+tail+"messages: {M: {enum: [", "-a#, ", "]}}\n")},
		{"huge enum", fill(head+tail+"messages: {M: {enum: [", "a#, ", "]}}\n")},
		{"huge record", fill(head+tail+"messages: {M: {fields: {", "a#: int, ", "}}}\n")},
		{"huge oneof", fill(head+tail+"messages: {M: {oneof: {", "A#: {}, ", "}}}\n")},
	}
}

// typeBombs are aimed at the reading of types and values.
func typeBombs() []Bomb {
	chain := func(n int, format string) string {
		var b strings.Builder
		b.WriteString(head + tail + "messages:\n")
		for i := range n {
			fmt.Fprintf(&b, format, i, i+1)
		}
		fmt.Fprintf(&b, "  M%d: int\n", n)
		return b.String()
	}
	wide := func(n int) string {
		var b strings.Builder
		b.WriteString(head + tail + "messages:\n")
		for i := range n {
			fmt.Fprintf(&b, "  M%d: {fields: {a: M%d, b: M%d}}\n", i, i+1, i+1)
		}
		fmt.Fprintf(&b, "  M%d: {fields: {m: \"map[M0]int\"}}\n", n)
		return b.String()
	}
	return []Bomb{
		{"unknown types", fill(head+tail+"messages:\n", "  M#: Mx#\n", "")},
		{"types that nearly are", fill(head+tail+"messages:\n", "  Message#: Mesage#\n", "")},
		{"deep slices", text(head, tail, "messages: {M: \"", strings.Repeat("[]", 480), "int\"}\n")},
		{"deep pointers", text(head, tail, "messages: {M: \"", strings.Repeat("*", 900), "int\"}\n")},
		{"deep maps", text(head, tail, "messages: {M: \"", strings.Repeat("map[string]", 90), "int\"}\n")},
		{"deep keys", text(head, tail, "messages: {M: \"", strings.Repeat("map[", 120), "int", strings.Repeat("]int", 120), "\"}\n")},
		{"deep functions", text(head, tail, "types: {T: {}}\nmessages: {M: {fields: {f: {type: \"", strings.Repeat("func(", 160), strings.Repeat(")", 160), "\", shared: true}}}}\n")},
		{"deep parentheses", text(head, tail, "messages: {M: \"", strings.Repeat("(", 450), "int", strings.Repeat(")", 450), "\"}\n")},
		{"many deep slices", fill(head+tail+"messages:\n", "  M#: \""+strings.Repeat("[]", 400)+"int\"\n", "")},
		{"huge type", text(head, tail, "messages: {M: \"", strings.Repeat("[]", limit/2-100), "int\"}\n")},
		{"huge unquoted type", text(head, tail, "messages: {M: ", strings.Repeat("[]", limit/2-100), "int}\n")},
		{"huge arrays", text(head, tail, "messages: {M: \"", strings.Repeat("[65536]", 100), "int\"}\n")},
		{"many broken types", fill(head+tail+"messages:\n", "  M#: \"map[\"\n", "")},
		{"many unknown packages", fill(head+tail+"messages:\n", "  M#: qwer#.T\n", "")},
		{"many known packages", fill(head+tail+"messages:\n", "  M#: time.Time\n", "")},
		{"a chain of names", text(chain(100_000, "  M%d: M%d\n"))},
		{"a chain of slices", text(chain(100_000, "  M%d: \"[]M%d\"\n"))},
		{"a chain of records", text(chain(80_000, "  M%d: {fields: {a: M%d}}\n"))},
		{"a doubling chain of records", text(wide(40))},
		{"a circle of records", func() string {
			return strings.Replace(chain(80_000, "  M%d: {fields: {a: M%d}}\n"), "  M80000: int\n", "  M80000: {fields: {a: M0}}\n", 1)
		}},
		{"records that all hold each other", func() string {
			var b strings.Builder
			b.WriteString(head + tail + "messages:\n")
			for i := range 500 {
				fmt.Fprintf(&b, "  M%d: {fields: {%s}}\n", i, times(500, "a#: M#, "))
			}
			return b.String()
		}},
		{"huge literal", fill(head+"services: {Shop: {args: {a: \"[]int\"}}}\nsupervisors: {Root: {children: [{child: Shop, args: {a: [", "#, ", "]}}]}}\n")},
		{"huge map literal", fill(head+"services: {Shop: {args: {a: \"map[int]int\"}}}\nsupervisors: {Root: {children: [{child: Shop, args: {a: {", "#: 1, ", "}}}]}}\n")},
		{"huge bad literal", fill(head+"services: {Shop: {args: {a: \"[]int\"}}}\nsupervisors: {Root: {children: [{child: Shop, args: {a: [", "x#, ", "]}}]}}\n")},
		{"placeholders", fill(head+tail+"errors: {e: {text: \"", "{a#}", "\"}}\n")},
		{"known placeholders", fill(head+tail+"errors: {e: {fields: {a: int}, text: \"", "{a}", "\"}}\n")},
		{"long reference", text(head, "services: {Shop: {args: {a: int}}}\nsupervisors: {Root: {args: {a: int}, children: [{child: Shop, args: {a: $a", strings.Repeat(".a", limit/2-200), "}}]}}\n")},
		{"missing arguments", func() string {
			return head + "services: {Shop: {args: {" + times(1000, "a#: int, ") + "}}}\nsupervisors: {Root: {children: [" + times(1000, "{child: Shop, name: N#}, ") + "]}}\n"
		}},
		{"unknown arguments", func() string {
			return head + "services: {Shop: {args: {" + times(1000, "a#: int, ") + "}}}\nsupervisors: {Root: {children: [" + strings.Repeat("{child: Shop, args: {"+times(100, "b#: 1, ")+"}}, ", 100) + "]}}\n"
		}},
	}
}
