package foundation

import "fmt"

// Show writes a value as people read it: 0.5, true, balanced.
func Show(v Value) string {
	switch v := v.(type) {
	case ValueText:
		return v.Text
	case ValueInteger:
		return fmt.Sprint(v.Integer)
	case ValueNumber:
		return fmt.Sprint(v.Number)
	case ValueFlag:
		return fmt.Sprint(v.Flag)
	}
	return "nothing"
}
