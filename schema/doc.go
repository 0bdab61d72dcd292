// Package schema reads what the YAML says: [Parse] makes a [Document], [Resolve]
// makes an [Application] of it, and both report every mistake of the user as a
// [Diagnostic] with a position and a remedy. The package knows no Go names and
// no files.
//
// # From bytes to a document
//
// Parse lets text in (admit.go), makes yaml nodes of it (load.go; scan.go finds
// what YAML reads otherwise than meant, syntax.go explains what it refuses) and
// holds the nodes against the descriptor table of the language (language.go and
// its neighbours). The table is made of shapes (shape.go): each reads one kind
// of value into the Document and describes itself to [JSONSchema] and
// [Reference]. To add a key, add its row and its field of the Document.
//
// # From a document to an application
//
// Resolve declares all names (declare.go) and then fills them in: messages,
// services, supervisors with their children, uses, the tree, boundaries. Types
// are read by Go's own parser and pass an allow-list (typeexpr.go); values are
// held against them (literal.go, expr.go). What was reported is nil from there
// on and passes every later rule, so that a mistake is reported once; what a
// mistake may hide is not reported missing ([Entry].Incomplete).
//
// # Diagnostics
//
// [Codes] lists them. Each is provoked in testdata/bad, beside the mistake.
package schema
