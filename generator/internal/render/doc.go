// Package render turns a plan into the bytes of files: Go whose shape depends
// on types is built with jennifer, what the user will own and documents come
// from the templates. The table of outputs lists every kind of file; a new
// kind is one row and one file here.
//
// All text of the schema reaches jennifer through safe.go, which makes it
// unable to become code. A test forbids other ways.
package render
