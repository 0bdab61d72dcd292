package schema

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// fillIn writes s as the value of a key that has none, or null.
func (e *editor) fillIn(around, key, null *yaml.Node, s sprout) string {
	text := e.source.text
	if null.Value != "" { // null or ~
		at := e.source.offset(null.Line, null.Column)
		return text[:at] + flowOf([]sprout{s}) + text[at+len(null.Value):]
	}
	at := e.source.end(key)
	colon := e.colon(at)
	has := colon >= 0
	switch {
	case around.Style&yaml.FlowStyle != 0 && has:
		return text[:colon+1] + " " + flowOf([]sprout{s}) + text[colon+1:]
	case around.Style&yaml.FlowStyle != 0:
		return text[:at] + ": " + flowOf([]sprout{s}) + text[at:]
	case !has: // ? key
		return e.insertLines(e.lineEnd(at), []string{strings.Repeat(" ", around.Column-1) + ": " + flowOf([]sprout{s})})
	}
	indent := around.Column - 1 + e.style.of(s)
	return e.insertLines(e.below(colon+1, indent), s.block(indent, e.style))
}

// colon is the offset of the colon behind a key that ends at an offset, or -1.
func (e *editor) colon(end int) int {
	text := e.source.text
	at := end + len(text[end:]) - len(strings.TrimLeft(text[end:], " \t\r\n"))
	if at < len(text) && text[at] == ':' {
		return at
	}
	return -1
}

// appendFlow writes s behind the last entry of a collection in brackets: in
// its line, or in the next if each has one.
func (e *editor) appendFlow(n *yaml.Node, s sprout) string {
	text := e.source.text
	start := e.source.offset(n.Line, n.Column)
	if len(n.Content) == 0 {
		return text[:start+1] + s.flow(plainOrQuoted) + text[start+1:]
	}
	last := e.lastEntry(n)
	added := s.flow(plainOrQuoted)
	if text[last] == '"' { // the schema may be JSON
		added = s.flow(strconv.Quote)
	}
	end, comma := e.entryEnd(n), ","
	if text[end-1] == ':' { // with a comma right behind it, it would not end the key
		comma = " ,"
	}
	closing := e.source.closing(n, start, end) - 1
	line := e.lineEnd(end)
	begins := strings.TrimSpace(text[e.lineStart(last):last]) == ""
	if !begins || e.lineStart(last) <= start || line > closing {
		return text[:end] + comma + " " + added + text[end:]
	}
	indent := text[e.lineStart(last):last]
	hasComma := strings.IndexByte(code(text[end:line]), ',') >= 0
	if !hasComma && strings.ContainsRune(code(text[line:closing]), ',') {
		return text[:end] + comma + " " + added + text[end:]
	}
	if hasComma {
		return text[:line] + e.newline + indent + added + "," + text[line:]
	}
	return text[:end] + comma + text[end:line] + e.newline + indent + added + text[line:]
}

// code is text without the comment at its end; a comment hides its commas.
func code(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		body, _, _ := strings.Cut(line, "#")
		b.WriteString(body)
	}
	return b.String()
}

// appendBlock writes s in lines below the last entry of a collection, set off
// by a blank line if that one is.
func (e *editor) appendBlock(n *yaml.Node, s sprout) string {
	indent := n.Column - 1
	lines := s.block(indent, e.style)
	if e.spaced(n) {
		lines = append([]string{""}, lines...)
	}
	return e.insertLines(e.below(e.entryEnd(n), indent), lines)
}

// lastEntry is where the last entry of a collection begins.
func (e *editor) lastEntry(n *yaml.Node) int {
	last := n.Content[len(n.Content)-1]
	if n.Kind == yaml.MappingNode {
		last = n.Content[len(n.Content)-2]
	}
	return e.source.offset(last.Line, last.Column)
}

