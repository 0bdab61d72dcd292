// Package ours holds the rows of otpgen: the generated code of package app, as a
// program would use it. Every process is supervised, and reports its crashes.
package ours
