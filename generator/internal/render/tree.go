package render

import "github.com/otpgen/otpgen/generator/internal/plan"

func treeFile(p *plan.Package) []byte { return []byte("package " + p.Name + "\n") }
