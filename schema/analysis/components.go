package analysis

// components numbers the places that links join so that two have one number
// if and only if each can reach the other: Tarjan's algorithm.
func components(next map[*Place][]link) map[*Place]int {
	t := tarjan{next: next, index: map[*Place]int{}, low: map[*Place]int{}, component: map[*Place]int{}}
	for p := range next {
		if t.index[p] == 0 {
			t.visit(p)
		}
	}
	return t.component
}

type tarjan struct {
	next      map[*Place][]link
	index     map[*Place]int // order of the visit, from 1
	low       map[*Place]int // the earliest place on the stack that is reached
	stack     []*Place
	component map[*Place]int // from 1; 0 while on the stack
}

func (t *tarjan) visit(p *Place) {
	t.index[p] = len(t.index) + 1
	t.low[p] = t.index[p]
	t.stack = append(t.stack, p)
	for _, l := range t.next[p] {
		q := server(l.to)
		switch {
		case t.index[q] == 0:
			t.visit(q)
			t.low[p] = min(t.low[p], t.low[q])
		case t.component[q] == 0:
			t.low[p] = min(t.low[p], t.index[q])
		}
	}
	if t.low[p] != t.index[p] {
		return
	}
	for {
		q := t.stack[len(t.stack)-1]
		t.stack = t.stack[:len(t.stack)-1]
		t.component[q] = t.index[p]
		if q == p {
			return
		}
	}
}
