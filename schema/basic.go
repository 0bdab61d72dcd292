package schema

import (
	"math"
	"slices"
)

// basicTypes are Go's predeclared types that a schema may use.
func basicTypes() []string {
	return []string{
		"any", "bool", "byte", "complex128", "complex64", "error", "float32", "float64",
		"int", "int16", "int32", "int64", "int8", "rune", "string",
		"uint", "uint16", "uint32", "uint64", "uint8", "uintptr",
	}
}

func isBasic(name string) bool {
	return slices.Contains(basicTypes(), name)
}

// canonical is the name of a basic type without its alias.
func canonical(name string) string {
	switch name {
	case "byte":
		return "uint8"
	case "rune":
		return "int32"
	}
	return name
}

// signedRange is what a signed integer type holds.
func signedRange(name string) (lowest, highest int64, ok bool) {
	switch canonical(name) {
	case "int8":
		return math.MinInt8, math.MaxInt8, true
	case "int16":
		return math.MinInt16, math.MaxInt16, true
	case "int32":
		return math.MinInt32, math.MaxInt32, true
	case "int", "int64":
		return math.MinInt64, math.MaxInt64, true
	}
	return 0, 0, false
}

// unsignedLimit is the largest value of an unsigned integer type.
func unsignedLimit(name string) (highest uint64, ok bool) {
	switch canonical(name) {
	case "uint8":
		return math.MaxUint8, true
	case "uint16":
		return math.MaxUint16, true
	case "uint32":
		return math.MaxUint32, true
	case "uint", "uint64", "uintptr":
		return math.MaxUint64, true
	}
	return 0, false
}

func isInteger(name string) bool {
	_, _, signed := signedRange(name)
	_, unsigned := unsignedLimit(name)
	return signed || unsigned
}
