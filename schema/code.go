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
	codeTooMany      = "OTP0113"
	codeTooLong      = "OTP0114"
	codeTypeLevels   = "OTP0115"

	// CodeTooMuchCode is reported where the size of what is generated is known.
	CodeTooMuchCode = "OTP0116"

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
	codeNeedsKey     = "OTP0215"

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
	codeNoText          = "OTP0417"
	codeNoCopy          = "OTP0418"
	codeStandardType    = "OTP0419"
)

// CodeInfo is one row of a table of diagnostics, of which every stage has one.
type CodeInfo struct {
	Code     string // "OTP0203"
	Severity Severity
	Title    string // what kind of mistake it is, in a few words
}

// Codes lists every diagnostic that Parse and Resolve can give, by number.
func Codes() []CodeInfo {
	return []CodeInfo{
		{codeEmpty, Error, "the schema is empty"},
		{codeUTF8, Error, "the schema is not valid UTF-8"},
		{codeCharacter, Error, "a character that a schema may not hold"},
		{codeTooLarge, Error, "the schema is larger than 4 MiB"},
		{codeTooDeep, Error, "the schema is nested deeper than 64 levels"},
		{codeSyntax, Error, "the YAML cannot be read"},
		{codeTab, Error, "a tab indents a line"},
		{codeUnquotedType, Error, "a type that YAML needs in quotes"},
		{codeDocuments, Error, "more than one YAML document"},
		{codeAlias, Error, "an anchor, alias or merge key"},
		{codeTag, Error, "a YAML tag"},
		{codeDuplicateKey, Error, "a key or entry is written twice"},
		{codeTooMany, Error, "more entries than a schema may have"},
		{codeTooLong, Error, "a text that is too long"},
		{codeTypeLevels, Error, "a type with too many levels"},
		{CodeTooMuchCode, Error, "a schema that would become too much code"},

		{codeUnknownKey, Error, "an unknown key"},
		{codeWrongKind, Error, "a value of the wrong kind"},
		{codeUnknownWord, Error, "a word outside of the closed set"},
		{codeNoValue, Error, "a key without a value"},
		{codeMissingKey, Error, "a required key is missing"},
		{codeDuration, Error, "not a duration"},
		{codeNumber, Error, "not a number in range"},
		{codeBoolean, Error, "not true or false"},
		{codeExclusive, Error, "keys that exclude each other"},
		{codeMisplacedKey, Error, "a key that does not belong here"},
		{codeName, Error, "not a name of this kind"},
		{codeVersion, Error, "an unknown language version"},
		{codeNoEntries, Error, "a list or mapping that needs an entry"},
		{codePath, Error, "not a path below the schema"},
		{codeNeedsKey, Error, "a key that means nothing without another"},

		{codeUnknownName, Error, "a reference to nothing"},
		{codeDuplicateName, Error, "one name for two things"},
		{codeDuplicateID, Error, "two children with one id"},
		{codeUnused, Warning, "a declaration that nothing uses"},
		{codeUnreachable, Error, "a service or supervisor outside of the tree"},
		{codeSelfSupervised, Error, "a supervisor that contains itself"},
		{codeRoot, Error, "no root, or more than one"},
		{codeWrongThing, Error, "a reference to the wrong kind of thing"},
		{codeAmbiguous, Error, "a name that means several things"},
		{codePlaceholder, Error, "a bad placeholder in the text of an error"},
		{codeTreeSize, Error, "a tree with too many places"},

		{codeTypeSyntax, Error, "not a Go type"},
		{codeTypeForm, Error, "a Go type that a schema may not use"},
		{codeUnknownType, Error, "an unknown type"},
		{codeRecursiveType, Error, "a type that contains itself"},
		{codeKeyType, Error, "a type that cannot be a key"},
		{codeNotShared, Error, "a value that cannot be copied"},
		{codeArgMissing, Error, "a missing argument"},
		{codeArgUnknown, Error, "an unknown argument"},
		{codeLiteral, Error, "a value that does not fit its type"},
		{codeNoLiteral, Error, "a type that has no literal"},
		{codeReference, Error, "a reference to no argument"},
		{codeReferenceType, Error, "an argument of another type"},
		{codeMonitors, Error, "not a reference to a service"},
		{codePackage, Error, "an unknown or ambiguous package"},
		{codeImportPath, Error, "not an import path"},
		{codeReferenceSyntax, Error, "a malformed argument reference"},
		{codeNoText, Error, "a placeholder for a value that has no text"},
		{codeNoCopy, Error, "a type that must not be copied"},
		{codeStandardType, Error, "no such type in the standard library"},
	}
}
