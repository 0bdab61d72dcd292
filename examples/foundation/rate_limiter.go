package foundation

import "time"

// bucket counts the requests of one entity for one operation in a fixed window.
type bucket struct {
	used, limit int
	ends        time.Time
}

type bucketKey struct{ entity, operation string }

// rateLimiter owns all buckets, so checking and counting are one step: of 200
// callers at once with a limit of 100, exactly 100 pass.
type rateLimiter struct{ buckets map[bucketKey]*bucket }

func newRateLimiter() RateLimiterHandler { return &rateLimiter{} }

func (r *rateLimiter) Init(c *RateLimiterCtx, a RateLimiterArgs) error {
	r.buckets = map[bucketKey]*bucket{}
	return nil
}

func (r *rateLimiter) Check(c *RateLimiterCtx, entity, operation string, limit int, window time.Duration) (RateStatus, RateLimiterCheckError) {
	key, now := bucketKey{entity, operation}, time.Now()
	b, ok := r.buckets[key]
	if !ok || !now.Before(b.ends) {
		b = &bucket{ends: now.Add(window)}
		r.buckets[key] = b
	}
	b.limit = limit
	if b.used >= limit {
		r.count(c, "foundation.rate_limiter.request_denied", operation)
		return RateStatus{}, RateLimitExceeded{Entity: entity, Operation: operation, RetryAfter: b.ends.Sub(now)}
	}
	b.used++
	r.count(c, "foundation.rate_limiter.request_allowed", operation)
	return b.status(now), nil
}

func (r *rateLimiter) Look(c *RateLimiterCtx, entity, operation string) RateStatus {
	b, ok := r.buckets[bucketKey{entity, operation}]
	if !ok || !time.Now().Before(b.ends) {
		return RateStatus{}
	}
	return b.status(time.Now())
}

// Clean drops the buckets whose window is over.
func (r *rateLimiter) Clean(c *RateLimiterCtx) {
	for key, b := range r.buckets {
		if !time.Now().Before(b.ends) {
			delete(r.buckets, key)
		}
	}
}

func (r *rateLimiter) count(c *RateLimiterCtx, event, operation string) {
	if err := c.TelemetryService.Execute(c, event, map[string]float64{"counter": 1}, map[string]string{"operation": operation}); err != nil {
		c.Log().Warn("check not counted", "error", err)
	}
}

func (b *bucket) status(now time.Time) RateStatus {
	return RateStatus{Used: b.used, Remaining: max(b.limit-b.used, 0), ResetsIn: b.ends.Sub(now)}
}
