package plan

// The codes of this stage's diagnostics.
const (
	codeSameName    = "OTP0601"
	codeGoWord      = "OTP0602"
	codeTaken       = "OTP0603"
	codeInvalidName = "OTP0604"
	codeFileIgnored = "OTP0605"
	codeSameFile    = "OTP0606"
)

// Codes lists every code of this package with its title, in order.
func Codes() [][2]string {
	return [][2]string{
		{codeSameName, "two things get the same Go name"},
		{codeGoWord, "a name is a word of Go"},
		{codeTaken, "a name is taken by what is generated"},
		{codeInvalidName, "go_name is no exported Go identifier"},
		{codeFileIgnored, "Go or an operating system would not accept the file name"},
		{codeSameFile, "two services get the same file"},
	}
}
