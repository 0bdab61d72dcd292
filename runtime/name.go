package otp

import (
	"fmt"
	"reflect"
)

// Name is what a process can be found under within a scope.
type Name struct {
	Service string
	// Key tells instances of one service apart: nil for a plain name, otherwise
	// a value that can be compared and is equal to itself.
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

// check refuses a key that no table of names can hold.
func (n Name) check() error {
	switch {
	case n.Key == nil:
		return nil
	case !reflect.ValueOf(n.Key).Comparable():
		return fmt.Errorf("the key of %s cannot be compared: %T", n.Service, n.Key)
	case !isItself(n):
		return fmt.Errorf("the key of %s is not equal to itself: %v", n.Service, n.Key)
	default:
		return nil
	}
}
