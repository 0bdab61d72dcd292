package foundation

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// setting is what is known about one path of the configuration before anybody
// runs: its default, what it may become, and whether it may change at run time.
type setting struct {
	initial   Value
	updatable bool
	min, max  float64  // of numbers; min == max means any
	oneOf     []string // of texts; nil means any
}

func text(s string, oneOf ...string) setting {
	return setting{initial: ValueText{Text: s}, oneOf: oneOf}
}
func flag(on bool) setting { return setting{initial: ValueFlag{Flag: on}} }

func integer(n int64, min, max float64) setting {
	return setting{initial: ValueInteger{Integer: n}, min: min, max: max}
}

func number(x, min, max float64) setting {
	return setting{initial: ValueNumber{Number: x}, min: min, max: max}
}

func (s setting) update() setting {
	s.updatable = true
	return s
}

// settings is the whole configuration, by dotted path.
func settings() map[string]setting {
	return map[string]setting{
		"ai.provider":                    text("mock", "mock", "openai", "anthropic", "gemini"),
		"ai.model":                       text("gpt-4"),
		"ai.analysis.max_file_size":      integer(1_000_000, 1, 1e9),
		"ai.analysis.timeout":            integer(30_000, 1, 600_000),
		"ai.analysis.cache_ttl":          integer(3600, 0, 86_400),
		"ai.planning.default_strategy":   text("balanced", "fast", "balanced", "thorough"),
		"ai.planning.performance_target": number(0.01, 0, 1).update(),
		"ai.planning.sampling_rate":      number(1, 0, 1).update(),

		"capture.ring_buffer.size":              integer(1024, 1, 1e6),
		"capture.ring_buffer.max_events":        integer(1000, 1, 1e6),
		"capture.ring_buffer.overflow_strategy": text("drop_oldest", "drop_oldest", "drop_newest", "block"),
		"capture.processing.batch_size":         integer(100, 1, 100_000).update(),
		"capture.processing.flush_interval":     integer(50, 1, 60_000).update(),
		"capture.processing.max_queue_size":     integer(1000, 1, 100_000),

		"storage.hot.max_events":      integer(100_000, 1, 1e9),
		"storage.hot.max_age_seconds": integer(3600, 1, 1e9),
		"storage.hot.prune_interval":  integer(60_000, 1, 1e9),
		"storage.warm.enable":         flag(false),
		"storage.warm.max_size_mb":    integer(100, 1, 1e6),
		"storage.warm.compression":    text("zstd", "zstd", "gzip", "none"),

		"interface.query_timeout":    integer(10_000, 1, 600_000).update(),
		"interface.max_results":      integer(1000, 1, 1e6).update(),
		"interface.enable_streaming": flag(true),

		"dev.debug_mode":             flag(false).update(),
		"dev.verbose_logging":        flag(false).update(),
		"dev.performance_monitoring": flag(true).update(),

		"infrastructure.rate_limiting.enabled":          flag(true).update(),
		"infrastructure.rate_limiting.cleanup_interval": integer(60_000, 1, 86_400_000).update(),
		"infrastructure.circuit_breaker.enabled":        flag(true).update(),
		"infrastructure.connection_pool.enabled":        flag(true).update(),
		"infrastructure.connection_pool.size":           integer(10, 1, 1000),
		"infrastructure.connection_pool.max_overflow":   integer(5, 0, 1000),
	}
}

// String writes a path as people say it: [ai planning] is "ai.planning".
func (p Path) String() string { return strings.Join(p, ".") }

// ParsePath reads "ai.planning" back.
func ParsePath(s string) Path { return strings.Split(s, ".") }

// configuration holds the values beside the rules that they keep.
type configuration struct {
	rules  map[string]setting
	values map[string]Value
}

// newConfiguration starts from the defaults. Overrides may set every path,
// updatable or not, since they are given before anybody runs.
func newConfiguration(overrides []Setting) (*configuration, error) {
	cfg := &configuration{rules: settings(), values: map[string]Value{}}
	for path, s := range cfg.rules {
		cfg.values[path] = s.initial
	}
	for _, o := range overrides {
		if err := cfg.check(o.Path, o.Value); err != nil {
			return nil, err
		}
		cfg.values[o.Path.String()] = o.Value
	}
	return cfg, nil
}

