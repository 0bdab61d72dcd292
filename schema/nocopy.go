package schema

import "slices"

// mustNotBeCopied says why values of a type of the standard library must not be
// copied, "" if they may: it holds a lock or something like it, so that go vet
// refuses its copies, or its documentation does. Of other packages only the
// names are known.
func mustNotBeCopied(t *Type) string {
	switch {
	case t == nil || t.Kind != Imported || !slices.Contains(uncopiableTypes(), t.Path+"."+t.Name):
		return ""
	case t.Path == "math/big":
		return "two copies of it share their digits"
	}
	return "it holds a lock"
}

// uncopiableTypes is fixed for version 1 of the language.
func uncopiableTypes() []string {
	return []string{
		"archive/zip.ReadCloser", "archive/zip.Reader", "crypto/tls.Config", "crypto/tls.Conn", "database/sql.Conn",
		"database/sql.DB", "database/sql.Rows", "database/sql.Stmt", "database/sql.Tx", "debug/gosym.LineTable",
		"encoding/gob.Decoder", "encoding/gob.Encoder", "expvar.Float", "expvar.Int", "expvar.Map", "expvar.String",
		"go/token.File", "go/token.FileSet", "go/types.Context", "go/types.Named", "io.PipeReader", "io.PipeWriter",
		"log.Logger", "log/slog.LevelVar", "log/syslog.Writer", "math/big.Float", "math/big.Int", "math/big.Rat", "net.Resolver", "net.UnixListener",
		"net/http.ClientConn", "net/http.CrossOriginProtection", "net/http.ServeMux", "net/http.Server",
		"net/http.Transport", "net/http/cookiejar.Jar", "net/http/httptest.Server", "net/http/httputil.ClientConn",
		"net/http/httputil.ServerConn", "net/rpc.Client", "net/rpc.Server", "net/textproto.Conn",
		"net/textproto.Pipeline", "os.Process", "runtime/pprof.Profile", "runtime/trace.FlightRecorder",
		"strings.Builder", "strings.Replacer", "sync.Cond", "sync.Map", "sync.Mutex", "sync.Once", "sync.Pool",
		"sync.RWMutex", "sync.WaitGroup", "sync/atomic.Bool", "sync/atomic.Int32", "sync/atomic.Int64",
		"sync/atomic.Uint32", "sync/atomic.Uint64", "sync/atomic.Uintptr", "sync/atomic.Value", "testing.B", "testing.F",
		"testing.M", "testing.T",
	}
}
