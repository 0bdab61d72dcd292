// Package proof lets a test declare which numbered statements about Erlang/OTP
// it proves. The table in docs/otp-compatibility.md is made from these calls,
// so it names no test that does not exist; package compat has the statements.
package proof

import "testing"

// Of declares that the calling test proves these statements. The arguments must
// be plain numbers, since the page is made from the text of the tests, and the
// caller a test function or a function literal within one.
func Of(t testing.TB, statements ...int) {
	t.Helper()
	if len(statements) == 0 {
		t.Fatal("proof.Of: no statement")
	}
}
