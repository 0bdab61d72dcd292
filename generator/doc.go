// Package generator makes the files of a supervised application from its
// schema: Parse and Resolve read what the YAML says, analysis holds it against
// the rules, the plan decides every Go name, and render writes the bytes.
//
// Generate is a pure function. It reads and writes no file, so what it returns
// depends on its arguments alone, to the byte.
package generator
