// Package schemagen makes random schemas for tests. It draws every key and
// every word of the language: a test holds it to the language's own table.
//
// What it makes is valid: it declares before it uses, places every service,
// and uses what is in reach and starts earlier. Only its names may clash with
// what is generated, since awkward names are what it is for: then a schema is
// refused with a code of OTP06. Who wants other invalid ones changes what it
// makes.
package schemagen
