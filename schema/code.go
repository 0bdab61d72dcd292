package schema

// The codes of this package. They are stable: a code keeps its meaning for
// ever, and a new mistake gets a new number. 01 is YAML and its limits, 02 the
// structure, 03 names and references, 04 types and arguments.
const (
	codeEmpty        = "OTP0101"
	codeUTF8         = "OTP0102"
	codeCharacter    = "OTP0103"
	codeTooLarge     = "OTP0104"
	codeTooDeep      = "OTP0105"
	codeSyntax       = "OTP0106"
	codeTab          = "OTP0107"
	codeUnquotedType = "OTP0108"
	codeDocuments    = "OTP0109"
	codeAlias        = "OTP0110"
	codeTag          = "OTP0111"
	codeDuplicateKey = "OTP0112"

	codeUnknownKey   = "OTP0201"
	codeWrongKind    = "OTP0202"
	codeUnknownWord  = "OTP0203"
	codeNoValue      = "OTP0204"
	codeMissingKey   = "OTP0205"
	codeDuration     = "OTP0206"
	codeNumber       = "OTP0207"
	codeBoolean      = "OTP0208"
	codeExclusive    = "OTP0209"
	codeMisplacedKey = "OTP0210"
	codeName         = "OTP0211"
	codeVersion      = "OTP0212"
	codeNoEntries    = "OTP0213"
	codePath         = "OTP0214"

	codeUnknownName    = "OTP0301"
	codeDuplicateName  = "OTP0302"
	codeDuplicateID    = "OTP0303"
	codeUnused         = "OTP0304"
	codeUnreachable    = "OTP0305"
	codeSelfSupervised = "OTP0306"
	codeRoot           = "OTP0307"
	codeWrongThing     = "OTP0308"
	codeAmbiguous      = "OTP0309"
	codePlaceholder    = "OTP0310"
	codeTreeSize       = "OTP0311"

	codeTypeSyntax      = "OTP0401"
	codeTypeForm        = "OTP0402"
	codeUnknownType     = "OTP0403"
	codeRecursiveType   = "OTP0404"
	codeKeyType         = "OTP0405"
	codeNotShared       = "OTP0406"
	codeArgMissing      = "OTP0407"
	codeArgUnknown      = "OTP0408"
	codeLiteral         = "OTP0409"
	codeNoLiteral       = "OTP0410"
	codeReference       = "OTP0411"
	codeReferenceType   = "OTP0412"
	codeMonitors        = "OTP0413"
	codePackage         = "OTP0414"
	codeImportPath      = "OTP0415"
	codeReferenceSyntax = "OTP0416"
)

// CodeInfo is one row of the table of diagnostics.
type CodeInfo struct {
	Code  string // "OTP0203"
	Title string // what kind of mistake it is, in a few words
}

// Codes lists every diagnostic that Parse and Resolve can give, by number.
func Codes() []CodeInfo {
	return []CodeInfo{
		{codeEmpty, "the schema is empty"},
		{codeUTF8, "the schema is not valid UTF-8"},
		{codeCharacter, "a character that a schema may not hold"},
		{codeTooLarge, "the schema is larger than 4 MiB"},
		{codeTooDeep, "the schema is nested deeper than 64 levels"},
		{codeSyntax, "the YAML cannot be read"},
		{codeTab, "a tab indents a line"},
		{codeUnquotedType, "a type that YAML needs in quotes"},
		{codeDocuments, "more than one YAML document"},
		{codeAlias, "an anchor, alias or merge key"},
		{codeTag, "a YAML tag"},
		{codeDuplicateKey, "a key or entry is written twice"},

		{codeUnknownKey, "an unknown key"},
		{codeWrongKind, "a value of the wrong kind"},
		{codeUnknownWord, "a word outside of the closed set"},
		{codeNoValue, "a key without a value"},
		{codeMissingKey, "a required key is missing"},
		{codeDuration, "not a duration"},
		{codeNumber, "not a number in range"},
		{codeBoolean, "not true or false"},
		{codeExclusive, "keys that exclude each other"},
		{codeMisplacedKey, "a key that does not belong here"},
		{codeName, "not a name of this kind"},
		{codeVersion, "an unknown language version"},
		{codeNoEntries, "a list or mapping that needs an entry"},
		{codePath, "not a path below the schema"},

		{codeUnknownName, "a reference to nothing"},
		{codeDuplicateName, "one name for two things"},
		{codeDuplicateID, "two children with one id"},
		{codeUnused, "a declaration that nothing uses"},
		{codeUnreachable, "a service or supervisor outside of the tree"},
		{codeSelfSupervised, "a supervisor that contains itself"},
		{codeRoot, "no root, or more than one"},
		{codeWrongThing, "a reference to the wrong kind of thing"},
		{codeAmbiguous, "a name that means several things"},
		{codePlaceholder, "a bad placeholder in the text of an error"},
		{codeTreeSize, "a tree with too many places"},

		{codeTypeSyntax, "not a Go type"},
		{codeTypeForm, "a Go type that a schema may not use"},
		{codeUnknownType, "an unknown type"},
		{codeRecursiveType, "a type that contains itself"},
		{codeKeyType, "a type that cannot be a key"},
		{codeNotShared, "a value that cannot be copied"},
		{codeArgMissing, "a missing argument"},
		{codeArgUnknown, "an unknown argument"},
		{codeLiteral, "a value that does not fit its type"},
		{codeNoLiteral, "a type that has no literal"},
		{codeReference, "a reference to no argument"},
		{codeReferenceType, "an argument of another type"},
		{codeMonitors, "not a reference to a service"},
		{codePackage, "an unknown or ambiguous package"},
		{codeImportPath, "not an import path"},
		{codeReferenceSyntax, "a malformed argument reference"},
	}
}
