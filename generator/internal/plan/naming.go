package plan

import (
	"strings"
	"unicode"
)

// initialisms are the words that Go writes in capitals, frozen with version 1
// of the language: a longer list would rename what people already use.
const initialisms = " ACL API ASCII CPU CSS DNS EOF GUID HTML HTTP HTTPS ID IP JSON LHS QPS RAM RHS RPC SLA " +
	"SMTP SQL SSH TCP TLS TTL UDP UI UID UUID URI URL UTF8 VM XML XMPP XSRF XSS "

// exportedName is the Go name of a snake-case name: correlation_id becomes
// CorrelationID, http_url HTTPURL.
func exportedName(snake string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(snake, "_") {
		b.WriteString(capitalized(word))
	}
	return b.String()
}

// parameterName is the unexported Go name of a snake-case name: correlation_id
// becomes correlationID, http_url httpURL.
func parameterName(snake string) string {
	first, rest, _ := strings.Cut(snake, "_")
	return first + exportedName(rest)
}

// capitalized is one word within a Go name: url becomes URL, path Path.
func capitalized(word string) string {
	if word == "" {
		return ""
	}
	if upper := strings.ToUpper(word); strings.Contains(initialisms, " "+upper+" ") {
		return upper
	}
	return strings.ToUpper(word[:1]) + word[1:]
}

// unexportedName lowers the first word of a Go name: Counter becomes counter,
// HTTPWorker httpWorker, ID id.
func unexportedName(name string) string {
	runes := []rune(name)
	for i, r := range runes {
		if !unicode.IsUpper(r) {
			break
		}
		// The capital before a small letter begins the next word.
		if i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) {
			break
		}
		runes[i] = unicode.ToLower(r)
	}
	return string(runes)
}

// snakeName is the file name of a Go name: HttpWorker becomes http_worker,
// HTTPServer http_server.
func snakeName(name string) string {
	runes := []rune(name)
	var b strings.Builder
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) {
			afterSmall := !unicode.IsUpper(runes[i-1])
			beforeSmall := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterSmall || beforeSmall {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// goName is the Go name of a thing that is written in upper camel case: its
// go_name if it has one, else its name. It is for names that have been checked.
func goName(override, name string) string {
	if override != "" {
		return override
	}
	return name
}

// goNameOfSnake is the Go name of a thing that is written in snake case.
func goNameOfSnake(override, snake string) string {
	return goName(override, exportedName(snake))
}
