// Package plan decides what will be printed, in Go terms: every name is made
// here, every default is written out, every Go type is a small tree. A Package
// is the whole truth for the renderers; they take no decision and look at
// nothing else.
//
// Build is the only way in. Mistakes of the user that show only now, names
// that clash in Go and files that Go would not compile, are its diagnostics.
package plan
