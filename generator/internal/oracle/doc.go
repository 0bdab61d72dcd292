// Package oracle says what a generated package must look like, so that tests
// can hold what was rendered against it: which declarations, imports and
// comments each file has, and that all of it is Go. It follows from the plan
// alone and shares no code with package render, which it judges.
package oracle
