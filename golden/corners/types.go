package corners

// Amount is an amount in cents.
type Amount struct{ Cents int }

// Conn is shared by all who know it.
type Conn struct{ Uses *int }
