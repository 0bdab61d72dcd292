package standard_test

import (
	"encoding/json"
	"log/slog"
	"math/big"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/standard"
	"github.com/otpgen/otpgen/golden/standard/standardtest"
)

func doc() standard.Doc {
	when := time.Date(2024, 2, 29, 23, 59, 59, 123456789, time.UTC)
	home := netip.MustParseAddr("2001:db8::1")
	huge, _ := new(big.Int).SetString("123456789012345678901234567890", 10)
	return standard.Doc{
		When: when, Later: when.Add(time.Hour), Raw: standard.Raw(`{"raw":[1]}`), Home: home, Span: time.Minute, Level: slog.LevelWarn,
		Whens: standard.Whens{when}, Pair: standard.Pair{when, when.Add(1)}, ByHome: standard.ByHome{home: when}, Maybe: &when, Huge: huge,
	}
}

// Another name for a type has its methods: JSON loses nothing.
func TestValuesKeepThroughJSON(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(doc())
	require.NoError(t, err)
	var got standard.Doc
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Equal(t, doc(), got)
	assert.Contains(t, string(text), `"raw":{"raw":[1]}`)
	assert.Contains(t, string(text), `"level":"WARN"`)
	assert.Contains(t, string(text), `"huge":123456789012345678901234567890`)
}

func TestVariantsKeepThroughJSON(t *testing.T) {
	t.Parallel()
	full := doc()
	at, args := standard.PickAt{When: full.When}, standard.PickArgs{Raw: full.Raw}
	many := standard.PickMany{Homes: []standard.Home{full.Home}, Huge: full.Huge}
	var gotAt standard.PickAt
	var gotArgs standard.PickArgs
	var gotMany standard.PickMany
	for _, c := range []struct{ sent, got any }{{&at, &gotAt}, {&args, &gotArgs}, {&many, &gotMany}} {
		text, err := json.Marshal(c.sent)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(text, c.got))
		assert.Equal(t, c.sent, c.got)
	}
}

// What passes between processes is a copy, but of what is shared.
func TestValuesAreCopied(t *testing.T) {
	t.Parallel()
	fake := &standardtest.FakeAlpha{AskFunc: func(_ *standard.AlphaCtx, d standard.Doc, _ standard.Pick) standard.Doc {
		d.Raw[0], d.Whens[0], *d.Maybe = 'x', time.Time{}, time.Time{}
		return d
	}}
	f := standardtest.Start(t, standardtest.ReplaceAlpha(fake))
	sent := doc()
	got, err := f.Alpha().Ask(t.Context(), sent, standard.PickAt{})
	require.NoError(t, err)
	assert.Equal(t, doc(), sent)
	assert.Same(t, sent.Huge, got.Huge)
}
