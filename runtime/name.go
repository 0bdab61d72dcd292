package otp

import "fmt"

// Name is what a process can be found under within a scope.
type Name struct {
	Service string
	// Key tells instances of one service apart: nil for a plain name, otherwise
	// a value that can be compared.
	Key any
}

// IsZero reports that n names nothing.
func (n Name) IsZero() bool { return n == Name{} }

// String prints n as "EventStore" or "Tenant(42)".
func (n Name) String() string {
	if n.Key == nil {
		return n.Service
	}
	return fmt.Sprintf("%s(%v)", n.Service, n.Key)
}
