package report

import (
	"fmt"
	"strings"

	"github.com/otpgen/otpgen/schema"
)

// workflowCommand is a diagnostic as GitHub reads it from the log of a
// workflow, to show it beside the changed line:
//
//	::error file=otp.yaml,line=14,col=17,title=OTP0203::unknown strategy ...
func workflowCommand(d schema.Diagnostic) string {
	properties := []string{fileProperty(d.File)}
	if d.Range.Start.Line > 0 {
		properties = append(properties, fmt.Sprintf("line=%d,col=%d", d.Range.Start.Line, d.Range.Start.Column))
	}
	if d.Range.End.Line > 0 {
		properties = append(properties, fmt.Sprintf("endLine=%d,endColumn=%d", d.Range.End.Line, d.Range.End.Column))
	}
	properties = append(properties, "title="+escapeProperty(d.Code))
	message := Line(d.Message)
	if d.Label != "" {
		message += ": " + Line(d.Label)
	}
	for _, r := range d.Related {
		where := fmt.Sprintf("line %d", r.Range.Start.Line)
		if r.File != "" {
			where = fmt.Sprintf("%s:%d", Line(r.File), r.Range.Start.Line)
		}
		message += fmt.Sprintf("\n%s (%s)", Line(r.Label), where)
	}
	if d.Help != "" {
		message += "\nhelp: " + Lines(d.Help)
	}
	return fmt.Sprintf("::%s %s::%s\n", d.Severity, strings.Join(properties, ","), escapeData(message))
}

func fileProperty(name string) string { return "file=" + escapeProperty(Line(name)) }

func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
