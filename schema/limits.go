package schema

// The limits of a schema: far above what people write, so that whatever is
// accepted or refused is so within a second and 128 MiB. Each has a code of its
// own or shares one with its like.
const (
	maxBytes  = 4 << 20
	maxDepth  = 64      // nested lists and mappings
	maxTokens = 240_000 // keys, values and marks of the YAML; a key with its value is three
	maxText   = 1 << 16 // bytes of one scalar
	maxName   = 64      // characters of one name, which becomes part of a file name

	maxRelated = 12 // places of one diagnostic

	maxEntries  = 1000    // of a list or mapping, unless it has a limit of its own
	maxDeclared = 10_000  // messages, types and errors, each
	maxServices = 2000    // and as many supervisors
	maxChildren = 10_000  // of one supervisor, and entries of one literal
	maxPlaced   = 20_000  // children of all supervisors
	maxTypes    = 200_000 // parts of all type expressions
	maxHandlers = 20_000  // calls, casts and timers of all services
	maxVariants = 100     // of one oneof
	maxShown    = 20      // placeholders of one text

	maxTypeBytes  = 1000 // of one type expression
	maxTypeLevels = 12   // of one type expression; what copies it grows with their square
	maxRecords    = 64   // messages inside each other
)

// MaxReported is how many errors, and how many warnings, a stage reports; what
// it finds beyond is dropped.
const MaxReported = 1000
