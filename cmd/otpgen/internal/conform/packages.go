package conform

import (
	"fmt"

	"github.com/otpgen/otpgen/schema"
)

// Packages returns an error for each file that is of another package than the
// schema generates: Go allows one in a folder. If all files are of one other
// package there is one mistake, and it is told once. Files with a build
// constraint may belong to none.
func (s *Source) Packages(want string) schema.Diagnostics {
	mixed, right := s.otherPackages(want)
	if len(mixed) == 0 {
		return nil
	}
	first := mixed[0].syntax.Name.Name
	if right == 0 && len(mixed) > 1 && ofPackage(mixed, first) == len(mixed) {
		d := s.otherPackage(mixed[0], want)
		d.Message = fmt.Sprintf("all %d files in the output folder are of package %s, but the schema generates package %s", len(mixed), first, want)
		d.Help = renamed(first, want, "their package clauses")
		return schema.Diagnostics{d}
	}
	var diags schema.Diagnostics
	for _, f := range mixed {
		d := s.otherPackage(f, want)
		switch name := f.syntax.Name.Name; {
		case right > 0 && ofPackage(mixed, name) <= right:
			d.Help = fmt.Sprintf("write package %s here, as in the other files; or move this file to a folder of its own", want)
		default:
			d.Help = renamed(name, want, "the package clause")
		}
		diags = append(diags, d)
	}
	return diags
}

// otherPackages are the files of other packages than want, and how many are of
// that one.
func (s *Source) otherPackages(want string) (mixed []file, right int) {
	for _, f := range s.files {
		name := f.syntax.Name
		switch {
		case name == nil || name.Name == "":
			// without a package clause it does not parse, which Handlers tells
		case f.constrained || name.Name == "_" || name.Name == "documentation":
			// the last is a name that the go command passes over
		case name.Name == want:
			right++
		default:
			mixed = append(mixed, f)
		}
	}
	return mixed, right
}

// ofPackage counts the files of one package.
func ofPackage(files []file, name string) int {
	n := 0
	for _, f := range files {
		if f.syntax.Name.Name == name {
			n++
		}
	}
	return n
}

func (s *Source) otherPackage(f file, want string) schema.Diagnostic {
	name := f.syntax.Name
	return schema.Diagnostic{
		Code: CodePackage, Severity: schema.Error, File: f.name, Range: s.rangeOf(name),
		Message: fmt.Sprintf("the output folder holds package %s, but the schema generates package %s", name.Name, want),
		Label:   "Go allows one package in a folder",
	}
}

// renamed are the ways out if the package of the schema may be the wrong one.
func renamed(have, want, clauses string) string {
	folder := fmt.Sprintf("give the generated package a folder of its own, with out: %s in the schema", want)
	if have == "main" { // which nothing could import
		return folder
	}
	return fmt.Sprintf("if the package has a new name, change %s to package %s; or keep package: %s in the schema, or %s", clauses, want, have, folder)
}
