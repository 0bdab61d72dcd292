package schema

import (
	"slices"
	"strings"
)

// standardType is what the schema knows of an exported type of the standard
// library.
type standardType struct {
	known      bool // there is such a type
	generic    bool // it has type parameters
	constraint bool // it is an interface for type parameters only
	uncompared bool // == does not compare it, so it is no key
}

// standardTypeOf looks up a type of the standard library. It answers false for
// packages whose types are not known: those of others, and those that differ
// from one operating system to another.
func (r *resolver) standardTypeOf(path, name string) (standardType, bool) {
	types, read := r.stdTypes[path]
	if !read {
		types = standardTypesOf(path)
		r.stdTypes[path] = types
	}
	return types[name], types != nil
}

// standardTypesOf reads the table below.
func standardTypesOf(path string) map[string]standardType {
	if path == "syscall" || !slices.Contains(standardLibrary(), path) {
		return nil
	}
	types := map[string]standardType{}
	_, rest, _ := strings.Cut(standardTypes, "\n"+path+" ")
	for i, line := range strings.Split(rest, "\n") {
		if i > 0 && !strings.HasPrefix(line, "\t") {
			break
		}
		for word := range strings.FieldsSeq(line) {
			types[strings.TrimRight(word, "[|!")] = standardType{
				known: true, generic: strings.HasSuffix(word, "["), constraint: strings.HasSuffix(word, "|"), uncompared: strings.HasSuffix(word, "!"),
			}
		}
	}
	return types
}

