package generator

import (
	"slices"

	"github.com/otpgen/otpgen/generator/internal/plan"
	"github.com/otpgen/otpgen/schema"
	"github.com/otpgen/otpgen/schema/analysis"
)

// Codes lists every diagnostic that Generate can give, by number.
func Codes() []schema.CodeInfo {
	var rules []schema.CodeInfo
	for _, r := range analysis.Rules() {
		rules = append(rules, schema.CodeInfo{Code: r.Code, Severity: r.Severity, Title: r.Title})
	}
	return slices.Concat(schema.Codes(), rules, plan.Codes())
}
