package render

import "github.com/otpgen/otpgen/generator/internal/plan"

func errorsFile(p *plan.Package) []byte { return []byte("package " + p.Name + "\n") }
