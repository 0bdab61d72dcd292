package hostile

import (
	"fmt"
	"strings"
)

// treeBombs have very many services, supervisors and children.
func treeBombs() []Bomb {
	return []Bomb{
		{"unknown children", text(head, "services: {Shop: {}}\nsupervisors:\n  Root:\n    children:\n      - Shop\n", times(16_000, "      - Unknown#\n"))},
		{"unknown children, as many as fit", fill(head+"services: {Shop: {}}\nsupervisors:\n  Root:\n    children:\n      - Shop\n", "      - Unknown#\n", "")},
		{"unknown children of many services", text(head, "services:\n", times(16_000, "  Service#: {}\n"), "supervisors:\n  Root:\n    children:\n", times(16_000, "      - Servize#\n"))},
		{"one service many times", fill(head+"services: {Shop: {}}\nsupervisors: {Root: {children: [", "Shop, ", "]}}\n")},
		{"one service under many names", fill(head+"services: {Shop: {}}\nsupervisors:\n  Root:\n    children:\n      - Shop\n", "      - {child: Shop, name: N#}\n", "")},
		{"services placed nowhere", fill(head+"supervisors: {Root: {children: []}}\nservices:\n", "  S#: {}\n", "")},
		{"supervisors placed nowhere", fill(head+"services: {Shop: {}}\nsupervisors:\n", "  S#: {children: [Shop]}\n", "")},
		{"a chain of supervisors", text(head, "services: {Shop: {}}\nsupervisors:\n", chainOf(80_000, "Shop"))},
		{"a ring of supervisors", text(head, "services: {Shop: {}}\nsupervisors:\n", chainOf(80_000, "S0"))},
		{"supervisors that all hold each other", func() string {
			return head + "services: {Shop: {}}\nsupervisors:\n" + times(300, "  S#: {children: ["+times(300, "S#, ")+"]}\n")
		}},
		{"a doubling tree", func() string {
			var b strings.Builder
			b.WriteString(head + "services: {Shop: {}}\nsupervisors:\n")
			for i := range 50 {
				fmt.Fprintf(&b, "  S%d: {scope: true, children: [{child: S%d, name: A%d}, {child: S%d, name: B%d}]}\n", i, i+1, i, i+1, i)
			}
			return b.String() + "  S50: {scope: true, children: [Shop]}\n"
		}},
		{"a tree of 65,000 places", func() string {
			var b strings.Builder
			b.WriteString(head + "services: {Shop: {}}\nsupervisors:\n")
			for i := range 14 {
				fmt.Fprintf(&b, "  S%d: {scope: true, children: [{child: S%d, name: A%d}, {child: S%d, name: B%d}]}\n", i, i+1, i, i+1, i)
			}
			return b.String() + "  S14: {scope: true, children: [Shop]}\n"
		}},
		{"huge pools", text(head, "services: {Shop: {}}\nsupervisors: {Root: {children: [", times(200, "{name: P#, pool: Shop, size: 1000}, "), "]}}\n")},
		{"names that clash in one scope", func() string {
			return head + "services: {Shop: {}}\nsupervisors:\n  Root: {children: [" + times(2000, "{child: S, id: i#}, ") + "]}\n  S: {name: none, children: [" + times(10, "{child: Shop, name: N#}, ") + "]}\n"
		}},
		{"deep supervisors in place", func() string {
			return head + "services: {Shop: {}}\nsupervisors: {Root: {children: [" + times(200, "{name: S#, children: [") + "Shop" + strings.Repeat("]}", 200) + "]}}\n"
		}},
		{"dynamic children", func() string {
			return head + "services: {Shop: {name: none}}\nsupervisors: {Root: {children: [" + times(20_000, "{name: D#, dynamic: {child: Shop}}, ") + "]}}\n"
		}},
		{"nested instances", func() string {
			var b strings.Builder
			b.WriteString(head + "services: {Shop: {}}\nsupervisors:\n")
			for i := range 60 {
				fmt.Fprintf(&b, "  S%d: {scope: true, name: none, children: [{name: D%d, dynamic: {child: S%d}}]}\n", i, i, i+1)
			}
			return b.String() + "  S60: {scope: true, name: none, children: [Shop]}\napplication: {root: S0}\n"
		}},
		{"many boundaries", func() string {
			return head + "services:\n" + times(2000, "  S#: {}\n") + "supervisors: {Root: {children: [" + times(2000, "S#, ") + "]}}\nboundaries:\n" + times(2000, "  - {crash: S#, survives: [S1, S2, S3]}\n")
		}},
		{"boundaries of one for all", func() string {
			return head + "services:\n" + times(1000, "  S#: {}\n") + "supervisors: {Root: {strategy: one_for_all, children: [" + times(1000, "S#, ") + "]}}\nboundaries:\n" + times(1000, "  - {crash: S#, survives: ["+times(200, "S#, ")+"]}\n")
		}},
		{"unknown boundaries", fill(head+"services:\n"+times(10_000, "  S#: {}\n")+"supervisors: {Root: {children: ["+times(10_000, "S#, ")+"]}}\nboundaries:\n", "  - {crash: T#, survives: []}\n", "")},
		{"1600 services", text(head, "services:\n", times(1600, "  Service#: {calls: {Get: {args: {id: int}, reply: string}}, casts: {Put: {args: {id: int}}}}\n"), "supervisors: {Root: {children: [", times(1600, "Service#, "), "]}}\n")},
		{"10000 services", text(head, "services:\n", times(10_000, "  S#: {}\n"), "supervisors: {Root: {children: [", times(10_000, "S#, "), "]}}\n")},
		{"as many services as fit", text(head, "services:\n", times(150_000, "  S#: {}\n"), "supervisors: {Root: {children: [", times(150_000, "S#, "), "]}}\n")},
		{"services with many messages", fill(head+"supervisors: {Root: {children: [Shop]}}\nservices:\n  Shop:\n    casts:\n", "      M#: {}\n", "")},
		{"services alike but for case", func() string {
			var b strings.Builder
			b.WriteString(head + "services:\n")
			var names []string
			for i := range 1 << 14 {
				name := []byte("Sabcdefghijklmno")
				for bit := range 14 {
					if i>>bit&1 == 1 {
						name[bit+1] -= 'a' - 'A'
					}
				}
				names = append(names, string(name))
				fmt.Fprintf(&b, "  %s: {}\n", name)
			}
			return b.String() + "supervisors: {Root: {children: [" + strings.Join(names, ", ") + "]}}\n"
		}},
	}
}

