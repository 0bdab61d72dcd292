package schema

import "strings"

// typeLength is how many bytes of text, from its start, are a Go type; 0 if
// none are. It is generous: it tells a type from other text, the real check
// comes with the quotes in place.
func typeLength(text string) int {
	const deepest = 32 // nested types; a longer one is no type that anybody wrote
	return typeEnd(text, 0, deepest)
}

func typeEnd(text string, i, depth int) int {
	if depth == 0 {
		return 0
	}
	rest := text[i:]
	switch {
	case strings.HasPrefix(rest, "*"):
		return typeEnd(text, i+1, depth-1)
	case strings.HasPrefix(rest, "["):
		digits := i + 1
		for digits < len(text) && text[digits] >= '0' && text[digits] <= '9' {
			digits++
		}
		if digits >= len(text) || text[digits] != ']' {
			return 0
		}
		return typeEnd(text, digits+1, depth-1)
	case strings.HasPrefix(rest, "map["):
		key := typeEnd(text, i+len("map["), depth-1)
		if key == 0 || key >= len(text) || text[key] != ']' {
			return 0
		}
		return typeEnd(text, key+1, depth-1)
	case strings.HasPrefix(rest, "struct{}"):
		return i + len("struct{}")
	case strings.HasPrefix(rest, "interface{}"):
		return i + len("interface{}")
	case strings.HasPrefix(rest, "func("):
		return funcEnd(text, i+len("func"), depth)
	case strings.HasPrefix(rest, "chan "):
		return typeEnd(text, i+len("chan "), depth-1)
	}
	return nameEnd(text, i)
}

// funcEnd is the end of parameters and results.
func funcEnd(text string, i, depth int) int {
	end := parenthesisEnd(text, i)
	if end == 0 || end >= len(text) || text[end] != ' ' {
		return end
	}
	result := 0
	if strings.HasPrefix(text[end+1:], "(") {
		result = parenthesisEnd(text, end+1)
	} else {
		result = typeEnd(text, end+1, depth-1)
	}
	return max(end, result)
}

func parenthesisEnd(text string, i int) int {
	open := 0
	for end := min(len(text), i+maxTypeBytes); i < end && text[i] != '\n'; i++ {
		switch text[i] {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// nameEnd is the end of Name or package.Name.
func nameEnd(text string, i int) int {
	start := i
	for i < len(text) && (isLetter(text[i]) || i > start && (text[i] >= '0' && text[i] <= '9' || text[i] == '.')) {
		i++
	}
	if i == start {
		return 0
	}
	return i
}

func isLetter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
