package conform

// Codes of the diagnostics of this package.
const (
	CodePackage   = "OTP0706" // a file beside the output is of another package
	CodeMissing   = "OTP0707" // a handler lacks a method
	CodeSignature = "OTP0708" // a method of a handler has other parameters or results
	CodeGone      = "OTP0709" // a handler is nowhere to be found
	CodeBroken    = "OTP0710" // a user's file does not parse
)

// Codes lists every code of this package with its title, in order.
func Codes() [][2]string {
	return [][2]string{
		{CodePackage, "the output folder holds another package"},
		{CodeMissing, "a handler lacks a method"},
		{CodeSignature, "a method of a handler is not as the schema asks"},
		{CodeGone, "a service has no handler"},
		{CodeBroken, "a file of the user's does not parse"},
	}
}
