package foundation

import (
	"maps"
	"slices"
	"time"
)

// telemetryService merges measurements; what nobody renews expires.
type telemetryService struct {
	metrics   map[string]*Metric
	retention time.Duration
	executed  int
	expired   int
}

func newTelemetryService() TelemetryServiceHandler { return &telemetryService{} }

func (s *telemetryService) Init(c *TelemetryServiceCtx, a TelemetryServiceArgs) error {
	*s = telemetryService{metrics: map[string]*Metric{}, retention: a.Retention}
	return nil
}

func (s *telemetryService) Execute(c *TelemetryServiceCtx, event string, measurements map[string]float64, metadata map[string]string) {
	m, ok := s.metrics[event]
	if !ok {
		m = &Metric{Name: event, Measurements: map[string]float64{}}
		s.metrics[event] = m
	}
	for name, x := range measurements {
		m.Measurements[name] = merge(name, m.Measurements, x)
	}
	if metadata != nil {
		m.Metadata = metadata
	}
	m.Count++
	m.Updated = time.Now()
	s.executed++
}

// merge is the rule of the original: a gauge keeps the last value, a counter
// the sum, any other number the mean of old and new. 4 then 6 is 6, 10 or 5.
func merge(name string, old map[string]float64, x float64) float64 {
	before, ok := old[name]
	switch {
	case !ok || name == "gauge":
		return x
	case name == "counter":
		return before + x
	}
	return (before + x) / 2
}

func (s *telemetryService) Metrics(c *TelemetryServiceCtx) []Metric {
	var out []Metric
	for _, name := range slices.Sorted(maps.Keys(s.metrics)) {
		out = append(out, *s.metrics[name])
	}
	return out
}

func (s *telemetryService) Status(c *TelemetryServiceCtx) TelemetryStatus {
	return TelemetryStatus{Condition: ConditionRunning, Metrics: len(s.metrics), Executed: s.executed, Expired: s.expired}
}

func (s *telemetryService) CleanupOldMetrics(c *TelemetryServiceCtx) {
	for name, m := range s.metrics {
		if time.Since(m.Updated) > s.retention {
			delete(s.metrics, name)
			s.expired++
		}
	}
}
