package messages

// Money is an amount in cents.
type Money struct{ Cents int64 }
