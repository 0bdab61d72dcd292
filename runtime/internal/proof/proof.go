// Package proof lets a test declare which numbered statements about Erlang/OTP
// it proves. The table in docs/otp-compatibility.md is made from these calls,
// so it names no test that does not exist.
package proof

import "testing"

// last is the highest number that a statement has.
const last = 216

// Of declares that the calling test proves these statements. It fails the test
// if there is no such statement, or none is named.
func Of(t testing.TB, statements ...int) {
	t.Helper()
	if len(statements) == 0 {
		t.Fatal("proof.Of: no statement")
	}
	for _, n := range statements {
		if n < 1 || n > last {
			t.Fatalf("proof.Of: there is no statement %d", n)
		}
	}
}