// standardTypes lists the exported types of each package: [ marks generic ones,
// | constraints, ! those that == does not compare. Like the packages, they are
// those of Go 1.26 in version 1 of the language.
const standardTypes = `
archive/tar FileInfoNames Format Header! Reader Writer!
archive/zip Compressor! Decompressor! File! FileHeader! ReadCloser! Reader! Writer!
bufio ReadWriter Reader! Scanner! SplitFunc! Writer!
bytes Buffer! Reader!
cmp Ordered|
compress/bzip2 StructuralError
compress/flate CorruptInputError InternalError ReadError Reader Resetter WriteError Writer!
compress/gzip Header! Reader! Writer!
compress/lzw Order Reader! Writer!
compress/zlib Resetter Writer!
container/heap Interface
container/list Element List
container/ring Ring
context CancelCauseFunc! CancelFunc! Context
crypto Decapsulator Decrypter DecrypterOpts Encapsulator Hash MessageSigner PrivateKey PublicKey Signer
	SignerOpts
crypto/aes KeySizeError
crypto/cipher AEAD Block BlockMode Stream StreamReader StreamWriter
crypto/des KeySizeError
crypto/dsa ParameterSizes Parameters PrivateKey PublicKey
crypto/ecdh Curve KeyExchanger PrivateKey! PublicKey!
crypto/ecdsa PrivateKey PublicKey
crypto/ed25519 Options PrivateKey! PublicKey!
crypto/elliptic Curve CurveParams
crypto/hpke AEAD KDF KEM PrivateKey PublicKey Recipient Sender
crypto/mlkem DecapsulationKey1024 DecapsulationKey768 EncapsulationKey1024 EncapsulationKey768
crypto/rc4 Cipher KeySizeError
crypto/rsa CRTValue OAEPOptions! PKCS1v15DecryptOptions PSSOptions PrecomputedValues! PrivateKey! PublicKey
crypto/sha3 SHA3 SHAKE!
crypto/tls AlertError Certificate! CertificateRequestInfo! CertificateVerificationError! CipherSuite!
	ClientAuthType ClientHelloInfo! ClientSessionCache ClientSessionState Config! Conn! ConnectionState!
	CurveID Dialer ECHRejectionError! EncryptedClientHelloKey! QUICConfig QUICConn QUICEncryptionLevel
	QUICEvent! QUICEventKind QUICSessionTicketOptions! RecordHeaderError RenegotiationSupport SessionState!
	SignatureScheme
crypto/x509 CertPool! Certificate! CertificateInvalidError CertificateRequest! ConstraintViolationError
	ExtKeyUsage HostnameError InsecureAlgorithmError InvalidReason KeyUsage OID! PEMCipher PolicyMapping!
	PublicKeyAlgorithm RevocationList! RevocationListEntry! SignatureAlgorithm SystemRootsError
	UnhandledCriticalExtension UnknownAuthorityError VerifyOptions!
crypto/x509/pkix AlgorithmIdentifier! AttributeTypeAndValue! AttributeTypeAndValueSET! CertificateList!
	Extension! Name! RDNSequence! RelativeDistinguishedNameSET! RevokedCertificate! TBSCertificateList!
database/sql ColumnType Conn! DB! DBStats IsolationLevel NamedArg Null[ NullBool NullByte NullFloat64
	NullInt16 NullInt32 NullInt64 NullString NullTime Out RawBytes! Result Row Rows! Scanner Stmt! Tx!
	TxOptions
database/sql/driver ColumnConverter Conn ConnBeginTx ConnPrepareContext Connector Driver DriverContext Execer
	ExecerContext IsolationLevel NamedValue NamedValueChecker NotNull Null Pinger Queryer QueryerContext
	Result Rows RowsAffected RowsColumnTypeDatabaseTypeName RowsColumnTypeLength RowsColumnTypeNullable
	RowsColumnTypePrecisionScale RowsColumnTypeScanType RowsNextResultSet SessionResetter Stmt StmtExecContext
	StmtQueryContext Tx TxOptions Validator Value ValueConverter Valuer
debug/buildinfo BuildInfo!
debug/dwarf AddrType ArrayType Attr BasicType BoolType CharType Class CommonType ComplexType Data! DecodeError
	DotDotDotType Entry! EnumType! EnumValue Field FloatType FuncType! IntType LineEntry LineFile LineReader!
	LineReaderPos Offset PtrType QualType Reader! StructField StructType! Tag Type TypedefType UcharType
	UintType UnspecifiedType UnsupportedType VoidType
debug/elf Chdr32 Chdr64 Class CompressionType Data Dyn32 Dyn64 DynFlag DynFlag1 DynTag DynamicVersion!
	DynamicVersionDep DynamicVersionFlag DynamicVersionNeed! File! FileHeader FormatError Header32 Header64
	ImportedSymbol Machine NType OSABI Prog Prog32 Prog64 ProgFlag ProgHeader ProgType R_386 R_390 R_AARCH64
	R_ALPHA R_ARM R_LARCH R_MIPS R_PPC R_PPC64 R_RISCV R_SPARC R_X86_64 Rel32 Rel64 Rela32 Rela64 Section
	Section32 Section64 SectionFlag SectionHeader SectionIndex SectionType Sym32 Sym64 SymBind SymType SymVis
	Symbol Type Version VersionIndex
debug/gosym DecodingError Func! LineTable! Obj! Sym Table! UnknownFileError UnknownLineError
debug/macho Cpu Dylib! DylibCmd Dysymtab! DysymtabCmd FatArch FatArchHeader FatFile! File! FileHeader
	FormatError Load LoadBytes! LoadCmd Nlist32 Nlist64 Regs386 RegsAMD64 Reloc RelocTypeARM RelocTypeARM64
	RelocTypeGeneric RelocTypeX86_64 Rpath! RpathCmd Section! Section32 Section64 SectionHeader Segment!
	Segment32 Segment64 SegmentHeader Symbol Symtab! SymtabCmd Thread! Type
debug/pe COFFSymbol COFFSymbolAuxFormat5 DataDirectory File! FileHeader FormatError ImportDirectory
	OptionalHeader32 OptionalHeader64 Reloc Section! SectionHeader SectionHeader32 StringTable! Symbol
debug/plan9obj File! FileHeader Section SectionHeader Sym
embed FS
encoding BinaryAppender BinaryMarshaler BinaryUnmarshaler TextAppender TextMarshaler TextUnmarshaler
encoding/ascii85 CorruptInputError
encoding/asn1 BitString! Enumerated Flag ObjectIdentifier! RawContent! RawValue! StructuralError SyntaxError
encoding/base32 CorruptInputError Encoding
encoding/base64 CorruptInputError Encoding
encoding/binary AppendByteOrder ByteOrder
encoding/csv ParseError Reader! Writer
encoding/gob CommonType Decoder! Encoder! GobDecoder GobEncoder
encoding/hex InvalidByteError
encoding/json Decoder! Delim Encoder! InvalidUTF8Error InvalidUnmarshalError Marshaler MarshalerError Number
	RawMessage! SyntaxError Token UnmarshalFieldError! UnmarshalTypeError Unmarshaler UnsupportedTypeError
	UnsupportedValueError
encoding/pem Block!
encoding/xml Attr CharData! Comment! Decoder! Directive! Encoder! EndElement Marshaler MarshalerAttr Name
	ProcInst! StartElement! SyntaxError TagPathError Token TokenReader UnmarshalError Unmarshaler
	UnmarshalerAttr UnsupportedTypeError
expvar Float Func! Int KeyValue Map! String Var
flag ErrorHandling Flag FlagSet! Getter Value
fmt Formatter GoStringer ScanState Scanner State Stringer
go/ast ArrayType AssignStmt! BadDecl BadExpr BadStmt BasicLit BinaryExpr BlockStmt! BranchStmt CallExpr!
	CaseClause! ChanDir ChanType CommClause! Comment CommentGroup! CommentMap! CompositeLit! Decl DeclStmt
	DeferStmt Directive DirectiveArg Ellipsis EmptyStmt Expr ExprStmt Field! FieldFilter! FieldList! File!
	Filter! ForStmt FuncDecl FuncLit FuncType GenDecl! GoStmt Ident IfStmt ImportSpec Importer! IncDecStmt
	IndexExpr IndexListExpr! InterfaceType KeyValueExpr LabeledStmt MapType MergeMode Node ObjKind Object
	Package! ParenExpr RangeStmt ReturnStmt! Scope! SelectStmt SelectorExpr SendStmt SliceExpr Spec StarExpr
	Stmt StructType SwitchStmt TypeAssertExpr TypeSpec TypeSwitchStmt UnaryExpr ValueSpec! Visitor
go/build Context! Directive ImportMode MultiplePackageError! NoGoError Package!
go/build/constraint AndExpr Expr NotExpr OrExpr SyntaxError TagExpr
go/constant Kind Value
go/doc Example! Filter! Func! Mode Note Package! Type! Value!
go/doc/comment Block Code Doc! DocLink! Heading! Italic Link! LinkDef List! ListItem! Paragraph! Parser! Plain
	Printer! Text
go/importer Lookup!
go/parser Mode
go/printer CommentedNode! Config Mode
go/scanner Error ErrorHandler! ErrorList! Mode Scanner!
go/token File! FileSet Pos Position Token
go/types Alias ArgumentError Array Basic BasicInfo BasicKind Builtin Chan ChanDir Checker! Config! Const
	Context! Error Func ImportMode Importer ImporterFrom Info! Initializer! Instance Interface! Label Map
	MethodSet! Named! Nil Object Package! PkgName Pointer Qualifier! Scope! Selection! SelectionKind Signature
	Sizes Slice StdSizes Struct! Term Tuple! Type TypeAndValue TypeList! TypeName TypeParam TypeParamList!
	Union! Var VarKind
hash Cloner Hash Hash32 Hash64 XOF
hash/crc32 Table
hash/crc64 Table
hash/maphash Hash! Seed
html/template CSS Error ErrorCode FuncMap! HTML HTMLAttr JS JSStr Srcset Template URL
image Alpha! Alpha16! CMYK! Config Gray! Gray16! Image NRGBA! NRGBA64! NYCbCrA! Paletted! PalettedImage Point
	RGBA! RGBA64! RGBA64Image Rectangle Uniform YCbCr! YCbCrSubsampleRatio
image/color Alpha Alpha16 CMYK Color Gray Gray16 Model NRGBA NRGBA64 NYCbCrA Palette! RGBA RGBA64 YCbCr
image/draw Drawer Image Op Quantizer RGBA64Image
image/gif GIF! Options
image/jpeg FormatError Options Reader UnsupportedError
image/png CompressionLevel Encoder EncoderBuffer! EncoderBufferPool FormatError UnsupportedError
index/suffixarray Index!
io ByteReader ByteScanner ByteWriter Closer LimitedReader OffsetWriter PipeReader PipeWriter ReadCloser
	ReadSeekCloser ReadSeeker ReadWriteCloser ReadWriteSeeker ReadWriter Reader ReaderAt ReaderFrom RuneReader
	RuneScanner SectionReader Seeker StringWriter WriteCloser WriteSeeker Writer WriterAt WriterTo
io/fs DirEntry FS File FileInfo FileMode GlobFS PathError ReadDirFS ReadDirFile ReadFileFS ReadLinkFS StatFS
	SubFS WalkDirFunc!
iter Seq[ Seq2[
log Logger
log/slog Attr! Handler HandlerOptions! JSONHandler Kind Level LevelVar Leveler LogValuer Logger MultiHandler!
	Record! Source TextHandler Value!
log/syslog Priority Writer
math/big Accuracy ErrNaN Float! Int! Rat! RoundingMode Word
math/rand Rand Source Source64 Zipf
math/rand/v2 ChaCha8 PCG Rand Source Zipf
mime WordDecoder! WordEncoder
mime/multipart File FileHeader! Form! Part! Reader! Writer
mime/quotedprintable Reader! Writer
net Addr AddrError Buffers! Conn DNSConfigError DNSError Dialer! Error Flags HardwareAddr! IP! IPAddr! IPConn
	IPMask! IPNet! Interface! InvalidAddrError KeepAliveConfig ListenConfig! Listener MX NS OpError PacketConn
	ParseError Resolver! SRV TCPAddr! TCPConn TCPListener! UDPAddr! UDPConn UnixAddr UnixConn UnixListener
	UnknownNetworkError
net/http Client! ClientConn! CloseNotifier ConnState Cookie! CookieJar CrossOriginProtection! Dir File
	FileSystem Flusher HTTP2Config! Handler HandlerFunc! Header! Hijacker MaxBytesError ProtocolError
	Protocols PushOptions! Pusher Request! Response! ResponseController ResponseWriter RoundTripper SameSite
	ServeMux! Server! Transport!
net/http/cgi Handler!
net/http/cookiejar Jar! Options PublicSuffixList
net/http/httptest ResponseRecorder! Server!
net/http/httptrace ClientTrace! DNSDoneInfo! DNSStartInfo GotConnInfo WroteRequestInfo
net/http/httputil BufferPool ClientConn! ProxyRequest ReverseProxy! ServerConn!
net/mail Address AddressParser Header! Message!
net/netip Addr AddrPort Prefix
net/rpc Call Client! ClientCodec Request Response Server! ServerCodec ServerError
net/smtp Auth Client! ServerInfo!
net/textproto Conn! Error MIMEHeader! Pipeline! ProtocolError Reader! Writer
net/url Error EscapeError InvalidHostError URL Userinfo Values!
os DirEntry File FileInfo FileMode LinkError PathError ProcAttr! Process ProcessState Root Signal SyscallError
os/exec Cmd! Error ExitError!
os/user Group UnknownGroupError UnknownGroupIdError UnknownUserError UnknownUserIdError User
path/filepath WalkFunc!
plugin Plugin! Symbol
reflect ChanDir Kind MapIter Method SelectCase SelectDir SliceHeader StringHeader StructField! StructTag Type
	Value ValueError
regexp Regexp!
regexp/syntax EmptyOp Error ErrorCode Flags Inst! InstOp Op Prog! Regexp!
runtime BlockProfileRecord Cleanup Error Frame Frames! Func MemProfileRecord MemStats PanicNilError Pinner
	StackRecord TypeAssertionError
runtime/debug BuildInfo! BuildSetting CrashOptions GCStats! Module
runtime/metrics Description Float64Histogram! Sample Value ValueKind
runtime/pprof LabelSet! Profile!
runtime/trace FlightRecorder! FlightRecorderConfig Region Task
sort Float64Slice! IntSlice! Interface StringSlice!
strconv NumError
strings Builder! Reader Replacer!
structs HostLayout
sync Cond Locker Map! Mutex Once Pool! RWMutex WaitGroup
sync/atomic Bool Int32 Int64 Pointer[ Uint32 Uint64 Uintptr Value
testing B! BenchmarkResult! Cover! CoverBlock F! InternalBenchmark! InternalExample! InternalFuzzTarget!
	InternalTest! M! PB T! TB
testing/fstest MapFS! MapFile!
testing/quick CheckEqualError! CheckError! Config! Generator SetupError
text/scanner Position Scanner!
text/tabwriter Writer!
text/template ExecError FuncMap! Template
text/template/parse ActionNode BoolNode BranchNode BreakNode ChainNode! CommandNode! CommentNode ContinueNode
	DotNode FieldNode! IdentifierNode IfNode ListNode! Mode NilNode Node NodeType NumberNode PipeNode! Pos
	RangeNode StringNode TemplateNode TextNode! Tree! VariableNode! WithNode
time Duration Location! Month ParseError Ticker Time Timer Weekday
unicode CaseRange Range16 Range32 RangeTable! SpecialCase!
unique Handle[
weak Pointer[
`
