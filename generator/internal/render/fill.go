package render

import (
	"bytes"
	"text/template"

	"github.com/otpgen/otpgen/templates"
)

// fill executes a template. It parses it anew each time: a parsed template is
// mutable, and parsing takes microseconds.
func fill(name string, data any) []byte {
	t, err := template.New("").Option("missingkey=error").ParseFS(templates.Files, name)
	if err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	var out bytes.Buffer
	if err := t.Templates()[0].Execute(&out, data); err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	return out.Bytes()
}
