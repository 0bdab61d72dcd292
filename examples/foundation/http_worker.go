package foundation

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// largestBody bounds what one answer may cost.
const largestBody = 1 << 20

// httpWorker is one connection to the upstream. It may block in Get: that is
// its job, and the pool lends it to one caller at a time.
type httpWorker struct {
	base  string
	stats WorkerStats
}

func newHttpWorker() HttpWorkerHandler { return &httpWorker{} }

func (w *httpWorker) Init(c *HttpWorkerCtx, a HttpWorkerArgs) error {
	if _, err := url.ParseRequestURI(a.BaseURL); err != nil {
		return fmt.Errorf("base_url: %w", err)
	}
	*w = httpWorker{base: a.BaseURL}
	return nil
}

func (w *httpWorker) Get(c *HttpWorkerCtx, path string) (Response, HttpWorkerGetError) {
	w.stats.Requests++
	w.stats.LastRequest = time.Now()
	var out Response
	err := c.Upstream.Do(c, func(ctx context.Context, upstream http.RoundTripper) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+path, nil)
		if err != nil {
			return err
		}
		resp, err := upstream.RoundTrip(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(io.LimitReader(resp.Body, largestBody))
		out = Response{Status: resp.StatusCode, Body: string(body)}
		return err
	})
	if err != nil {
		w.stats.Failures++
		return Response{}, RequestFailed{Path: path, Reason: err.Error()}
	}
	return out, nil
}

func (w *httpWorker) Stats(c *HttpWorkerCtx) WorkerStats { return w.stats }
