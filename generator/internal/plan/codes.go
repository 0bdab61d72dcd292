package plan

import "github.com/otpgen/otpgen/schema"

// The codes of this stage's diagnostics.
const (
	codeSameName    = "OTP0601"
	codeGoWord      = "OTP0602"
	codeTaken       = "OTP0603"
	codeInvalidName = "OTP0604"
	codeFileIgnored = "OTP0605"
	codeSameFile    = "OTP0606"
	codeOwnPackage  = "OTP0607"
)

// Codes lists every diagnostic that Build can give, by number.
func Codes() []schema.CodeInfo {
	return []schema.CodeInfo{
		{Code: codeSameName, Severity: schema.Error, Title: "two things get the same Go name"},
		{Code: codeGoWord, Severity: schema.Error, Title: "a name is a word of Go"},
		{Code: codeTaken, Severity: schema.Error, Title: "a name is taken by what is generated"},
		{Code: codeInvalidName, Severity: schema.Error, Title: "go_name is no exported Go identifier"},
		{Code: codeFileIgnored, Severity: schema.Error, Title: "Go or an operating system would not accept the file name"},
		{Code: codeSameFile, Severity: schema.Error, Title: "two services get the same file"},
		{Code: codeOwnPackage, Severity: schema.Error, Title: "the generated package would import itself"},
	}
}
