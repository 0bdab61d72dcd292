package report

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// record is a diagnostic as one JSON object. Lines and columns count from 1;
// the end is exclusive; a position of 0 is unknown.
type record struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	File     string `json:"file"`
	span
	Message string    `json:"message"`
	Label   string    `json:"label,omitempty"`
	Help    string    `json:"help,omitempty"`
	Related []related `json:"related,omitempty"`
}

type related struct {
	File string `json:"file,omitempty"` // if it is another one
	span
	Label string `json:"label"`
}

type span struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"end_line"`
	EndColumn int `json:"end_column"`
}

func spanOf(r schema.Range) span {
	return span{Line: r.Start.Line, Column: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column}
}

func (p Printer) json(d schema.Diagnostic) error {
	rec := record{
		Severity: d.Severity.String(),
		Code:     d.Code,
		File:     d.File,
		span:     spanOf(d.Range),
		Message:  d.Message,
		Label:    d.Label,
		Help:     d.Help,
	}
	for _, r := range d.Related {
		rec.Related = append(rec.Related, related{File: r.File, span: spanOf(r.Range), Label: r.Label})
	}
	return p.object(rec)
}

// object prints a value as one JSON object in one line.
func (p Printer) object(value any) error {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // <-chan stays readable
	if err := enc.Encode(value); err != nil {
		panic("otpgen: internal: " + err.Error())
	}
	_, err := io.WriteString(p.Out, escapedJSON(strings.TrimSuffix(b.String(), "\n"))+"\n")
	return err
}
