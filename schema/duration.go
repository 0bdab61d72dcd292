package schema

import (
	"regexp"
	"slices"
	"time"

	"gopkg.in/yaml.v3"
)

// duration is a time such as 5s, with the words that OTP allows in its place.
type duration struct {
	infinity   bool // as timeouts and shutdown times
	brutalKill bool // shutdown times only
	zero       bool // 0s is fine
}

// durationPattern is what time.ParseDuration reads, without signs.
const durationPattern = `^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`

var durationForm = regexp.MustCompile(durationPattern)

const (
	infinityWord   = "infinity"
	brutalKillWord = "brutal_kill"
)

func (d duration) words() []string {
	var list []string
	if d.infinity {
		list = append(list, infinityWord)
	}
	if d.brutalKill {
		list = append(list, brutalKillWord)
	}
	return list
}

func (d duration) accepts() string {
	what := "a duration such as 5s"
	for _, w := range d.words() {
		what += ", or " + w
	}
	return what
}

func (d duration) empty() bool { return false }

func (d duration) read(r *reader, at Range, n *yaml.Node) (Duration, bool) {
	if n.Kind != yaml.ScalarNode {
		r.wrongKind(at, n, d.accepts())
		return Duration{}, false
	}
	s := r.scalar(n)
	v, ok := r.duration(d, s)
	return Duration{Value: v, Range: s.Range}, ok
}

// duration reads text, reporting what is wrong with it.
func (r *report) duration(d duration, s String) (time.Duration, bool) {
	switch {
	case s.Value == infinityWord && d.infinity:
		return Infinity, true
	case s.Value == brutalKillWord && d.brutalKill:
		return BrutalKill, true
	case s.Value == infinityWord || s.Value == brutalKillWord:
		r.error(codeDuration, s.Range, "%s is not possible here", s.Value).help("write %s", d.accepts())
		return 0, false
	}
	v, err := time.ParseDuration(s.Value)
	switch {
	case decimal.MatchString(s.Value) && s.Value[0] != '-':
		r.error(codeDuration, s.Range, "%s has no unit", quote(s.Value)).help("write %ss for seconds, or %sms for milliseconds", s.Value, s.Value)
	case !durationForm.MatchString(s.Value):
		found := r.error(codeDuration, s.Range, "%s is not a duration", quote(s.Value))
		r.suggest(found, s.Value, slices.Values(d.words()), "write "+d.accepts())
	case err != nil:
		r.error(codeDuration, s.Range, "%s is longer than Go can say", quote(s.Value)).help("292 years are the most; infinity is a word")
	case v == 0 && !d.zero:
		r.error(codeDuration, s.Range, "this time cannot be zero").help("write %s", d.accepts())
	default:
		return v, true
	}
	return 0, false
}
