package generator

import (
	"path"
	"reflect"
)

// DefaultRuntimePath is the import path of package otp beside this generator:
// the generator's own, with the last element replaced. So it stays right when
// the module is renamed.
func DefaultRuntimePath() string {
	return path.Join(path.Dir(reflect.TypeFor[Options]().PkgPath()), "runtime")
}
