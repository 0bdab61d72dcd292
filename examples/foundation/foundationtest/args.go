package foundationtest

import (
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/otpgen/otpgen/examples/foundation"
)

// Args are the arguments of the trees that tests start: an event file of
// their own, and an upstream that answers every request with its path.
func Args(t testing.TB) foundation.Args {
	return foundation.Args{
		EventsPath: filepath.Join(t.TempDir(), "events.db"),
		BaseURL:    "http://upstream.test",
		Upstream:   Upstream(func(r *http.Request) (int, string) { return http.StatusOK, r.URL.Path }),
	}
}

// TenantsArgs are the arguments of the tenant that tests start.
func TenantsArgs(t testing.TB) foundation.TenantArgs {
	return foundation.TenantArgs{ID: "acme", EventsPath: filepath.Join(t.TempDir(), "acme.db")}
}

// Upstream answers requests in the place of a real one.
type Upstream func(*http.Request) (status int, body string)

// RoundTrip implements http.RoundTripper.
func (f Upstream) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	status, body := f(r)
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}
