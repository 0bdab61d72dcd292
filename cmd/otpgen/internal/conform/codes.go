package conform

import "github.com/otpgen/otpgen/schema"

// Codes of the diagnostics of this package.
const (
	CodePackage   = "OTP0706" // a file beside the output is of another package
	CodeMissing   = "OTP0707" // a handler lacks a method
	CodeSignature = "OTP0708" // a method of a handler has other parameters or results
	CodeGone      = "OTP0709" // a handler is nowhere to be found
	CodeBroken    = "OTP0710" // a user's file does not parse
	CodeFunction  = "OTP0711" // generated tests call a function that is missing
	CodeUnneeded  = "OTP0712" // a function was for generated tests, which call it no more
	CodeType      = "OTP0713" // an entry of types: is declared nowhere
	CodeLeftOver  = "OTP0714" // a method of a handler handles no message any more
	CodeHalf      = "OTP0724" // a handler is declared without what makes one, or the other way round
	CodeTaken     = "OTP0725" // a name that a new handler needs is declared already
	CodeLiteral   = "OTP0726" // a literal of a generated struct is not as the schema says
)

// Codes lists every diagnostic of this package, by number.
func Codes() []schema.CodeInfo {
	return []schema.CodeInfo{
		{Code: CodePackage, Severity: schema.Error, Title: "the output folder holds another package"},
		{Code: CodeMissing, Severity: schema.Warning, Title: "a handler lacks a method"},
		{Code: CodeSignature, Severity: schema.Warning, Title: "a method of a handler is not as the schema asks"},
		{Code: CodeGone, Severity: schema.Warning, Title: "a service has no handler"},
		{Code: CodeBroken, Severity: schema.Warning, Title: "a file of the user's does not parse"},
		{Code: CodeFunction, Severity: schema.Warning, Title: "the tests lack a function with arguments"},
		{Code: CodeUnneeded, Severity: schema.Warning, Title: "a function with arguments is needed no more"},
		{Code: CodeType, Severity: schema.Warning, Title: "a type of the user's is not declared"},
		{Code: CodeLeftOver, Severity: schema.Warning, Title: "a method of a handler handles nothing"},
	}
}

// LaterCodes lists those of this package that follow the command's own.
func LaterCodes() []schema.CodeInfo {
	return []schema.CodeInfo{
		{Code: CodeHalf, Severity: schema.Warning, Title: "half of a handler is missing"},
		{Code: CodeTaken, Severity: schema.Error, Title: "the name of a handler is taken"},
		{Code: CodeLiteral, Severity: schema.Warning, Title: "arguments are not as the schema declares them"},
	}
}
