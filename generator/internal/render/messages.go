package render

import "github.com/otpgen/otpgen/generator/internal/plan"

func messagesFile(p *plan.Package) []byte { return []byte("package " + p.Name + "\n") }