// entryEnd is the offset behind the last entry of a collection.
func (e *editor) entryEnd(n *yaml.Node) int {
	var key *yaml.Node
	last := n
	for len(last.Content) > 0 && (last == n || last.Style&yaml.FlowStyle == 0) {
		key = nil
		if last.Kind == yaml.MappingNode {
			key = last.Content[len(last.Content)-2]
		}
		last = last.Content[len(last.Content)-1]
	}
	switch {
	case last.Kind == yaml.ScalarNode && last.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return e.blockTextEnd(last, e.source.end(last))
	case isNull(last) && last.Value == "" && key != nil: // it stands where the parser noticed
		end := e.source.end(key)
		return max(end, e.pastColon(n, end))
	}
	return e.source.end(last)
}

// pastColon is the offset behind the colon of a key that ends at an offset, 0
// without one. In brackets a blank behind it counts: without one, a comma
// would be a part of the key.
func (e *editor) pastColon(n *yaml.Node, end int) int {
	past := e.colon(end) + 1
	if past > 0 && n.Style&yaml.FlowStyle != 0 && strings.HasPrefix(e.source.text[past:], " ") {
		past++
	}
	return past
}

// blockTextEnd is the end of literal or folded text: blank lines below belong
// to it if it keeps them, and those that hold spaces in any case.
func (e *editor) blockTextEnd(n *yaml.Node, end int) int {
	text := e.source.text
	header := text[e.source.offset(n.Line, n.Column):]
	header, _, _ = strings.Cut(header, "\n")
	keep := strings.Contains(code(header), "+")
	end = e.lineEnd(end)
	for at := end; e.nextLine(at) < len(text); {
		next := e.lineEnd(e.nextLine(at))
		line := text[e.nextLine(at):next]
		if strings.TrimSpace(line) != "" {
			break
		}
		if keep || line != "" {
			end = next
		}
		at = next
	}
	return end
}

// spaced reports whether a blank line sets the last entry off from the one
// before.
func (e *editor) spaced(n *yaml.Node) bool {
	least := 2
	if n.Kind == yaml.MappingNode {
		least = 4
	}
	if len(n.Content) < least {
		return false
	}
	text := e.source.text
	for at := e.lineStart(e.lastEntry(n)); at > 0; {
		before := e.lineStart(at - 1)
		line := strings.TrimSpace(text[before : at-1])
		if line == "" || !strings.HasPrefix(line, "#") {
			return line == ""
		}
		at = before
	}
	return false
}

// below is the end of the line that holds offset, or of the last line of
// comments below it that are indented so far: they belong to what is above.
func (e *editor) below(offset, indent int) int {
	text := e.source.text
	end := e.lineEnd(offset)
	for e.nextLine(end) < len(text) {
		next := e.lineEnd(e.nextLine(end))
		line := text[e.nextLine(end):next]
		body := strings.TrimLeft(line, " ")
		if !strings.HasPrefix(body, "#") || len(line)-len(body) < indent || indent == 0 {
			break
		}
		end = next
	}
	return end
}

// insertLines puts lines behind the line that ends at an offset.
func (e *editor) insertLines(end int, lines []string) string {
	text := e.source.text
	return text[:end] + e.newline + strings.Join(lines, e.newline) + text[end:]
}

func (e *editor) lineStart(offset int) int {
	return strings.LastIndexByte(e.source.text[:offset], '\n') + 1
}

// lineEnd is the end of a line, without what ends it.
func (e *editor) lineEnd(offset int) int {
	text := e.source.text
	offset = min(offset, len(text))
	end := strings.IndexByte(text[offset:], '\n')
	switch {
	case end < 0:
		return len(text)
	case end > 0 && text[offset+end-1] == '\r':
		return offset + end - 1
	}
	return offset + end
}

// nextLine is where the line behind one that ends at an offset begins.
func (e *editor) nextLine(end int) int {
	text := e.source.text
	if strings.HasPrefix(text[end:], "\r\n") {
		return end + 2
	}
	return min(end+1, len(text))
}
