// Package compat makes docs/otp-compatibility.md: the numbered statements about
// Erlang/OTP and Elixir, each with the tests and recorded scenarios that prove it
// here, or with the reason why Go must differ.
//
//	statements.txt  the statements, by section; statement.go reads them
//	difference.go   where we differ; differences.go is the list
//	declared.go     which statements the tests of the runtime declare with proof.Of
//	covered.go      which statements the recorded scenarios cover
//	ledger.go       statements, differences and proofs held against each other
//	page.go         the page
//
// Nothing on the page is asserted by hand: a statement without a proof or a
// declared difference, a proof of a statement that does not exist and a page that
// is out of date each fail the tests of this package.
package compat
