package otp

import "fmt"

// viaKey means whoever holds a unique key of a registry.
type viaKey[K comparable, V any] struct {
	registry Registrations[K, V]
	key      K
}

func (v viaKey[K, V]) holder() *incarnation { return v.registry.holder(v.key) }

func (v viaKey[K, V]) path() string {
	return fmt.Sprintf("%s(%v)", v.registry.at.Path(), v.key)
}
