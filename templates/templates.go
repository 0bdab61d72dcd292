// Package templates holds the text of what the user will own (a fresh module,
// the skeleton of a service and its test) and of the generated document. A
// template ranges and branches, nothing more: every word it prints is computed
// and made safe by its caller, so no template calls a function.
//
// The folders say who fills them in: init/ is the command's, user/ and spec/
// are package render's.
package templates

import "embed"

// Files is every template, by its path below this folder.
//
//go:embed init/*.tmpl user/*.tmpl test/*.tmpl spec/*.tmpl
var Files embed.FS
