package analysis

// Row is one line of the restart table.
type Row struct {
	Victim  *Place
	Outcome Outcome
}

// Matrix plays one crash of every place below the root, in the order of Walk.
// Members of a pool are alike, so the first stands for all: a pool of 500 has
// two rows, not 501. The rows of template places ask what happens inside one
// instance.
func Matrix(root *Place) []Row {
	var rows []Row
	for _, p := range root.All() {
		if p != root && !p.isSpareMember() {
			rows = append(rows, Row{Victim: p, Outcome: Crash(p)})
		}
	}
	return rows
}
