package supcore

import "fmt"

// SpecProblem says what is wrong with a child spec, or with what a supervisor was told about itself.
type SpecProblem uint8

const (
	_ SpecProblem = iota
	// DuplicateID means that two children of one supervisor have the same id.
	DuplicateID
	// MissingID means a child without an id, under a supervisor with a list of children.
	MissingID
	// BadCombination means a significant child that is permanent, or whose supervisor never shuts itself down.
	BadCombination
	// InvalidRestart means a restart type that does not exist.
	InvalidRestart
	// InvalidShutdown means a negative shutdown time.
	InvalidShutdown
	// InvalidBackoff means waits that make no sense.
	InvalidBackoff
	// InvalidIntensity means a negative number of restarts.
	InvalidIntensity
	// InvalidPeriod means a negative number of seconds for them.
	InvalidPeriod
	// InvalidStrategy means a strategy that does not exist.
	InvalidStrategy
	// InvalidAutoShutdown means a kind of automatic shutdown that does not exist.
	InvalidAutoShutdown
	// InvalidMaxChildren means a negative number of children.
	InvalidMaxChildren
)

// SpecError says that a child spec, or what a supervisor was told about itself, cannot be accepted. Nothing has been
// changed or started.
type SpecError struct {
	Supervisor string // its path, as far as it is known
	ID         string // of the child; "" if the problem is the supervisor's own
	Problem    SpecProblem
	Field      string // which is wrong: "Restart", "Backoff.Min"
	Value      string // that it has
}

// Error names the child, the field, its value and the remedy:
//
//	child "cache" of Root/Data: Restart is restart(77): use Permanent, Transient or Temporary
func (e *SpecError) Error() string {
	who := fmt.Sprintf("child %q", e.ID)
	if e.ID == "" && e.Problem != MissingID {
		who = "the supervisor"
	}
	switch {
	case e.Supervisor == "":
	case e.ID == "" && e.Problem != MissingID:
		who += " " + e.Supervisor
	default:
		who += " of " + e.Supervisor
	}
	return who + ": " + e.Field + " is " + e.Value + ": " + e.remedy()
}

func (e *SpecError) remedy() string {
	switch e.Problem {
	case DuplicateID:
		return "another child has it already"
	case MissingID:
		return "each child in a list needs an id"
	case BadCombination:
		return "a significant child is Transient or Temporary, and its supervisor has AnySignificant or AllSignificant"
	case InvalidRestart:
		return "use Permanent, Transient or Temporary"
	case InvalidShutdown:
		return "use a time that is not negative, ShutdownInfinity or BrutalKill"
	case InvalidBackoff:
		return "Min must be more than 0, Max at least Min, Factor at least 1, Jitter from 0 to less than 1, ResetAfter more than 0"
	case InvalidIntensity:
		return "use 0 for no restart at all, or more"
	case InvalidPeriod:
		return fmt.Sprintf("use a number of seconds, or 0 for %d", DefaultPeriod)
	case InvalidStrategy:
		return "use OneForOne, OneForAll or RestForOne"
	case InvalidAutoShutdown:
		return "use Never, AnySignificant or AllSignificant"
	case InvalidMaxChildren:
		return "use 0 for no limit, or more"
	default:
		panic(fmt.Sprintf("otpgen: internal: unknown problem %d of a child spec", e.Problem))
	}
}

// Term prints the problem as OTP does: "{invalid_restart_type,restart(77)}".
func (e *SpecError) Term() string {
	switch e.Problem {
	case DuplicateID:
		return "{duplicate_child_name," + e.ID + "}"
	case MissingID:
		return "missing_id"
	case BadCombination:
		return "bad_combination"
	case InvalidRestart:
		return "{invalid_restart_type," + e.Value + "}"
	case InvalidShutdown:
		return "{invalid_shutdown," + e.Value + "}"
	case InvalidBackoff:
		return "{invalid_backoff,{" + e.Field + "," + e.Value + "}}"
	case InvalidIntensity:
		return "{invalid_intensity," + e.Value + "}"
	case InvalidPeriod:
		return "{invalid_period," + e.Value + "}"
	case InvalidStrategy:
		return "{invalid_strategy," + e.Value + "}"
	case InvalidAutoShutdown:
		return "{invalid_auto_shutdown," + e.Value + "}"
	case InvalidMaxChildren:
		return "{invalid_max_children," + e.Value + "}"
	default:
		panic(fmt.Sprintf("otpgen: internal: unknown problem %d of a child spec", e.Problem))
	}
}
