// Package schema reads what the YAML says: Parse makes a Document, Resolve
// makes an Application of it, and both report every mistake of the user as a
// Diagnostic with a position and a remedy. The package knows no Go names and
// no files.
package schema
