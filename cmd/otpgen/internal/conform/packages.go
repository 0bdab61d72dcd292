package conform

import (
	"fmt"

	"github.com/otpgen/otpgen/schema"
)

// Packages returns an error for each file that is of another package than the
// schema generates: Go allows one in a folder. Files with a build constraint
// may belong to none.
func (s *Source) Packages(want string) schema.Diagnostics {
	var diags schema.Diagnostics
	for _, f := range s.files {
		name := f.syntax.Name
		if name == nil || name.Name == "" {
			continue // without a package clause it does not parse, which Handlers tells
		}
		if f.constrained || name.Name == want || name.Name == "_" || name.Name == "documentation" {
			continue // the last is a name that the go command passes over
		}
		help := fmt.Sprintf("give the generated package a folder of its own, with out: %s in the schema", want)
		if name.Name != "main" { // which nothing could import
			help += fmt.Sprintf(", or name it with package: %s", name.Name)
		}
		diags = append(diags, schema.Diagnostic{
			Code:     CodePackage,
			Severity: schema.Error,
			File:     f.name,
			Range:    s.rangeOf(name),
			Message:  fmt.Sprintf("the output folder holds package %s, but the schema generates package %s", name.Name, want),
			Label:    "Go allows one package in a folder",
			Help:     help,
		})
	}
	return diags
}
