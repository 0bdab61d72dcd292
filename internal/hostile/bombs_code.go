package hostile

import "strings"

// codeBombs are small schemas that would become very much code.
func codeBombs() []Bomb {
	deep := strings.Repeat("map[string]", 31) + "int"
	return []Bomb{
		{"code: deep types", served(800, "calls: {Go: {args: {a: M%}}}", "messages:\n"+times(800, "  M#: \""+deep+"\"\n"))},
		{"code: wide oneofs", text(head, tail, "messages:\n", times(25, "  M%: {oneof: {"+times(1000, "A#: {a: int}, ")+"}}\n"))},
		{"code: many oneofs", text(head, tail, "messages:\n", times(250, "  M%: {oneof: {"+times(100, "A#: {a: int}, ")+"}}\n"))},
		{"code: 300 placeholders", text(head, tail, "errors:\n", times(4_000, "  e#: {fields: {a: int}, text: \""+strings.Repeat("{a}", 300)+"\"}\n"))},
		{"code: 3000 placeholders", text(head, tail, "errors:\n", times(400, "  e#: {fields: {a: int}, text: \""+strings.Repeat("{a}", 3000)+"\"}\n"))},
		{"code: calls with slices", served(800, "calls: {"+times(15, "C#: {args: {a: \"[]int\"}, reply: \"[]int\"}, ")+"}")},
		{"code: services with many calls", served(20, "calls: {"+times(1000, "C#: {}, ")+"}")},
		{"code: slices in slices", text(head, tail, "messages:\n", times(400, "  M#: \""+strings.Repeat("[]", 31)+"int\"\n"))},
		{"code: records of slices", text(head, tail, "messages:\n", times(55, "  M%: {fields: {"+times(1000, "a#: \"[]int\", ")+"}}\n"))},
		{"code: pools", text(head, "services: {Shop: {}}\nsupervisors: {Root: {children: [", times(6_000, "{pool: Shop, name: P#, size: 2}, "), "]}}\n")},
		{"code: documented services", served(2000, "doc: '"+strings.Repeat("!?;:*_`<>[]", 54)+"'")},
		{"code: crashes of one for rest", func() string {
			return strings.Replace(served(2000, "")(), "one_for_one", "rest_for_one", 1)
		}},
		{"code: a large system", served(1000, "calls: {Go: {args: {a: M%}, reply: M%}, Stop: {args: {x: \"[]int\"}}}, casts: {Hi: {args: {m: \"map[string]int\"}}}",
			"messages:\n"+times(2000, "  M#: {fields: {a: int, b: string, c: \"[]int\", d: \"map[string]string\", e: bool}}\n"))},
	}
}

// served is a schema with n services of the same entries, % for the number, and
// what is declared before them.
func served(n int, entries string, before ...string) func() string {
	return text(head, strings.Join(before, ""), "services:\n", times(n, "  S%: {"+entries+"}\n"),
		"supervisors: {Root: {strategy: one_for_one, children: [", times(n, "S#, "), "]}}\n")
}
