package foundation

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUpdateChecksBeforeItApplies(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path  string
		value Value
		want  ConfigServerUpdateError
	}{
		"unknown path":   {"ai.colour", ValueFlag{Flag: true}, ConfigPathNotFound{}},
		"not updatable":  {"ai.provider", ValueText{Text: "openai"}, ConfigUpdateForbidden{}},
		"wrong type":     {"dev.debug_mode", ValueText{Text: "yes"}, ConfigValueInvalid{}},
		"no value":       {"dev.debug_mode", nil, ConfigValueInvalid{}},
		"too large":      {"ai.planning.sampling_rate", ValueNumber{Number: 1.01}, ConfigOutOfRange{}},
		"not a number":   {"ai.planning.sampling_rate", ValueNumber{Number: math.NaN()}, ConfigOutOfRange{}},
		"beside another": {"capture.processing.batch_size", ValueInteger{Integer: 1001}, ConfigConstraintViolated{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, err := newConfiguration(nil)
			require.NoError(t, err)
			before := cfg.sorted()
			_, got := cfg.update(ParsePath(test.path), test.value)
			assert.IsType(t, test.want, got)
			assert.Equal(t, before, cfg.sorted(), "a refused update changes nothing")
		})
	}
}

func TestUpdateReturnsThePreviousValue(t *testing.T) {
	t.Parallel()
	cfg, err := newConfiguration(nil)
	require.NoError(t, err)
	previous, refused := cfg.update(ParsePath("capture.processing.batch_size"), ValueInteger{Integer: 1000})
	require.Nil(t, refused)
	assert.Equal(t, ValueInteger{Integer: 100}, previous)
}

func TestEveryDefaultKeepsItsOwnRule(t *testing.T) {
	t.Parallel()
	cfg, err := newConfiguration(nil)
	require.NoError(t, err)
	for _, s := range cfg.sorted() {
		assert.Nil(t, cfg.check(s.Path, s.Value), s.Path.String())
	}
	assert.Len(t, cfg.updatable(), 13)
}

func TestOverridesMayChangeWhatUpdatesMayNot(t *testing.T) {
	t.Parallel()
	cfg, err := newConfiguration([]Setting{{Path: ParsePath("ai.provider"), Value: ValueText{Text: "openai"}}})
	require.NoError(t, err)
	assert.Equal(t, ValueText{Text: "openai"}, cfg.values["ai.provider"])
	_, err = newConfiguration([]Setting{{Path: ParsePath("ai.provider"), Value: ValueText{Text: "abacus"}}})
	assert.ErrorContains(t, err, "abacus")
}
