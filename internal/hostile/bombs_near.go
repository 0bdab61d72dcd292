package hostile

import (
	"fmt"
	"strings"
)

// nearBombs stay just below the limits of a schema and are as dear there as
// they can be.
func nearBombs() []Bomb {
	return []Bomb{
		{"near: unknown keys", text(head, tail, times(79_900, "k#: 1\n"))},
		{"near: misspelt keys", text(head, tail, times(79_900, "servicez#: 1\n"))},
		{"near: wrong kinds", text(head, tail, "messages:\n", times(10_000, "  M#: []\n"))},
		{"near: unused messages", text(head, tail, "messages:\n", times(10_000, "  M#: int\n"))},
		{"near: unknown types", text(head, tail, "messages:\n", times(10_000, "  M#: {fields: {a: Mx#, b: My#, c: Mz#}}\n"))},
		{"near: unknown packages", text(head, tail, "messages:\n", times(10_000, "  M#: {fields: {a: tim#.A, b: oss#.A}}\n"))},
		{"near: known packages", text(head, tail, "messages:\n", times(10_000, "  M#: {fields: {a: time.Time, b: netip.Addr, c: time.Duration}}\n"))},
		{"near: broken types", text(head, tail, "messages:\n", times(10_000, "  M#: {fields: {a: \"map[\", b: \"a b\", c: \"[\"}}\n"))},
		{"near: long types", text(head, tail, "messages:\n", times(3_900, "  M#: \""+strings.Repeat("func(int)", 111)+"\"\n"))},
		{"near: deep types", text(head, tail, "messages:\n", times(9_000, "  M#: {fields: {a: \""+strings.Repeat("[]", 11)+"int\", b: \""+strings.Repeat("[]", 11)+"int\"}}\n"))},
		{"near: a chain of slices", func() string { return chainOfMessages(9_999, "  M%d: \"[]M%d\"\n") + "  M9999: int\n" }},
		{"near: a chain of live slices", func() string { return chainOfMessages(9_999, "  M%d: \"[]M%d\"\n") + "  M9999: any\n" }},
		{"near: a chain of records", func() string { return chainOfMessages(9_999, "  M%d: {fields: {a: M%d}}\n") + "  M9999: int\n" }},
		{"near: a circle of records", func() string {
			return chainOfMessages(9_999, "  M%d: {fields: {a: M%d}}\n") + "  M9999: {fields: {a: M0}}\n"
		}},
		{"near: records that all hold each other", func() string {
			return head + tail + "messages:\n" + times(240, "  M%: {fields: {"+times(240, "a#: M#, ")+"}}\n")
		}},
		{"near: a literal", text(head, "services: {Shop: {args: {a: \"[]int\"}}}\nsupervisors: {Root: {children: [", times(11, "{child: Shop, name: N%, args: {a: ["+times(9_900, "#, ")+"]}}, "), "]}}\n")},
		{"near: a map literal", text(head, "services: {Shop: {args: {a: \"map[int]int\"}}}\nsupervisors: {Root: {children: [", times(5, "{child: Shop, name: N%, args: {a: {"+times(9_900, "#: 1, ")+"}}}, "), "]}}\n")},
		{"near: placeholders", text(head, tail, "errors: {", times(60, "e#: {text: \""+strings.Repeat("{a}", 21_000)+"\"}, "), "}\n")},
		{"near: known placeholders", text(head, tail, "errors: {", times(60, "e#: {fields: {a: int}, text: \"é"+strings.Repeat("{a}", 21_000)+"\"}, "), "}\n")},
		{"near: missing arguments", text(head, "services: {Shop: {args: {", times(1000, "a#: int, "), "}}}\nsupervisors: {Root: {children: [", times(9_000, "{child: Shop, name: N#}, "), "]}}\n")},
		{"near: unknown arguments", text(head, "services: {Shop: {args: {", times(1000, "a#: int, "), "}}}\nsupervisors: {Root: {children: [", strings.Repeat("{child: Shop, args: {"+times(700, "b#: 1, ")+"}}, ", 80), "]}}\n")},
		{"near: unknown children", text(head, "services:\n", times(2000, "  Service#: {}\n"), "supervisors: {Root: {children: [", times(10_000, "Servize#, "), "]}}\n")},
		{"near: one service many times", text(head, "services: {Shop: {}}\nsupervisors: {Root: {children: [", times(10_000, "Shop, "), "]}}\n")},
		{"near: one service under many names", text(head, "services: {Shop: {}}\nsupervisors:\n  Root: {children: [A, B]}\n  A: {children: [", times(9_000, "{child: Shop, name: N#}, "), "]}\n  B: {children: [", times(9_000, "{child: Shop, name: O#}, "), "]}\n")},
		{"near: supervisors placed nowhere", text(head, "services: {Shop: {}}\nsupervisors:\n", times(2_000, "  S#: {children: [Shop]}\n"))},
		{"near: a ring of supervisors", text(head, "services: {Shop: {}}\nsupervisors:\n", chainOf(1_998, "S0"))},
		{"near: supervisors that all hold each other", func() string {
			return head + "services: {Shop: {}}\nsupervisors:\n" + times(335, "  S%: {children: ["+times(335, "S#, ")+"]}\n")
		}},
		{"near: names that clash in one scope", func() string {
			return head + "services: {Shop: {}}\nsupervisors:\n  Root: {children: [" + times(1800, "{child: S, id: i#}, ") + "]}\n  S: {name: none, children: [" + times(10, "{child: Shop, name: N#}, ") + "]}\n"
		}},
		{"near: boundaries of one for all", func() string {
			return head + "services: {Shop: {}}\nsupervisors: {Root: {strategy: one_for_all, children: [" + times(10_000, "{child: Shop, name: N#}, ") + "]}}\nboundaries:\n" + times(1000, "  - {crash: N#, survives: ["+times(60, "N#, ")+"]}\n")
		}},
		{"near: boundaries that hold", func() string {
			return head + "services: {Shop: {}}\nsupervisors: {Root: {children: [" + times(10_000, "{child: Shop, name: N#}, ") + "]}}\nboundaries:\n" + times(1000, "  - {crash: N#, survives: ["+times(9, "N200#, N300#, N400#, N500#, N600#, N700#, ")+"]}\n")
		}},
		{"near: unknown boundaries", text(head, "services: {Shop: {}}\nsupervisors: {Root: {children: [", times(10_000, "{child: Shop, name: N#}, "), "]}}\nboundaries:\n", times(1000, "  - {crash: T#, survives: ["+times(50, "U#, ")+"]}\n"))},
		{"near: 2000 services", text(head, "services:\n", times(2000, "  Service#: {calls: {Get: {args: {id: int}, reply: string}, Put: {args: {id: int, to: string}}, Del: {}}, casts: {Tell: {args: {id: int}}, Say: {args: {text: string}}}}\n"), "supervisors: {Root: {children: [", times(2000, "Service#, "), "]}}\n")},
		{"near: 19000 messages", text(head, "services:\n", times(200, "  Service%: {casts: {"+times(95, "C#: {args: {a: int}}, ")+"}}\n"), "supervisors: {Root: {children: [", times(200, "Service#, "), "]}}\n")},
		{"near: 190 services that all call each other", calls(190, func(i int) string {
			return strings.Replace(times(190, "S#: [C], "), fmt.Sprintf("S%d: [C], ", i), "", 1)
		})},
		{"near: 1000 services in random cycles", calls(1000, func(i int) string {
			var b strings.Builder
			for k := range 36 {
				fmt.Fprintf(&b, "S%d: [C], ", (i*i+k*(i%7+13)+k+1)%1000/40*40+k)
			}
			return b.String()
		})},
		{"near: 2000 services in a ring", calls(2_000, func(i int) string { return fmt.Sprintf("S%d: [C]", (i+1)%2_000) })},
		{"near: 2000 services in pairs", calls(2_000, func(i int) string { return fmt.Sprintf("S%d: [C]", i^1) })},
		{"near: 2000 services in the wrong order", calls(2_000, func(i int) string {
			if i > 1_980 {
				return ""
			}
			return fmt.Sprintf("S%d: [C], S%d: [C], S%d: [C], S%d: [C]", i+1, i+2, i+3, i+4)
		})},
		{"near: 270 services that call those before", calls(270, func(i int) string { return times(i, "S#: [C], ") })},
		{"near: unknown uses", calls(2_000, func(i int) string { return times(16, "Tx#: [C], ") })},
		{"near: names out of reach", func() string {
			return head + "services:\n  Hidden: {casts: {C: {}}}\n" + times(1_900, "  S#: {uses: {Hidden: [C]}}\n") + "supervisors:\n  Root: {children: [" + times(1_900, "S#, ") + "Inner]}\n  Inner: {scope: true, children: [Hidden]}\n"
		}},
		{"near: uses of one that is called otherwise", func() string {
			return head + "services:\n  Shop: {casts: {C: {}}}\n" + times(1_900, "  S#: {uses: {Shop: [C]}}\n") + "supervisors: {Root: {children: [" + times(1_900, "S#, ") + times(8_000, "{child: Shop, name: N#}, ") + "]}}\n"
		}},
		{"near: nested scopes", func() string {
			var b strings.Builder
			b.WriteString(head + "services: {Shop: {}}\nsupervisors:\n")
			for i := range 12 {
				fmt.Fprintf(&b, "  S%d: {scope: true, children: [{child: S%d, name: A%d}, {child: S%d, name: B%d}]}\n", i, i+1, i, i+1, i)
			}
			return b.String() + "  S12: {scope: true, children: [Shop]}\n"
		}},
		{"near: pools", text(head, "services: {Shop: {casts: {C: {}}}}\nsupervisors: {Root: {children: [", times(9, "{name: P#, pool: Shop, size: 2000}, "), "]}}\n")},
		{"near: dynamic children", text(head, "services: {Shop: {name: none}}\nsupervisors: {Root: {children: [", times(9_000, "{name: D#, dynamic: {child: Shop}}, "), "]}}\n")},
		{"near: keys", text(head, "services: {Shop: {args: {id: int}, name: {key: id}}}\nsupervisors: {Root: {children: [", times(9_000, "{child: Shop, id: i#, args: {id: #}}, "), "]}}\n")},
		{"near: long shutdowns", text(head, "services: {Shop: {}}\nsupervisors: {Root: {children: [", times(9_000, "{child: Shop, name: N#, shutdown: 10s}, "), "]}}\n")},
		{"near: live values", text(head, "services: {Shop: {args: {f: {type: \"func()\"}}}}\nsupervisors: {Root: {args: {f: {type: \"func()\"}}, children: [", times(9_000, "{child: Shop, name: N#, args: {f: $f}}, "), "]}}\n")},
		{"near: functions in one line", text(head, tail, "messages: {", times(9_900, "A#: func(, "), "}\n")},
		{"near: flow lists in one line", text(head, tail, "messages: [", strings.Repeat("[[[]]],", 34_000), "]\n")},
		{"near: documentation", text(head, tail, "messages:\n", times(1000, "  M#: {type: int, doc: \""+strings.Repeat("a*/b ", 700)+"\"}\n"))},
	}
}

// calls is a schema of services, each with a call and the uses that uses says.
func calls(services int, uses func(i int) string) func() string {
	return func() string {
		var b strings.Builder
		b.WriteString(head + "services:\n")
		for i := range services {
			fmt.Fprintf(&b, "  S%d: {calls: {C: {}}, uses: {%s}}\n", i, uses(i))
		}
		return b.String() + "supervisors: {Root: {children: [" + times(services, "S#, ") + "]}}\n"
	}
}

func chainOfMessages(n int, format string) string {
	var b strings.Builder
	b.WriteString(head + tail + "messages:\n")
	for i := range n {
		fmt.Fprintf(&b, format, i, i+1)
	}
	return b.String()
}
