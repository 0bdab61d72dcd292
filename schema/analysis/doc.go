// Package analysis answers questions about a resolved application: which
// places its tree has ([Tree]), in which order they start and stop
// ([StartOrder], [StopOrder]), who restarts with whom ([Crash], [Matrix]), who
// finds whom by name ([Names]) and who waits for whom ([CallCycles]).
//
// [Check] holds the rules over those answers; each rule is one function and
// one row of the table in check.go. The rules, the plan, the documents and the
// generated tests all ask here, so they cannot disagree.
//
// The package is pure. It takes an Application without errors: a cycle of
// supervisors, say, is the resolver's to report and panics here.
package analysis
