// Package vector reads the recorded scenarios of runtime/testdata/otp and compares what happened with what the real
// Erlang/OTP did. Only tests use it. It knows nothing about how a scenario is played: a Player does one step and says
// what it saw.
package vector