// sorted lists all settings by path.
func (cfg *configuration) sorted() []Setting {
	var out []Setting
	for _, path := range slices.Sorted(maps.Keys(cfg.values)) {
		out = append(out, Setting{Path: ParsePath(path), Value: cfg.values[path]})
	}
	return out
}

// updatable lists the paths that Update accepts, sorted.
func (cfg *configuration) updatable() []Path {
	var out []Path
	for _, path := range slices.Sorted(maps.Keys(cfg.rules)) {
		if cfg.rules[path].updatable {
			out = append(out, ParsePath(path))
		}
	}
	return out
}

// update checks and applies in one step: nobody sees a value that was not
// checked, and nobody's change is lost between a check and its application.
func (cfg *configuration) update(path Path, value Value) (previous Value, err ConfigServerUpdateError) {
	name := path.String()
	rule, ok := cfg.rules[name]
	switch {
	case !ok:
		return nil, ConfigPathNotFound{Path: path}
	case !rule.updatable:
		return nil, ConfigUpdateForbidden{Path: path}
	}
	if err := cfg.check(path, value); err != nil {
		return nil, err
	}
	previous = cfg.values[name]
	cfg.values[name] = value
	return previous, nil
}

// check reports what is wrong with a value for a path, by itself and beside
// the other settings.
func (cfg *configuration) check(path Path, value Value) ConfigServerUpdateError {
	rule, ok := cfg.rules[path.String()]
	if !ok {
		return ConfigPathNotFound{Path: path}
	}
	switch v := value.(type) {
	case ValueText:
		if _, ok := rule.initial.(ValueText); !ok {
			return mismatch(path, rule.initial, value)
		}
		if rule.oneOf != nil && !slices.Contains(rule.oneOf, v.Text) {
			return ConfigValueInvalid{Path: path, Reason: fmt.Sprintf("%q is none of %s", v.Text, strings.Join(rule.oneOf, ", "))}
		}
	case ValueFlag:
		if _, ok := rule.initial.(ValueFlag); !ok {
			return mismatch(path, rule.initial, value)
		}
	case ValueInteger:
		if _, ok := rule.initial.(ValueInteger); !ok {
			return mismatch(path, rule.initial, value)
		}
		return cfg.checkNumber(path, rule, float64(v.Integer))
	case ValueNumber:
		if _, ok := rule.initial.(ValueNumber); !ok {
			return mismatch(path, rule.initial, value)
		}
		return cfg.checkNumber(path, rule, v.Number)
	case nil:
		return ConfigValueInvalid{Path: path, Reason: "there is no value"}
	}
	return nil
}

func (cfg *configuration) checkNumber(path Path, rule setting, x float64) ConfigServerUpdateError {
	// The comparison is written so that NaN fails it.
	if rule.min != rule.max && !(x >= rule.min && x <= rule.max) {
		return ConfigOutOfRange{Path: path, Value: x, Min: rule.min, Max: rule.max}
	}
	return cfg.checkConstraint(path, x)
}

// checkConstraint holds the two settings that bound each other: a batch fits
// into the queue, and the events into the ring.
func (cfg *configuration) checkConstraint(path Path, x float64) ConfigServerUpdateError {
	for _, pair := range [][2]string{
		{"capture.processing.batch_size", "capture.processing.max_queue_size"},
		{"capture.ring_buffer.max_events", "capture.ring_buffer.size"},
	} {
		small, large := cfg.integer(pair[0]), cfg.integer(pair[1])
		switch path.String() {
		case pair[0]:
			small = x
		case pair[1]:
			large = x
		default:
			continue
		}
		if small > large {
			return ConfigConstraintViolated{Path: path, Reason: fmt.Sprintf("%s (%v) would exceed %s (%v)", pair[0], small, pair[1], large)}
		}
	}
	return nil
}

func (cfg *configuration) integer(path string) float64 {
	return float64(cfg.values[path].(ValueInteger).Integer)
}

func mismatch(path Path, want, got Value) ConfigServerUpdateError {
	return ConfigValueInvalid{Path: path, Reason: fmt.Sprintf("%s is needed, not %s", word(want), word(got))}
}

func word(v Value) string {
	switch v.(type) {
	case ValueText:
		return "a text"
	case ValueInteger:
		return "an integer"
	case ValueNumber:
		return "a number"
	case ValueFlag:
		return "a flag"
	}
	return "nothing"
}

// uptime is how long something runs, rounded for people.
func uptime(since time.Time) time.Duration { return time.Since(since).Round(time.Millisecond) }