// callBombs have very many calls between services.
func callBombs() []Bomb {
	all := func(n int) func(int) string {
		return func(i int) string {
			return strings.Replace(times(n, "S#: [C], "), fmt.Sprintf("S%d: [C], ", i), "", 1)
		}
	}
	return []Bomb{
		{"200 services that all call each other", calls(200, all(200))},
		{"300 services that all call each other", calls(300, all(300))},
		{"600 services that all call each other", calls(600, all(600))},
		{"10000 services in a ring", calls(10_000, func(i int) string { return fmt.Sprintf("S%d: [C]", (i+1)%10_000) })},
		{"10000 services in pairs", calls(10_000, func(i int) string { return fmt.Sprintf("S%d: [C]", i^1) })},
		{"10000 services with cycles", calls(10_000, func(i int) string {
			return fmt.Sprintf("S%d: [C], S%d: [C], S%d: [C]", (i+1)%10_000, (i+37)%10_000, (i*7+5)%10_000)
		})},
		{"10000 services in order", calls(10_000, func(i int) string {
			if i == 0 {
				return ""
			}
			return fmt.Sprintf("S%d: [C]", i-1)
		})},
		{"10000 services in the wrong order", calls(10_000, func(i int) string {
			if i == 9_999 {
				return ""
			}
			return fmt.Sprintf("S%d: [C]", i+1)
		})},
		{"1000 services that call those before", calls(600, func(i int) string { return times(i, "S#: [C], ") })},
		{"unknown uses", calls(10_000, func(i int) string { return fmt.Sprintf("T%d: [C], U%d: [C]", i, i) })},
		{"unknown messages", calls(10_000, func(i int) string { return fmt.Sprintf("S%d: [D, E, F]", i) })},
		{"names out of reach", func() string {
			return head + "services:\n  Hidden: {casts: {C: {}}}\n" + times(10_000, "  S#: {uses: {Hidden: [C]}}\n") + "supervisors:\n  Root: {children: [" + times(10_000, "S#, ") + "Inner]}\n  Inner: {scope: true, children: [Hidden]}\n"
		}},
		{"live values", func() string {
			return head + "services: {Shop: {args: {f: {type: \"func()\"}}}}\nsupervisors: {Root: {args: {f: {type: \"func()\"}}, children: [" + times(20_000, "{child: Shop, name: N#, args: {f: $f}}, ") + "]}}\n"
		}},
		{"long shutdowns", func() string {
			return head + "services: {Shop: {}}\nsupervisors: {Root: {children: [" + times(20_000, "{child: Shop, name: N#, shutdown: 10s}, ") + "]}}\n"
		}},
		{"keys", func() string {
			return head + "services: {Shop: {args: {id: int}, name: {key: id}}}\nsupervisors: {Root: {children: [" + times(20_000, "{child: Shop, id: i#, args: {id: #}}, ") + "]}}\n"
		}},
		{"equal keys", func() string {
			return head + "services: {Shop: {args: {id: int}, name: {key: id}}}\nsupervisors: {Root: {children: [" + times(20_000, "{child: Shop, id: i#, args: {id: 1}}, ") + "]}}\n"
		}},
	}
}

// chainOf is n supervisors, each the child of the one before, and what stands
// below the last.
func chainOf(n int, last string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  S%d: {children: [S%d]}\n", i, i+1)
	}
	fmt.Fprintf(&b, "  S%d: {children: [%s]}\n", n, last)
	return b.String()
}
