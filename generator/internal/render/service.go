package render

import "github.com/otpgen/otpgen/generator/internal/plan"

func serviceFile(p *plan.Package, _ *plan.Service) []byte { return []byte("package " + p.Name + "\n") }
