package render

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/otpgen/otpgen/schema"
)

func TestMarkdownIsPlainText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                              "",
		"Counts things.":                "Counts things.",
		"a | b":                         `a \| b`,
		"two\nlines\r\n\tand a tab":     "two lines and a tab",
		"# title":                       `\# title`,
		"- item":                        `\- item`,
		"+ item":                        `\+ item`,
		"12. item":                      `12\. item`,
		"1) item":                       `1\) item`,
		"12 items":                      "12 items",
		"=====":                         `\=====`,
		"> quote":                       `\> quote`,
		"<script>alert(1)</script>":     `\<script\>alert(1)\</script\>`,
		"<!-- x":                        `\<\!-- x`,
		"![x](javascript:y) and [z](w)": `\!\[x\](javascript:y) and \[z\](w)`,
		"`code` *strong* _em_ ~no~":     "\\`code\\` \\*strong\\* \\_em\\_ \\~no\\~",
		"&lt; $x$ \\":                   `\&lt; \$x\$ \\`,
		"rtl \u202e gone\u2028end":      "rtl gone end",
		"```\nfence":                    "\\`\\`\\` fence",
	} {
		assert.Equal(t, want, markdown(in), "%q", in)
	}
}

func TestCodeStaysInItsSpan(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                         "",
		"map[string][]*os.File":    "`map[string][]*os.File`",
		"a`b | c":                  "`a'b \\| c`",
		"two\nlines":               "`two lines`",
		"\u202e":                   "",
		"func(a int) <-chan error": "`func(a int) <-chan error`",
	} {
		assert.Equal(t, want, code(in), "%q", in)
	}
	assert.Equal(t, "`a`, `b`", codes([]string{"a", "b"}))
	assert.Empty(t, codes(nil))
}

func TestMermaidLabelsCannotEnd(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"EventStore":           "EventStore",
		"5 × HttpWorker":       "5 × HttpWorker",
		`x"]) --> y`:           "x#34;#93;) --#62; y",
		"<b>&amp;</b>":         "#60;b#62;#38;amp#59;#60;/b#62;",
		"a\nclick n0 call f()": "a click n0 call f()",
		"#35;":                 "#35;35#59;",
		"`md` [x]{y}|z%%":      "#96;md#96; #91;x#93;#123;y#125;#124;z#37;#37;",
		"größe":                "größe",
	} {
		assert.Equal(t, want, mermaid(in), "%q", in)
	}
}

func TestWordsAreTheSchemas(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		schema.Infinity: "infinity", schema.BrutalKill: "brutal_kill", 0: "0s",
		5 * time.Second: "5s", time.Minute: "1m", 90 * time.Second: "1m30s", time.Hour: "1h",
		time.Hour + time.Second: "1h0m1s", 150 * time.Millisecond: "150ms", 10 * time.Minute: "10m",
	} {
		assert.Equal(t, want, durationWord(d))
	}
	assert.Panics(t, func() { strategyWord(0) })
	assert.Panics(t, func() { restartWord(0) })
	assert.Panics(t, func() { routeWord(0) })
	assert.Panics(t, func() { overflowWord(0) })
}

func TestSentences(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", " \n ": "", "counts": "Counts.", "Really?": "Really?", "ändert\nwas": "Ändert was.", "see:": "See:",
	} {
		assert.Equal(t, want, sentence(in), "%q", in)
	}
}
