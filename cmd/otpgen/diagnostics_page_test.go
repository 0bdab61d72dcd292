package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/report"
	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/schema"
)

// docs/diagnostics.md has one entry for each code, in this form:
//
//	### OTP0203
//
//	**error** · title
//
//	What it means.
//
//	```yaml bad       a schema that gives this code and no other; a comment is
//	```               the message of the diagnostic on its line, or, if it
//	                  stands alone, on the line below
//	What to do.
//
//	```yaml good      a schema that gives no diagnostic
//	```
//
// A block marked console is a story instead: it begins after a generation from
// the schema in the block marked story, a line "$ ..." is a command, and other
// lines are a part of what its end prints. A good story goes on after the bad
// one.
const diagnosticsPage = "../../docs/diagnostics.md"

// pageEntry is one entry of the page.
type pageEntry struct {
	info      schema.CodeInfo
	bad, good example
}

// example is a fenced block.
type example struct{ language, text string }

// readDiagnosticsPage returns the entries of the page, and its text for what
// stands outside of them.
func readDiagnosticsPage(t *testing.T) (entries []pageEntry, text string) {
	t.Helper()
	content, err := os.ReadFile(diagnosticsPage)
	require.NoError(t, err)
	text = string(content)
	for _, section := range strings.Split(text, "\n### ")[1:] {
		section, _, _ = strings.Cut(section, "\n## ")
		entries = append(entries, readEntry(t, section))
	}
	return entries, text
}

var (
	entryHead = regexp.MustCompile(`^(OTP\d{4})\n\n\*\*(error|warning)\*\* · (.+)\n\n`)
	fenced    = regexp.MustCompile("(?s)\n```(yaml|console) (bad|good)\n(.*?)```\n")
)

func readEntry(t *testing.T, section string) pageEntry {
	t.Helper()
	head := entryHead.FindStringSubmatch(section)
	require.NotNil(t, head, "not the head of an entry:\n%.80s", section)
	e := pageEntry{info: schema.CodeInfo{Code: head[1], Severity: schema.Error, Title: head[3]}}
	if head[2] == schema.Warning.String() {
		e.info.Severity = schema.Warning
	}
	blocks := fenced.FindAllStringSubmatch(section, -1)
	require.Len(t, blocks, 2, "the blocks of %s", head[1])
	require.Equal(t, []string{"bad", "good"}, []string{blocks[0][2], blocks[1][2]}, "the blocks of %s", head[1])
	e.bad, e.good = example{blocks[0][1], blocks[0][3]}, example{blocks[1][1], blocks[1][3]}
	return e
}

func TestTheDiagnosticsPageHasEveryCode(t *testing.T) {
	t.Parallel()
	entries, text := readDiagnosticsPage(t)
	var described []schema.CodeInfo
	for _, e := range entries {
		described = append(described, e.info)
	}
	all := slices.Concat(generator.Codes(), codes())
	assert.Equal(t, all, described, "the entries, in the order of the codes")

	var index []string
	for _, c := range all {
		index = append(index, fmt.Sprintf("| [%s](#%s) | %s | %s |", c.Code, strings.ToLower(c.Code), c.Severity, c.Title))
	}
	rows := regexp.MustCompile(`(?m)^\| \[OTP.*$`).FindAllString(text, -1)
	assert.Equal(t, index, rows, "the rows of the index")
}

func TestTheDiagnosticsPageIsTrue(t *testing.T) {
	t.Parallel()
	entries, text := readDiagnosticsPage(t)
	story := regexp.MustCompile("(?s)\n```yaml story\n(.*?)```\n").FindStringSubmatch(text)
	require.NotNil(t, story)
	for _, e := range entries {
		t.Run(e.info.Code, func(t *testing.T) {
			t.Parallel()
			folder := newStory(t, story[1])
			e.checkBad(t, folder)
			e.checkGood(t, folder)
		})
	}
}

func (e pageEntry) checkBad(t *testing.T, story storyFolder) {
	t.Helper()
	if e.bad.language == "console" {
		require.Contains(t, e.bad.text, "\n"+e.info.Severity.String()+"["+e.info.Code+"]: ", "the story has no end")
		printed := story.tell(t, e.bad.text)
		assert.Contains(t, printed, fmt.Sprintf("%s[%s]: ", e.info.Severity, e.info.Code))
		assert.Equal(t, 1, strings.Count(printed, "[OTP"), "%s gives other codes, too", printed)
		return
	}
	diags := diagnose(e.bad.text)
	left := comments(e.bad.text)
	require.NotEmpty(t, left, "the bad example says nothing")
	for _, d := range diags {
		assert.Equal(t, e.info.Code, d.Code, d.Message)
		assert.Equal(t, e.info.Severity, d.Severity, d.Message)
		i := slices.IndexFunc(left, func(c pageComment) bool { return c.about(d) })
		if assert.GreaterOrEqual(t, i, 0, "no comment on line %d says %s", d.Range.Start.Line, d.Message) {
			left = slices.Delete(left, i, i+1)
		}
	}
	assert.Empty(t, left, "comments that are no diagnostic of their line")
}

