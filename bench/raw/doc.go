// Package raw holds what one would write by hand: the least that the language
// asks for, without names, isolation or supervision unless a row says so. The
// figures of otpgen are set against these.
package raw
