package hostile

import (
	"fmt"
	"strings"
)

// nearBombs stay just below the limits of a schema and are as dear there as
// they can be.
func nearBombs() []Bomb {
	return []Bomb{
		{"near: unknown keys", "OTP0201", 5, 1, text(head, tail, times(99_000, "k#: 1\n"))},
		{"near: misspelt keys", "OTP0201", 5, 1, text(head, tail, times(99_000, "servicez#: 1\n"))},
		{"near: wrong kinds", "OTP0202", 6, 3, text(head, tail, "messages:\n", times(10_000, "  M#: []\n"))},
		{"near: unused messages", "", 0, 0, text(head, tail, "messages:\n", times(10_000, "  M#: int\n"))},
		{"near: unknown types", "OTP0403", 0, 0, text(head, tail, "messages:\n", times(10_000, "  M#: {fields: {a: Mx#, b: My#, c: Mz#}}\n"))},
		{"near: unknown packages", "OTP0414", 0, 0, text(head, tail, "messages:\n", times(10_000, "  M#: {fields: {a: tim#.A, b: oss#.A}}\n"))},
		{"near: known packages", "", 0, 0, text(head, tail, "messages:\n", times(10_000, "  M#: {fields: {a: time.Time, b: netip.Addr, c: time.Duration}}\n"))},
		{"near: broken types", "OTP0401", 0, 0, text(head, tail, "messages:\n", times(10_000, "  M#: {fields: {a: \"map[\", b: \"a b\", c: \"[\"}}\n"))},
		{"near: long types", "OTP0402", 0, 0, text(head, tail, "messages:\n", times(3_900, "  M#: \""+strings.Repeat("func(int)", 111)+"\"\n"))},
		{"near: deep types", "", 0, 0, text(head, tail, "messages:\n", times(10_000, "  M#: \""+strings.Repeat("[]", 31)+"int\"\n"))},
		{"near: a chain of slices", "", 0, 0, func() string { return chainOfMessages(9_999, "  M%d: \"[]M%d\"\n") + "  M9999: int\n" }},
		{"near: a chain of live slices", "", 0, 0, func() string { return chainOfMessages(9_999, "  M%d: \"[]M%d\"\n") + "  M9999: any\n" }},
		{"near: a chain of records", "OTP0115", 6, 3, func() string { return chainOfMessages(9_999, "  M%d: {fields: {a: M%d}}\n") + "  M9999: int\n" }},
		{"near: a circle of records", "OTP0404", 6, 3, func() string {
			return chainOfMessages(9_999, "  M%d: {fields: {a: M%d}}\n") + "  M9999: {fields: {a: M0}}\n"
		}},
		{"near: records that all hold each other", "OTP0404", 0, 0, func() string {
			return head + tail + "messages:\n" + times(250, "  M%: {fields: {"+times(250, "a#: M#, ")+"}}\n")
		}},
		{"near: a literal", "", 0, 0, text(head, "services: {Shop: {args: {a: \"[]int\"}}}\nsupervisors: {Root: {children: [{child: Shop, args: {a: [", times(140_000, "#, "), "]}}]}}\n")},
		{"near: a map literal", "", 0, 0, text(head, "services: {Shop: {args: {a: \"map[int]int\"}}}\nsupervisors: {Root: {children: [{child: Shop, args: {a: {", times(70_000, "#: 1, "), "}}}]}}\n")},
		{"near: placeholders", "OTP0310", 0, 0, text(head, tail, "errors: {", times(60, "e#: {text: \""+strings.Repeat("{a}", 21_000)+"\"}, "), "}\n")},
		{"near: known placeholders", "", 0, 0, text(head, tail, "errors: {", times(60, "e#: {fields: {a: int}, text: \"é"+strings.Repeat("{a}", 21_000)+"\"}, "), "}\n")},
		{"near: missing arguments", "OTP0407", 0, 0, text(head, "services: {Shop: {args: {", times(1000, "a#: int, "), "}}}\nsupervisors: {Root: {children: [", times(9_000, "{child: Shop, name: N#}, "), "]}}\n")},
		{"near: unknown arguments", "OTP0408", 0, 0, text(head, "services: {Shop: {args: {", times(1000, "a#: int, "), "}}}\nsupervisors: {Root: {children: [", strings.Repeat("{child: Shop, args: {"+times(700, "b#: 1, ")+"}}, ", 80), "]}}\n")},
		{"near: unknown children", "OTP0301", 0, 0, text(head, "services:\n", times(2000, "  Service#: {}\n"), "supervisors: {Root: {children: [", times(10_000, "Servize#, "), "]}}\n")},
		{"near: one service many times", "OTP0303", 0, 0, text(head, "services: {Shop: {}}\nsupervisors: {Root: {children: [", times(10_000, "Shop, "), "]}}\n")},
		{"near: one service under many names", "", 0, 0, text(head, "services: {Shop: {}}\nsupervisors:\n  Root: {children: [A, B]}\n  A: {children: [", times(9_000, "{child: Shop, name: N#}, "), "]}\n  B: {children: [", times(9_000, "{child: Shop, name: O#}, "), "]}\n")},
		{"near: supervisors placed nowhere", "OTP0307", 0, 0, text(head, "services: {Shop: {}}\nsupervisors:\n", times(2_000, "  S#: {children: [Shop]}\n"))},
		{"near: a ring of supervisors", "OTP0306", 0, 0, text(head, "services: {Shop: {}}\nsupervisors:\n", chainOf(1_998, "S0"))},
		{"near: supervisors that all hold each other", "OTP0306", 0, 0, func() string {
			return head + "services: {Shop: {}}\nsupervisors:\n" + times(350, "  S%: {children: ["+times(350, "S#, ")+"]}\n")
		}},
		{"near: names that clash in one scope", "OTP0504", 0, 0, func() string {
			return head + "services: {Shop: {}}\nsupervisors:\n  Root: {children: [" + times(1800, "{child: S, id: i#}, ") + "]}\n  S: {name: none, children: [" + times(10, "{child: Shop, name: N#}, ") + "]}\n"
		}},
		{"near: boundaries of one for all", "OTP0506", 0, 0, func() string {
			return head + "services: {Shop: {}}\nsupervisors: {Root: {strategy: one_for_all, children: [" + times(10_000, "{child: Shop, name: N#}, ") + "]}}\nboundaries:\n" + times(1000, "  - {crash: N#, survives: ["+times(60, "N#, ")+"]}\n")
		}},
		{"near: boundaries that hold", "", 0, 0, func() string {
			return head + "services: {Shop: {}}\nsupervisors: {Root: {children: [" + times(10_000, "{child: Shop, name: N#}, ") + "]}}\nboundaries:\n" + times(1000, "  - {crash: N#, survives: ["+times(60, "N200#, ")+"]}\n")
		}},
		{"near: unknown boundaries", "OTP0301", 0, 0, text(head, "services: {Shop: {}}\nsupervisors: {Root: {children: [", times(10_000, "{child: Shop, name: N#}, "), "]}}\nboundaries:\n", times(1000, "  - {crash: T#, survives: ["+times(50, "U#, ")+"]}\n"))},
		{"near: 2000 services", "", 0, 0, text(head, "services:\n", times(2000, "  Service#: {calls: {Get: {args: {id: int}, reply: string}, Put: {args: {id: int, to: string}}, Del: {}}, casts: {Tell: {args: {id: int}}, Say: {args: {text: string}}}}\n"), "supervisors: {Root: {children: [", times(2000, "Service#, "), "]}}\n")},
		{"near: 20000 messages", "", 0, 0, text(head, "services:\n", times(200, "  Service%: {casts: {"+times(100, "C#: {args: {a: int}}, ")+"}}\n"), "supervisors: {Root: {children: [", times(200, "Service#, "), "]}}\n")},
		{"near: 200 services that all call each other", "OTP0502", 0, 0, calls(200, func(i int) string {
			return strings.Replace(times(200, "S#: [C], "), fmt.Sprintf("S%d: [C], ", i), "", 1)
		})},
		{"near: 1000 services in random cycles", "OTP0502", 0, 0, calls(1000, func(i int) string {
			var b strings.Builder
			for k := range 40 {
				fmt.Fprintf(&b, "S%d: [C], ", (i*i+k*(i%7+13)+k+1)%1000/40*40+k)
			}
			return b.String()
		})},
		{"near: 2000 services in a ring", "OTP0502", 0, 0, calls(2_000, func(i int) string { return fmt.Sprintf("S%d: [C]", (i+1)%2_000) })},
		{"near: 2000 services in pairs", "OTP0502", 0, 0, calls(2_000, func(i int) string { return fmt.Sprintf("S%d: [C]", i^1) })},
		{"near: 2000 services in the wrong order", "OTP0501", 0, 0, calls(2_000, func(i int) string {
			if i > 1_980 {
				return ""
			}
			return fmt.Sprintf("S%d: [C], S%d: [C], S%d: [C], S%d: [C]", i+1, i+2, i+3, i+4)
		})},
		{"near: 300 services that call those before", "", 0, 0, calls(300, func(i int) string { return times(i, "S#: [C], ") })},
		{"near: unknown uses", "OTP0301", 0, 0, calls(2_000, func(i int) string { return times(20, "Tx#: [C], ") })},
		{"near: names out of reach", "OTP0503", 0, 0, func() string {
			return head + "services:\n  Hidden: {casts: {C: {}}}\n" + times(1_900, "  S#: {uses: {Hidden: [C]}}\n") + "supervisors:\n  Root: {children: [" + times(1_900, "S#, ") + "Inner]}\n  Inner: {scope: true, children: [Hidden]}\n"
		}},
		{"near: uses of one that is called otherwise", "OTP0308", 0, 0, func() string {
			return head + "services:\n  Shop: {casts: {C: {}}}\n" + times(1_900, "  S#: {uses: {Shop: [C]}}\n") + "supervisors: {Root: {children: [" + times(1_900, "S#, ") + times(8_000, "{child: Shop, name: N#}, ") + "]}}\n"
		}},
		{"near: nested scopes", "", 0, 0, func() string {
			var b strings.Builder
			b.WriteString(head + "services: {Shop: {}}\nsupervisors:\n")
			for i := range 12 {
				fmt.Fprintf(&b, "  S%d: {scope: true, children: [{child: S%d, name: A%d}, {child: S%d, name: B%d}]}\n", i, i+1, i, i+1, i)
			}
			return b.String() + "  S12: {scope: true, children: [Shop]}\n"
		}},
		{"near: pools", "", 0, 0, text(head, "services: {Shop: {casts: {C: {}}}}\nsupervisors: {Root: {children: [", times(9, "{name: P#, pool: Shop, size: 2000}, "), "]}}\n")},
		{"near: dynamic children", "", 0, 0, text(head, "services: {Shop: {name: none}}\nsupervisors: {Root: {children: [", times(9_000, "{name: D#, dynamic: {child: Shop}}, "), "]}}\n")},
		{"near: keys", "", 0, 0, text(head, "services: {Shop: {args: {id: int}, name: {key: id}}}\nsupervisors: {Root: {children: [", times(9_000, "{child: Shop, id: i#, args: {id: #}}, "), "]}}\n")},
		{"near: long shutdowns", "", 0, 0, text(head, "services: {Shop: {}}\nsupervisors: {Root: {children: [", times(9_000, "{child: Shop, name: N#, shutdown: 10s}, "), "]}}\n")},
		{"near: live values", "", 0, 0, text(head, "services: {Shop: {args: {f: {type: \"func()\"}}}}\nsupervisors: {Root: {args: {f: {type: \"func()\"}}, children: [", times(9_000, "{child: Shop, name: N#, args: {f: $f}}, "), "]}}\n")},
		{"near: functions in one line", "", 0, 0, text(head, tail, "messages: {", times(70_000, "A#: func(, "), "}\n")},
		{"near: flow lists in one line", "OTP0202", 0, 0, text(head, tail, "messages: [", strings.Repeat("[[[]]],", 37_000), "]\n")},
		{"near: documentation", "", 0, 0, text(head, tail, "messages:\n", times(1000, "  M#: {type: int, doc: \""+strings.Repeat("a*/b ", 700)+"\"}\n"))},
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
