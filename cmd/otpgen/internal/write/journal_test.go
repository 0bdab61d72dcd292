package write

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJournalIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	steps := []step{
		{path: "a_gen.go", owner: Generated, old: "sha256:01", new: "sha256:02"},
		{path: "sub/b.go", owner: User, old: nothing, new: "sha256:03", n: 1},
		{path: "c_gen.go", owner: Generated, old: "sha256:04", new: nothing, n: 2},
	}
	got, err := parseJournal(journalBytes(steps))
	require.NoError(t, err)
	assert.Equal(t, steps, got)
}

func TestJournalRefusesOtherLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                      "its end is missing",
		"a generated - sha256:1\n":              "its end is missing",
		"a generated - sha256:1\nend 2\n":       "journal:2: not a line",
		"a generated - sha256:1\nend 1\nmore\n": "journal:3: not a line",
		"../a generated - sha256:1\nend 1\n":    "journal:1: not a line",
		"/a generated - sha256:1\nend 1\n":      "journal:1: not a line",
		". generated - sha256:1\nend 1\n":       "journal:1: not a line",
		"a somebody - sha256:1\nend 1\n":        "journal:1: not a line",
		"a generated - md5:1\nend 1\n":          "journal:1: not a line",
		"a generated - -\nend 1\n":              "journal:1: not a line",
		"a generated sha256:1\nend 1\n":         "journal:1: not a line",
	} {
		_, err := parseJournal([]byte(text))
		require.ErrorContains(t, err, want, "%q", text)
		require.ErrorContains(t, err, "remove the folder .otpgen.tmp")
	}
}

// A journal may come from anybody, with a checkout for example. It gets at
// nothing that does not carry otpgen's header, and writes over nothing.
func TestAJournalThatLiesHarmsNothing(t *testing.T) {
	t.Parallel()
	mine, evil := "package mine\n", "package evil\n"
	for title, s := range map[string]step{
		"removes the user's file":    {path: "mine.go", owner: Generated, old: hash([]byte(mine)), new: nothing},
		"replaces it":                {path: "mine.go", owner: Generated, old: hash([]byte(mine)), new: hash([]byte(evil))},
		"replaces it as the user's":  {path: "mine.go", owner: User, old: hash([]byte(mine)), new: hash([]byte(evil))},
		"takes it for not there":     {path: "mine.go", owner: User, old: nothing, new: hash([]byte(evil))},
		"goes through a link":        {path: "link/x.go", owner: User, old: nothing, new: hash([]byte(evil))},
		"has staged something else":  {path: "new_gen.go", owner: Generated, old: nothing, new: hash([]byte("other"))},
		"puts a file above a folder": {path: "sub", owner: Generated, old: nothing, new: hash([]byte(evil))},
	} {
		d := newMemDisk(map[string]string{
			"mine.go": mine, "sub/mine.go": mine,
			journalName: string(journalBytes([]step{s})), workFolder + "/new-0": evil,
		})
		d.files["link"] = newMemDisk(map[string]string{"link": "sub"}).files["link"]
		before := d.content()
		require.NoError(t, Recover(d), title)
		assert.Equal(t, before, d.content(), title)

		require.NoError(t, generate(t.Context(), d, want("1", generated("a_gen.go", "1"))), title)
		got := d.content()
		assert.Equal(t, mine, got["mine.go"], title)
		assert.Equal(t, mine, got["sub/mine.go"], title)
		assert.NotContains(t, got, workFolder+"/", title)
	}
}

func TestWhatIsInThePlaceOfTheWorkFolder(t *testing.T) {
	t.Parallel()
	for _, at := range []string{workFolder, journalName + "/x"} {
		d := newMemDisk(map[string]string{at: "mine"})
		before := d.content()
		require.ErrorContains(t, Recover(d), "but otpgen needs the name for a file of its own", at)
		_, err := Classify(d.FS(), Wanted{})
		require.Error(t, err)
		assert.Equal(t, before, d.content())
	}
}