func (e pageEntry) checkGood(t *testing.T, story storyFolder) {
	t.Helper()
	if e.good.language == "console" {
		assert.NotContains(t, story.tell(t, e.good.text), "[OTP")
		return
	}
	assert.Empty(t, diagnose(e.good.text))
}

func diagnose(src string) schema.Diagnostics {
	_, diags := generator.Generate("otp.yaml", []byte(src), generator.Options{ImportPath: "example.com/shop"})
	return diags
}

// pageComment is a comment in a bad schema.
type pageComment struct {
	line  int
	alone bool // and so about the line below, if there is one
	text  string
}

var yamlComment = regexp.MustCompile(`^(.*?)(?:^|\s)# (.+)$`)

func comments(src string) []pageComment {
	var list []pageComment
	for i, line := range strings.Split(src, "\n") {
		if m := yamlComment.FindStringSubmatch(line); m != nil {
			list = append(list, pageComment{line: i + 1, alone: strings.TrimSpace(m[1]) == "", text: m[2]})
		}
	}
	return list
}

func (c pageComment) about(d schema.Diagnostic) bool {
	at := d.Range.Start.Line
	return d.Message == c.text && (at == c.line || c.alone && at == c.line+1)
}

// storyFolder is the working folder of a story.
type storyFolder string

// newStory makes a module in which the schema has been generated once.
func newStory(t *testing.T, src string) storyFolder {
	t.Helper()
	s := storyFolder(t.TempDir())
	require.NoError(t, os.WriteFile(filepath.Join(string(s), "go.mod"), []byte("module example.com/shop\n\ngo 1.26\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(string(s), "otp.yaml"), []byte(src), 0o600))
	require.Contains(t, s.run(t, "otpgen generate"), " 0 removed")
	return s
}

// tell runs the commands of a story, and returns what the last one printed.
func (s storyFolder) tell(t *testing.T, story string) string {
	t.Helper()
	printed := ""
	for line := range strings.Lines(story) {
		line = strings.TrimSuffix(line, "\n")
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			printed = s.run(t, command)
			continue
		}
		assert.Contains(t, printed, line+"\n")
	}
	return printed
}

// run runs one command: otpgen in this process, all others in a shell.
func (s storyFolder) run(t *testing.T, command string) string {
	t.Helper()
	var printed bytes.Buffer
	if args, ok := strings.CutPrefix(command, "otpgen "); ok {
		run(t.Context(), env{
			dir: string(s), stdout: &printed, stderr: &printed,
			build: thisBuild(), generate: generator.Generate,
		}, strings.Fields(args))
		return printed.String()
	}
	sh := exec.Command("sh", "-c", command)
	sh.Dir, sh.Stdout, sh.Stderr = string(s), &printed, &printed
	require.NoError(t, sh.Run(), "%s\n%s", command, &printed)
	return printed.String()
}

// The page shows one diagnostic with two places in every format.
func TestTheDiagnosticsPageShowsEveryFormat(t *testing.T) {
	t.Parallel()
	entries, text := readDiagnosticsPage(t)
	i := slices.IndexFunc(entries, func(e pageEntry) bool { return e.info.Code == "OTP0112" })
	src := regexp.MustCompile(`(?m) # .*$`).ReplaceAllString(entries[i].bad.text, "")
	for block, format := range map[string]report.Format{"text two places": report.Text, "json two places": report.JSON, "text github": report.GitHub} {
		shown := regexp.MustCompile("(?s)\n```" + block + "\n(.*?)```\n").FindStringSubmatch(text)
		require.NotNil(t, shown, block)
		var printed bytes.Buffer
		printer := report.Printer{Out: &printed, Format: format, Source: map[string]string{"otp.yaml": src}}
		require.NoError(t, printer.Print(diagnose(src)))
		assert.Equal(t, strings.TrimRight(printed.String(), "\n"), strings.TrimRight(shown[1], "\n"), block)
	}
}

// The sample at the top of the page is what the entry of its code prints.
func TestTheDiagnosticsPageShowsWhatIsPrinted(t *testing.T) {
	t.Parallel()
	entries, text := readDiagnosticsPage(t)
	sample := regexp.MustCompile("(?s)\n```text\n(\\w+\\[(OTP\\d+)\\].*?)```\n").FindStringSubmatch(text)
	require.NotNil(t, sample)
	i := slices.IndexFunc(entries, func(e pageEntry) bool { return e.info.Code == sample[2] })
	require.GreaterOrEqual(t, i, 0)
	src := regexp.MustCompile(`(?m) # .*$`).ReplaceAllString(entries[i].bad.text, "")
	var printed bytes.Buffer
	printer := report.Printer{Out: &printed, Format: report.Text, Source: map[string]string{"otp.yaml": src}}
	require.NoError(t, printer.Print(diagnose(src)))
	assert.Equal(t, strings.TrimRight(printed.String(), "\n"), strings.TrimRight(sample[1], "\n"))
}
