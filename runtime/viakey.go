package otp

import (
	"fmt"
	"reflect"
)

// viaKey means whoever holds a unique key of a registry.
type viaKey[K comparable, V any] struct {
	registry Registrations[K, V]
	key      K
}

func (v viaKey[K, V]) find() (in *incarnation, fault string) { return v.registry.find(v.key) }

func (v viaKey[K, V]) fault() string {
	if reflect.ValueOf(&v.key).Elem().Comparable() {
		return faultOf(v.registry.at)
	}
	return fmt.Sprintf("otp: %v cannot be a key: it cannot be compared", v.key)
}

// faultOf is what is known to be wrong with an address.
func faultOf(a Addr) string {
	if a.via == nil {
		return ""
	}
	return a.via.fault()
}

func (v viaKey[K, V]) path() string {
	return fmt.Sprintf("%s(%v)", v.registry.at.Path(), v.key)
}
